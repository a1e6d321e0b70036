import { type GatewayError, NoAnswerError, type Problem, SampleKept } from "./errors.ts";
import { errorOf } from "./generated/problems.ts";
import type { Sample } from "./generated/types.gen.ts";

/** How calls are tried. */
export type Trying = {
  /** Of one try, to the end of its answer, ms, beside what the call asks to wait for. A stream counts to its first byte. */
  readonly timeoutMs: number;
  /** Tries after the first. */
  readonly retries: number;
  /** A longer wait than this, ms, is not waited for: the error says how long it would be. */
  readonly longestWaitMs: number;
  readonly fetch: typeof fetch;
};

/** Answers after which the same call may pass. */
const passing = new Set([408, 429, 500, 502, 503, 504]);
/** Without an answer their effect is not known, and no key makes them safe to repeat. */
const unrepeatable = /\/api\/v1\/auth\//;

/**
 * A `fetch` that tries again: when no answer came, and when the answer says that the same call may pass later. It
 * waits as long as `Retry-After` says, else longer each time, with chance. All tries of a call carry one
 * `Idempotency-Key`, so that it takes effect once. Throws what is no success.
 */
export function tryingFetch(trying: Trying): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (!request.headers.has("Accept")) request.headers.set("Accept", "application/json, */*;q=0.5");
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", `"${crypto.randomUUID()}"`);
    }
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt > trying.retries;
      const outcome = await once(trying, request);
      if (outcome instanceof Response) return outcome;
      if ("sample" in outcome) throw new SampleKept(outcome.sample);
      if ("lost" in outcome) {
        if (request.signal.aborted) throw request.signal.reason;
        if (isLast || unrepeatable.test(request.url)) throw new NoAnswerError(attempt, outcome.lost);
        await pause(backoffMs(attempt), request.signal);
        continue;
      }
      const { error } = outcome;
      const mayPass = passing.has(error.status) || error.retryAfterS !== undefined;
      const waitMs = error.retryAfterS === undefined ? backoffMs(attempt) : error.retryAfterS * 1000;
      if (isLast || !mayPass || waitMs > trying.longestWaitMs) throw error;
      if (unrepeatable.test(request.url) && error.retryAfterS === undefined) throw error;
      await pause(waitMs, request.signal);
    }
  };
}

type Outcome = Response | { readonly sample: Sample } | { readonly lost: unknown } | { readonly error: GatewayError };

async function once({ fetch, timeoutMs }: Trying, request: Request): Promise<Outcome> {
  const late = new AbortController();
  const mostMs = timeoutMs + askedMs(request);
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${mostMs} ms`)), mostMs);
  try {
    const signal = AbortSignal.any([request.signal, late.signal]);
    // Also beside the request: a signal within it is forgotten when nobody else holds the request (Node's fetch).
    const response = await fetch(new Request(request.clone(), { signal }), { signal });
    if (response.ok && !isJson(response) && !isSample(response)) return response;
    // Read here, so that an answer that breaks off is tried again.
    const text = await response.text();
    if (!response.ok) return { error: failureOf(response, text) };
    if (isSample(response)) return { sample: JSON.parse(text) as Sample };
    return new Response(text === "" ? null : text, response);
  } catch (lost) {
    return { lost };
  } finally {
    clearTimeout(timer);
  }
}

/** What the call itself asks the gateway to take its time for: `Prefer: wait=60` is answered after a minute. */
const askedMs = ({ headers }: Request) =>
  Number(/\bwait=(\d{1,3})\b/.exec(headers.get("Prefer") ?? "")?.[1] ?? 0) * 1000;

const isJson = ({ headers }: Response) => /^application\/(?:problem\+)?json/.test(headers.get("Content-Type") ?? "");

const isSample = ({ headers }: Response) =>
  headers.get("Content-Type")?.startsWith("application/vnd.hydro-mrv.sample+json") === true;

function failureOf(response: Response, text: string): GatewayError {
  const { status } = response;
  return errorOf(problemOf(text, status), secondsOf(response.headers.get("Retry-After")));
}

/** Seconds, or a date of HTTP (RFC 9110 section 10.2.3). */
function secondsOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** Proxies on the way answer without a problem document. */
function problemOf(text: string, status: number): Problem {
  try {
    const parsed = JSON.parse(text) as Problem;
    if (typeof parsed.type === "string" && typeof parsed.title === "string") return parsed;
  } catch {
    // Told as what it is below.
  }
  return { type: "about:blank", title: `HTTP ${status}`, status, detail: text.slice(0, 200), instance: "" };
}

/** Half a second, doubled with each try up to 8 s, and a random part of it. */
const backoffMs = (attempt: number) => Math.min(8_000, 500 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    function done() {
      signal.removeEventListener("abort", stop);
      resolve();
    }
    signal.addEventListener("abort", stop, { once: true });
  });
}
