import { gzipSync } from "node:zlib";
import type { Body } from "./rows.ts";
import { ImportError } from "./timestamps.ts";

/** The gateway's word on one reading. */
export type Sent =
  | {
      readonly kind: "accepted";
      readonly recordId: string;
      readonly status: string;
      readonly trustScore: number;
      readonly timestamp: string;
      readonly duplicate: boolean;
      readonly reasons: readonly Reason[];
    }
  /** Of a plant with an accounting interval: it has no verdict of its own. */
  | { readonly kind: "sample"; readonly duplicate: boolean; readonly body: Body }
  | { readonly kind: "refused"; readonly status: number; readonly code: string; readonly detail: string };

export type Reason = { readonly rule: string; readonly effect: string; readonly detail: string };

/** Going on makes no sense: the message says why and what to do. What was acknowledged stays acknowledged. */
export class ImportStopped extends Error {}

export type ApiOptions = {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly patienceS: number;
  readonly signal: AbortSignal;
  /** Waits that long, or until the signal is raised. */
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly nowMs: () => number;
  /** Called once when a request has failed twice in a row. */
  readonly onTrouble: (why: string) => void;
};

/** A batch may take as long as the gateway gives it, and its results come as they are made. */
const requestTimeoutMs = 120_000;
const firstPauseMs = 250;
const longestPauseMs = 15_000;
/** A row at which the gateway itself fails is given up after this many tries, so that the rest can go on. */
const triesAtAFailure = 5;

/**
 * Sends readings in one call, in their order, and stays with them until the gateway has answered for each. Sending
 * again is safe: the same device and time with the same content answers with the first record. Results are told as
 * they come, so that a call that breaks off costs only what was not answered.
 *
 * @throws {ImportStopped} on a key that is not let in, and after `patienceS` without an answer
 */
export async function sendReadings(
  api: ApiOptions,
  bodies: readonly Body[],
  settled: (index: number, sent: Sent) => void,
): Promise<void> {
  const trouble = new Trouble(api);
  let done = 0;
  while (done < bodies.length) {
    if (api.signal.aborted && trouble.attempt > 0) throw new ImportStopped("Stopped before the end.");
    const before = done;
    const failure = await sendOnce(api, bodies.slice(done), (result) => {
      const body = bodies[done] as Body;
      if (result.result === "refused" && isPassing(result.problem.status)) {
        return { status: result.problem.status, why: result.problem.detail ?? "it failed at this row" };
      }
      settled(done++, sentOf(body, result));
      return undefined;
    });
    if (failure === undefined) continue;
    if (done > before) trouble.over();
    if (failure.status === 500 && trouble.attempt + 1 >= triesAtAFailure) {
      settled(done++, { kind: "refused", status: 500, code: "internal", detail: failure.why });
      trouble.over();
    } else {
      await trouble.wait(failure);
    }
  }
}

/** Tries again, longer and longer apart, until patience ends. */
class Trouble {
  readonly #api: ApiOptions;
  #sinceMs: number;
  attempt = 0;

  constructor(api: ApiOptions) {
    this.#api = api;
    this.#sinceMs = api.nowMs();
  }

  over(): void {
    this.attempt = 0;
    this.#sinceMs = this.#api.nowMs();
  }

  /** @throws {ImportStopped} */
  async wait({ status, why, retryAfterMs }: Failure): Promise<void> {
    const { baseUrl, patienceS, nowMs, signal, sleep, onTrouble } = this.#api;
    if (signal.aborted) throw new ImportStopped("Stopped before the end.");
    const pauseMs = retryAfterMs ?? Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.attempt, 10));
    const words = status === undefined ? `does not answer (${why})` : `answers ${status}`;
    if (nowMs() - this.#sinceMs + pauseMs > patienceS * 1000) {
      throw new ImportStopped(`The gateway at ${baseUrl} ${words}, and was tried for ${patienceS} s.`);
    }
    this.attempt++;
    if (this.attempt === 2) onTrouble(`The gateway ${words}: trying again for up to ${patienceS} s.`);
    await sleep(pauseMs);
  }
}

/** Why a call ended before its readings; `status` undefined: there was no answer. */
type Failure = {
  readonly status: number | undefined;
  readonly why: string;
  readonly retryAfterMs?: number | undefined;
};

/** One line of the answer to a batch. */
type Result =
  | {
      readonly result: "accepted" | "duplicate";
      readonly record_id: string;
      readonly status: string;
      readonly trust_score: number;
      readonly reasons?: readonly Reason[];
    }
  | { readonly result: "sample"; readonly sample: { readonly duplicate: boolean } }
  | { readonly result: "refused"; readonly problem: ProblemDocument & { readonly status: number } };

type Last = { readonly complete: boolean; readonly problem?: ProblemDocument & { readonly status: number } };

/** @param told says of each result whether the call is to be ended at it */
async function sendOnce(
  api: ApiOptions,
  bodies: readonly Body[],
  told: (result: Result) => Failure | undefined,
): Promise<Failure | undefined> {
  try {
    const response = await fetch(`${api.baseUrl}/api/v1/telemetry/batch`, {
      method: "POST",
      headers: {
        ...{ "content-type": "application/x-ndjson", "content-encoding": "gzip", accept: "application/x-ndjson" },
        authorization: `Bearer ${api.apiKey}`,
      },
      body: gzipSync(bodies.map((body) => `${JSON.stringify(body)}\n`).join(""), { level: 1 }),
      signal: AbortSignal.timeout(requestTimeoutMs),
      redirect: "error",
    });
    const retryAfterMs = parseRetryAfter(response.headers.get("retry-after"), api.nowMs());
    if (response.status !== 200)
      return failureOf({ status: response.status, json: jsonOf(await response.text()), retryAfterMs });
    for await (const line of linesOf(response)) {
      const value = JSON.parse(line) as Result | Last;
      if ("complete" in value) {
        return value.problem && failureOf({ status: value.problem.status, json: value.problem, retryAfterMs });
      }
      const failure = told(value);
      if (failure !== undefined) return failure;
    }
    return { status: undefined, why: "its answer broke off" };
  } catch (error) {
    // What stands in the way of going on is no trouble of the gateway's: to send again would not mend it.
    if (error instanceof ImportStopped || error instanceof ImportError) throw error;
    return { status: undefined, why: reasonOf(error as Error) };
  }
}

/** @throws {ImportStopped} for an answer that will be the same next time */
function failureOf(answer: Answer): Failure {
  const { status, retryAfterMs } = answer;
  const { detail } = problemOf(answer);
  if (status === 401 || status === 403) {
    throw new ImportStopped(`The gateway does not let this key in (${status}): ${detail}`);
  }
  if (!isPassing(status)) throw new ImportStopped(`The gateway answers ${status}: ${detail}`);
  return { status, why: detail, retryAfterMs };
}

function sentOf(body: Body, result: Result): Sent {
  if (result.result === "refused") {
    const { problem } = result;
    return {
      kind: "refused",
      status: problem.status,
      ...problemOf({ status: problem.status, json: problem, retryAfterMs: undefined }),
    };
  }
  if (result.result === "sample") return { kind: "sample", duplicate: result.sample.duplicate, body };
  return {
    kind: "accepted",
    recordId: result.record_id,
    status: result.status,
    trustScore: result.trust_score,
    timestamp: String(body.timestamp),
    duplicate: result.result === "duplicate",
    reasons: result.reasons ?? [],
  };
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  let rest = "";
  for await (const text of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** How far a record's anchoring got; undefined when this gateway does not have it. @throws {ImportStopped} */
export async function anchorState(api: ApiOptions, recordId: string): Promise<string | undefined> {
  const answer = await persist(api, `/api/v1/records/${recordId}`, { method: "GET", headers: {} });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200)
    throw new ImportStopped(`The gateway answers ${answer.status}: ${problemOf(answer).detail}`);
  return (answer.json as { anchor: { state: string } }).anchor.state;
}

type Request = { readonly method: string; readonly headers: Record<string, string> };
type Answer = { readonly status: number; readonly json: unknown; readonly retryAfterMs: number | undefined };

async function persist(api: ApiOptions, path: string, request: Request): Promise<Answer> {
  const trouble = new Trouble(api);
  for (;;) {
    if (api.signal.aborted) throw new ImportStopped("Stopped before the end.");
    const answer = await once(api, path, request);
    if (!(answer instanceof Error)) {
      if (!isPassing(answer.status)) return answer;
      if (answer.status === 500 && trouble.attempt + 1 >= triesAtAFailure) return answer;
      await trouble.wait({ ...answer, why: "" });
    } else {
      await trouble.wait({ status: undefined, why: reasonOf(answer) });
    }
  }
}

function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status === 500 || (status >= 502 && status <= 504);
}

async function once(api: ApiOptions, path: string, request: Request): Promise<Answer | Error> {
  try {
    const response = await fetch(api.baseUrl + path, {
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${api.apiKey}` },
      signal: AbortSignal.timeout(requestTimeoutMs),
      redirect: "error",
    });
    const text = await response.text();
    const retryAfterMs = parseRetryAfter(response.headers.get("retry-after"), api.nowMs());
    return { status: response.status, json: jsonOf(text), retryAfterMs };
  } catch (error) {
    return error as Error;
  }
}

/** RFC 9110 section 10.2.3: seconds or a date, as milliseconds from now. */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type ProblemDocument = {
  readonly type?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly detail: string }[];
};

function problemOf(answer: Answer): { code: string; detail: string } {
  const { type, detail, errors } = (answer.json ?? {}) as ProblemDocument;
  const places = (errors ?? []).map((error) => `${error.pointer ?? ""} ${error.detail}`.trim());
  const words = places.length > 1 ? places.join("; ") : (detail ?? places[0] ?? "no word of why");
  return { code: type?.split("/").at(-1) ?? "unknown", detail: words };
}

function reasonOf(error: Error): string {
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return cause?.code ?? (cause?.message || error.message);
}
