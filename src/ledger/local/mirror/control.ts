import type { IncomingMessage } from "node:http";
import { type CallMatch, callFaultFrom, type Faults, mirrorFaultFrom } from "../faults.ts";

const maxBodyBytes = 65_536;

/**
 * `GET /faults` shows what is armed. `POST /faults` takes one JSON object with any of
 * `{"clear": true}`, `{"arm": CallFault, "times": N, "node": "0.0.3", "call": "submit"}`,
 * `{"node_down": "0.0.3", "how": "reset"}`, `{"node_up": "0.0.3"}`, `{"ledger_down": "reset"}`,
 * `{"ledger_up": true}`, `{"mirror": MirrorFault}`, `{"mirror": null}`, `{"prices": N}` (everything costs N times as many hbar),
 * and shows the new state.
 */
export async function controlFaults(
  faults: Faults,
  request: IncomingMessage,
): Promise<{ readonly status: number; readonly body: object }> {
  if (request.method === "GET") return { status: 200, body: faults.state() };
  const wish = request.method === "POST" ? await readObject(request) : undefined;
  if (wish === undefined || !(await apply(faults, wish))) {
    return { status: 400, body: { error: "This is no fault order." } };
  }
  return { status: 200, body: faults.state() };
}

/** False if any part of the order makes no sense; parts before it are done. */
async function apply(faults: Faults, wish: Record<string, unknown>): Promise<boolean> {
  const how = wish.how === "silent" ? "silent" : "reset";
  if (wish.clear === true) await faults.clear();
  if (typeof wish.node_down === "string") await faults.nodeDown(wish.node_down, how);
  if (typeof wish.node_up === "string") await faults.nodeUp(wish.node_up);
  if (wish.ledger_down === "reset" || wish.ledger_down === "silent") faults.ledgerDown(wish.ledger_down);
  if (wish.ledger_up === true) faults.ledgerUp();
  if (wish.prices !== undefined) {
    if (typeof wish.prices !== "number" || !Number.isSafeInteger(wish.prices) || wish.prices < 1) return false;
    faults.setPrices(BigInt(wish.prices));
  }
  if (wish.mirror === null) faults.healMirror();
  if (wish.mirror !== null && wish.mirror !== undefined) {
    const fault = mirrorFaultFrom(wish.mirror);
    if (fault === undefined) return false;
    faults.setMirror(fault);
  }
  if (wish.arm !== undefined) {
    const fault = callFaultFrom(wish.arm);
    if (fault === undefined) return false;
    faults.arm(fault, { ...match(wish), times: typeof wish.times === "number" ? wish.times : 1 });
  }
  return true;
}

function match(wish: Record<string, unknown>): CallMatch {
  return {
    ...(typeof wish.node === "string" && { node: wish.node }),
    ...(typeof wish.call === "string" && { call: wish.call }),
  };
}

async function readObject(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > maxBodyBytes) return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
