import { setTimeout as wait } from "node:timers/promises";
import type { Device, Plant } from "../hydropower/plant.ts";
import type { TelemetryBody } from "../hydropower/reading.ts";

export type Api = { readonly baseUrl: string; readonly apiKey: string; readonly signal: AbortSignal };

/** Going on makes no sense: the message says why. What was acknowledged stays acknowledged. */
export class PostingStopped extends Error {}

export type PostTally = {
  /** Readings on record, by verdict. */
  readonly byStatus: Record<string, number>;
  /** Readings the gateway did not take, by its words. */
  readonly refused: Record<string, number>;
};

/** Tries of one request, with pauses of 0.25 s, then twice as long each time. */
const tries = 8;

/** Makes plant and device known; that they are already is as good. @throws {PostingStopped} */
export async function register(api: Api, plant: Plant, device: Device): Promise<void> {
  for (const [path, body] of [
    ["/api/v1/plants", plant],
    [`/api/v1/plants/${plant.plant_id}/devices`, device],
  ] as const) {
    const { status, detail } = await send(api, path, body);
    if (status !== 201 && status !== 409) throw new PostingStopped(`${path} answers ${status}: ${detail}`);
  }
}

/** Sends readings one after the other, as a device would. @throws {PostingStopped} */
export async function postAll(api: Api, bodies: Iterable<TelemetryBody>): Promise<PostTally> {
  const tally: PostTally = { byStatus: {}, refused: {} };
  for (const body of bodies) {
    const { status, verdict, detail } = await send(api, "/api/v1/telemetry", body);
    if (status === 401 || status === 403) throw new PostingStopped(`The gateway does not let this key in: ${detail}`);
    const [table, entry] = verdict === undefined ? [tally.refused, `${status} ${detail}`] : [tally.byStatus, verdict];
    table[entry] = (table[entry] ?? 0) + 1;
  }
  return tally;
}

type Answer = { readonly status: number; readonly verdict: string | undefined; readonly detail: string };

/** Sending again is safe: what is on record already answers with its record. */
async function send(api: Api, path: string, body: object): Promise<Answer> {
  let trouble = "";
  for (let attempt = 0; attempt < tries; attempt++) {
    if (api.signal.aborted) throw new PostingStopped("Stopped before the end.");
    if (attempt > 0) await wait(250 * 2 ** (attempt - 1), undefined, { signal: api.signal }).catch(() => undefined);
    const answer = await once(api, path, body);
    if (!("trouble" in answer)) return answer;
    trouble = answer.trouble;
  }
  throw new PostingStopped(`The gateway at ${api.baseUrl} ${trouble}.`);
}

async function once(api: Api, path: string, body: object): Promise<Answer | { readonly trouble: string }> {
  try {
    const response = await fetch(api.baseUrl + path, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${api.apiKey}`,
        prefer: "respond-async",
      },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.any([api.signal, AbortSignal.timeout(30_000)]),
    });
    const { status } = response;
    const json = (await response.json().catch(() => ({}))) as { status?: unknown; detail?: string };
    if (status === 429 || status >= 500) return { trouble: `answers ${status}` };
    const verdict = status < 300 && typeof json.status === "string" ? json.status : undefined;
    return { status, verdict, detail: json.detail ?? "no word of why" };
  } catch (error) {
    return { trouble: `does not answer (${(error as Error).message})` };
  }
}
