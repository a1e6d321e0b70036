import { setTimeout as sleep } from "node:timers/promises";
import type { Approved } from "./approvals.ts";

/** Has every approved issuance minted, each call repeated until some gateway has answered it. */
export async function runIssuer(
  issuer: { readonly urls: readonly string[]; readonly token: string; readonly restMs: number },
  approved: readonly Approved[],
  refusals: string[],
  stop: AbortSignal,
): Promise<number> {
  let told = 0;
  for (const [i, { issuanceId }] of approved.entries()) {
    for (let tries = 0; !stop.aborted; tries++) {
      const url = `${issuer.urls[(i + tries) % issuer.urls.length]}/api/v1/issuances/${issuanceId}/mint`;
      const status = await post(url, issuer.token);
      if (status === 200 || status === 202) {
        told++;
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
  return told;
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
