import type { Body } from "./rows.ts";

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

const requestTimeoutMs = 30_000;
const firstPauseMs = 250;
const longestPauseMs = 15_000;
/** A row at which the gateway itself fails is given up after this many tries, so that the rest can go on. */
const triesAtAFailure = 5;

/**
 * Sends one reading and stays with it until the gateway has answered. Sending again is safe: the same
 * device and time with the same content answers with the first record.
 *
 * @throws {ImportStopped} on a key that is not let in, and after `patienceS` without an answer
 */
export async function sendReading(api: ApiOptions, body: Body): Promise<Sent> {
  const headers = { "content-type": "application/json", prefer: "respond-async" };
  const answer = await persist(api, "/api/v1/telemetry", { method: "POST", headers, body: JSON.stringify(body) });
  if (answer.status === 401 || answer.status === 403) {
    throw new ImportStopped(`The gateway does not let this key in (${answer.status}): ${problemOf(answer).detail}`);
  }
  if (answer.status < 200 || answer.status > 299)
    return { kind: "refused", status: answer.status, ...problemOf(answer) };
  const record = answer.json as AcceptedAnswer;
  return {
    kind: "accepted",
    recordId: record.record_id,
    status: record.status,
    trustScore: record.trust_score,
    timestamp: record.timestamp,
    duplicate: record.duplicate === true,
    reasons: record.verification?.reasons ?? [],
  };
}

type AcceptedAnswer = {
  readonly record_id: string;
  readonly status: string;
  readonly trust_score: number;
  readonly timestamp: string;
  readonly duplicate?: boolean;
  readonly verification?: { readonly reasons: readonly Reason[] };
};

/** How far a record's anchoring got; undefined when this gateway does not have it. @throws {ImportStopped} */
export async function anchorState(api: ApiOptions, recordId: string): Promise<string | undefined> {
  const answer = await persist(api, `/api/v1/records/${recordId}`, { method: "GET", headers: {} });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200)
    throw new ImportStopped(`The gateway answers ${answer.status}: ${problemOf(answer).detail}`);
  return (answer.json as { anchor: { state: string } }).anchor.state;
}

type Request = { readonly method: string; readonly headers: Record<string, string>; readonly body?: string };
type Answer = { readonly status: number; readonly json: unknown; readonly retryAfterMs: number | undefined };

async function persist(api: ApiOptions, path: string, request: Request): Promise<Answer> {
  const since = api.nowMs();
  for (let attempt = 1; ; attempt++) {
    if (api.signal.aborted) throw new ImportStopped("Stopped before the end.");
    const answer = await once(api, path, request);
    if (!(answer instanceof Error) && !isPassing(answer.status)) return answer;
    if (!(answer instanceof Error) && answer.status === 500 && attempt >= triesAtAFailure) return answer;
    const pauseMs =
      (answer instanceof Error ? undefined : answer.retryAfterMs) ??
      Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt - 1, 10));
    const why = answer instanceof Error ? `does not answer (${reasonOf(answer)})` : `answers ${answer.status}`;
    if (api.nowMs() - since + pauseMs > api.patienceS * 1000) {
      throw new ImportStopped(`The gateway at ${api.baseUrl} ${why}, and was tried for ${api.patienceS} s.`);
    }
    if (attempt === 2) api.onTrouble(`The gateway ${why}: trying again for up to ${api.patienceS} s.`);
    await api.sleep(pauseMs);
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
