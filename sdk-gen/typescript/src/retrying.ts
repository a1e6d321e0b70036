import { type GatewayError, NoAnswerError, type Problem, SampleKept } from "./errors.ts";
import { needed } from "./generated/answers.ts";
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

/** Answers after which the same call may pass; 520-524 are those of a CDN that did not reach the gateway, or lost its answer. */
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
/** Without an answer their effect is not known, and no key makes them safe to repeat. */
const unrepeatable = /\/api\/v1\/auth\//;

/**
 * A `fetch` that tries again: when no answer came, and when the answer says that the same call may pass later. It
 * waits longer each time, with chance, and at least as long as `Retry-After` says. All tries of a call carry one
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
      const waitMs = Math.max((error.retryAfterS ?? 0) * 1000, backoffMs(attempt));
      if (isLast || !mayPass(error) || waitMs > trying.longestWaitMs) throw error;
      if (unrepeatable.test(request.url) && error.retryAfterS === undefined) throw error;
      await pause(waitMs, request.signal);
    }
  };
}

/** True when the same call may pass later. */
export const mayPass = ({ status, retryAfterS }: GatewayError): boolean =>
  passing.has(status) || retryAfterS !== undefined;

type Outcome = Response | { readonly sample: Sample } | { readonly lost: unknown } | { readonly error: GatewayError };

async function once({ fetch, timeoutMs }: Trying, request: Request): Promise<Outcome> {
  const late = new AbortController();
  const mostMs = timeoutMs + askedMs(request);
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${mostMs} ms`)), mostMs);
  try {
    const signal = AbortSignal.any([request.signal, late.signal]);
    // A redirect that is followed makes a GET of a POST, whose answer would be taken for what became of the call.
    const how = { signal, redirect: "manual" } as const;
    // Also beside the request: a signal within it is forgotten when nobody else holds the request (Node's fetch).
    const response = await fetch(new Request(request.clone(), how), how);
    if (response.ok && isOfOthers(request, response)) return { lost: new Error(await othersWords(response)) };
    if (response.ok && !isJson(response) && !isSample(response)) return response;
    // Read here, so that an answer that breaks off is tried again: also one whose end is that of the connection.
    const text = await response.text();
    if (!response.ok) return { error: failureOf(response, text) };
    if (isSample(response)) return { sample: JSON.parse(text) as Sample };
    const lacking = lackingOf(request, JSON.parse(text));
    if (lacking !== undefined)
      return {
        lost: new Error(
          `what answers is not the gateway: HTTP ${response.status} lacks ${lacking}: ${text.slice(0, 200)}`,
        ),
      };
    return new Response(text, response);
  } catch (lost) {
    return { lost };
  } finally {
    clearTimeout(timer);
  }
}

/** What the call itself asks the gateway to take its time for: `Prefer: wait=60` is answered after a minute. */
const askedMs = ({ headers }: Request) =>
  Number(/\bwait=(\d{1,3})\b/.exec(headers.get("Prefer") ?? "")?.[1] ?? 0) * 1000;

/** A page nobody asked for, as those of a Wi-Fi to sign in to, or nothing: on the way, or at the base URL, is somebody else. */
function isOfOthers(request: Request, { status, headers }: Response): boolean {
  const type = headers.get("Content-Type") ?? "";
  if (type === "") return status !== 202 && status !== 204;
  const wanted = request.headers.get("Accept") ?? "";
  if (wanted === "text/event-stream") return !type.startsWith(wanted);
  return type.startsWith("text/html") && !wanted.includes("text/html");
}

/** The first member that every answer of this call has and this one has not: it is JSON, but somebody else's. */
function lackingOf({ method, url }: Request, answer: unknown): string | undefined {
  const call = `${method} ${new URL(url).pathname}`;
  const members = needed.find(([pattern]) => pattern.test(call))?.[1] ?? [];
  const isObject = typeof answer === "object" && answer !== null;
  return members.find((name) => !isObject || !(name in answer));
}

const othersWords = async (response: Response) =>
  `what answers is not the gateway: HTTP ${response.status}, ${response.headers.get("Content-Type") ?? "of no type"}: ${(await response.text()).slice(0, 200)}`;

const isJson = ({ headers }: Response) => /^application\/(?:problem\+)?json/.test(headers.get("Content-Type") ?? "");

const isSample = ({ headers }: Response) =>
  headers.get("Content-Type")?.startsWith("application/vnd.hydro-mrv.sample+json") === true;

function failureOf(response: Response, text: string): GatewayError {
  const { status, type, headers } = response;
  // A browser does not say where it leads.
  if (type === "opaqueredirect" || (status >= 300 && status < 400 && status !== 304)) {
    const detail = `The gateway is elsewhere: ${headers.get("Location") ?? "the answer leads to another place"}. Change baseUrl.`;
    return errorOf({ type: "about:blank", title: `HTTP ${status}`, status, detail, instance: "" });
  }
  return errorOf(problemOf(text, status), secondsOf(response.headers.get("Retry-After")));
}

/** Seconds, or a date of HTTP (RFC 9110 section 10.2.3). */
function secondsOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  const isDate = /^[A-Za-z]/.test(text);
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : isDate ? (Date.parse(text) - Date.now()) / 1000 : Number.NaN;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** Proxies on the way answer without a problem document, or with less in it: `status` is told by HTTP in any case. */
function problemOf(text: string, status: number): Problem {
  try {
    const parsed = JSON.parse(text) as Problem;
    if (typeof parsed.type === "string" && typeof parsed.title === "string") return { ...parsed, status };
  } catch {
    // Told as what it is below.
  }
  return { type: "about:blank", title: `HTTP ${status}`, status, detail: text.slice(0, 200), instance: "" };
}

/** Half a second, doubled with each try up to 8 s, and a random part of it. */
const backoffMs = (attempt: number) => Math.min(8_000, 500 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
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
