import { setTimeout } from "node:timers/promises";
import type { z } from "zod";
import { bytesOf } from "../platform/answer-bytes.ts";
import { LedgerUnavailable } from "./ledger.ts";
import { MirrorThrottle } from "./mirror-throttle.ts";

export type MirrorOptions = {
  /** Base URL without `/api/v1`. */
  readonly url: string;
  /** Milliseconds until a request is given up, body included. */
  readonly requestTimeoutMs?: number;
  /** Told the head of each answer. */
  readonly onAnswer?: ((headers: Headers) => void) | undefined;
};

/** One GET below `/api/v1`; undefined: the mirror knows no such thing (404). @throws {LedgerUnavailable} */
export type Get = <Shape extends z.ZodType>(path: string, shape: Shape) => Promise<z.output<Shape> | undefined>;

/** All that goes through it is left alone together where the mirror asks for that. */
export function asking({ url, requestTimeoutMs = 10_000, onAnswer }: MirrorOptions): Get {
  const baseUrl = url.replace(/\/+$/, "");
  const throttle = new MirrorThrottle();
  return async (path, shape) => {
    const asked = `${baseUrl}/api/v1${path}`;
    const text = await getText(asked, { throttle, timeoutMs: requestTimeoutMs, onAnswer });
    return text === undefined ? undefined : parsed(asked, text, shape);
  };
}

type Asking = { readonly throttle: MirrorThrottle; readonly timeoutMs: number } & Pick<MirrorOptions, "onAnswer">;

/** The body, or undefined when the mirror knows no such thing (404). */
async function getText(url: string, { throttle, timeoutMs, onAnswer }: Asking): Promise<string | undefined> {
  const untilMs = performance.now() + timeoutMs;
  for (;;) {
    const { restMs } = throttle;
    if (performance.now() + restMs > untilMs) throw leftAlone(url, restMs);
    if (restMs > 0) await setTimeout(restMs);
    const answer = await getOnce(url, timeoutMs, onAnswer);
    if (throttle.heard(answer)) continue;
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new LedgerUnavailable(`the mirror answered ${answer.status}: GET ${url}`);
    return answer.text;
  }
}

const leftAlone = (url: string, restMs: number) =>
  new LedgerUnavailable(`the mirror takes no more requests for ${Math.ceil(restMs / 1000)} s: GET ${url}`);

async function getOnce(url: string, timeoutMs: number, onAnswer: MirrorOptions["onAnswer"]) {
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json", "cache-control": "no-cache" },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { status, headers } = response;
    onAnswer?.(headers);
    return { status, headers, text: new TextDecoder().decode(await bytesOf(response)) };
  } catch (cause) {
    throw new LedgerUnavailable(`the mirror did not answer: GET ${url}`, cause);
  }
}

function parsed<Shape extends z.ZodType>(url: string, text: string, shape: Shape): z.output<Shape> {
  try {
    return shape.parse(JSON.parse(text, exactIntegers));
  } catch (cause) {
    throw new LedgerUnavailable(`the mirror's answer has an unknown shape: GET ${url}`, cause);
  }
}

/** A 64-bit integer that a double cannot hold becomes a bigint, read from its text. */
function exactIntegers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || Number.isSafeInteger(value) || source === undefined) return value;
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}
