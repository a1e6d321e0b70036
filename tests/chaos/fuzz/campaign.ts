import { seededRandom } from "../../../src/fraud/random.ts";
import { type Role, roles } from "../../../src/kernel/actor.ts";
import { memberRoles } from "../../../src/tenancy/scope.ts";
import { Pool, requestFor } from "./requests.ts";
import { type Target, targetsOf } from "./targets.ts";

const person = " in person";

/** Every role with a key, and signed in with a second factor where people may have it. */
export const callers: readonly string[] = [...roles, ...memberRoles.map((role) => `${role}${person}`)];

/** @returns its role, and whether it signs in rather than has a key */
export function callerOf(caller: string): [role: Role, isPerson: boolean] {
  return [caller.replace(person, "") as Role, caller.endsWith(person)];
}

/** The gateway under fire, and credentials of every caller. */
export type FuzzWorld = {
  readonly baseUrl: string;
  readonly document: string;
  /** A working key or access token of each caller. One that is good no more is asked for anew. */
  keyOf(caller: string): Promise<string>;
  readonly roles: readonly string[];
  /** Bytes that the gateway's process holds after it was tidied up. */
  memory(): number;
};

export type FuzzReport = {
  readonly seed: number;
  readonly requests: number;
  /** Requests that were let in and carried to their verb. */
  readonly reached: number;
  readonly byOperation: Readonly<Record<string, { readonly sent: number; readonly reached: number }>>;
  readonly failures: readonly string[];
  readonly grownBytes: number;
};

/** Answers that were given before any verb ran. */
const refusedAtTheDoor = new Set([400, 401, 405, 406, 408, 413, 414, 415, 428, 429, 431]);
/** What an answer must never show: code, statements, drivers, files. */
const internals =
  /node_modules|\/src\/|\bat [\w.]+ \(|SELECT .* FROM|INSERT INTO|pg_catalog|kysely|syntax error at|ECONN|violates/i;

export async function fuzz(
  world: FuzzWorld,
  plan: { readonly seed: number; readonly requests: number; readonly width?: number },
): Promise<FuzzReport> {
  const targets = targetsOf(world.document);
  const random = seededRandom(plan.seed);
  const pool = new Pool();
  const keys = new Map<string, string>();
  for (const role of world.roles) keys.set(role, await world.keyOf(role));
  const byOperation: Record<string, { sent: number; reached: number }> = {};
  const failures: string[] = [];
  let sent = 0;
  let reached = 0;
  let before = 0;

  const one = async (target: Target) => {
    const request = requestFor(target, random, pool);
    const role = world.roles[random.below(world.roles.length)] as string;
    const response = await fetch(`${world.baseUrl}${request.path}`, {
      method: target.method,
      headers: { ...request.headers, ...(target.needsKey && { authorization: `Bearer ${keys.get(role)}` }) },
      redirect: "manual",
      ...(request.body !== undefined && { body: request.body }),
    });
    const text = await textOf(response);
    const { status } = response;
    const counts = byOperation[target.operationId] ?? { sent: 0, reached: 0 };
    byOperation[target.operationId] = counts;
    counts.sent++;
    if (!refusedAtTheDoor.has(status)) {
      counts.reached++;
      reached++;
    }
    if (status === 401 && target.needsKey) keys.set(role, await world.keyOf(role));
    const wrong = whatIsWrong(status, response.headers, text);
    if (wrong !== undefined && failures.length < 50) {
      failures.push(`${target.method} ${request.path.slice(0, 200)} as ${role}: ${wrong}: ${text.slice(0, 300)}`);
    }
    if (status < 300 && /json/.test(response.headers.get("content-type") ?? "")) pool.learn(parsed(text));
  };

  const lane = async () => {
    while (sent < plan.requests) {
      const target = targets[sent++ % targets.length] as Target;
      // The first fifth fills caches and tables of the process.
      if (sent === Math.ceil(plan.requests / 5)) before = world.memory();
      await one(target);
    }
  };
  await Promise.all(Array.from({ length: plan.width ?? 16 }, lane));
  return { seed: plan.seed, requests: sent, reached, byOperation, failures, grownBytes: world.memory() - before };
}

/** All of an answer; none of a live stream, which has no end: whoever asked hangs up. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response.text();
  await response.body?.cancel();
  return "";
}

function whatIsWrong(status: number, headers: Headers, text: string): string | undefined {
  if (status >= 500) return `answered ${status}`;
  if (internals.test(text)) return "shows internals";
  if (headers.get("x-request-id") === null && status !== 400 && status !== 431) return "has no request id";
  if (status >= 400 && !/problem\+json/.test(headers.get("content-type") ?? ""))
    return `${status} is no problem document`;
  return undefined;
}

/** The first document of an answer; undefined for what is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
