import { setTimeout as sleep } from "node:timers/promises";
import type { Approved } from "./approvals.ts";

/** Calls of one issuer in the air at once. */
const abreast = 4;

type Issuer = { readonly urls: readonly string[]; readonly token: string; readonly restMs: number };

/** Has every approved issuance minted, each call repeated until some gateway has answered it. */
export async function runIssuer(
  issuer: Issuer,
  approved: readonly Approved[],
  refusals: string[],
  stop: AbortSignal,
): Promise<void> {
  const line = approved.values();
  await Promise.all(Array.from({ length: abreast }, () => runLane(issuer, line, refusals, stop)));
}

async function runLane(issuer: Issuer, line: Iterable<Approved>, refusals: string[], stop: AbortSignal): Promise<void> {
  let i = 0;
  for (const { issuanceId } of line) {
    i++;
    for (let tries = 0; !stop.aborted; tries++) {
      const url = `${issuer.urls[(i + tries) % issuer.urls.length]}/api/v1/issuances/${issuanceId}/mint`;
      const status = await post(url, issuer.token);
      if (status === 200 || status === 202) {
        break;
      }
      if (status !== undefined && status < 500 && status !== 429) {
        refusals.push(`${issuanceId}: ${status}`);
        break;
      }
      await sleep(100);
    }
    await sleep(issuer.restMs);
  }
}

async function post(url: string, token: string): Promise<number | undefined> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(url, { method: "POST", headers, signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}
