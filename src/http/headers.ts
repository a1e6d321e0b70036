import { Fault } from "../kernel/fault.ts";
import { invalidHeader } from "./validation.ts";

/** How long a caller waits for the anchor when it says nothing, ms. */
export const defaultWaitMs = 10_000;
/** The longest wait that is granted, s. */
export const longestWaitS = 60;

/** What a caller prefers (RFC 7240) and what is granted of it. */
export type Preference = {
  readonly waitMs: number;
  /** Value of `Preference-Applied`; undefined when nothing was asked that this API knows. */
  readonly applied: string | undefined;
};

/**
 * `Prefer: wait=N` (seconds) and `respond-async`. A preference is no order: whatever else is in the header,
 * malformed or unknown, is passed over, and of two that name the same thing the first holds.
 */
export function preferenceOf(header: string | undefined): Preference {
  const preferences = new Map<string, string>();
  for (const item of header?.split(",") ?? []) {
    const [name = "", value = ""] = (item.split(";", 1)[0] ?? "").split("=", 2).map((part) => part.trim());
    const key = name.toLowerCase();
    if (!preferences.has(key)) preferences.set(key, value.replace(/^"(.*)"$/, "$1"));
  }
  const applied: string[] = [];
  const asynchronous = preferences.has("respond-async");
  if (asynchronous) applied.push("respond-async");
  let waitMs = asynchronous ? 0 : defaultWaitMs;
  const wait = preferences.get("wait");
  if (wait !== undefined && /^\d{1,9}$/.test(wait)) {
    const granted = Math.min(Number(wait), longestWaitS);
    applied.push(`wait=${granted}`);
    waitMs = granted * 1000;
  }
  return { waitMs, applied: applied.length === 0 ? undefined : applied.join(", ") };
}

const quotedKey = /^"((?:[!#-[\]-~]|\\["\\]){1,255})"$/;
const bareKey = /^[!#-+\--:<-[\]-~]{1,255}$/;

/**
 * The `Idempotency-Key` header: a structured-field string (`"8e03978e"`, RFC 9651), or the same without
 * quotes. Both forms of a key are one key.
 *
 * @throws {Fault} `invalid-request`
 */
export function idempotencyKeyOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (bareKey.test(text)) return text;
  const quoted = quotedKey.exec(text)?.[1]?.replace(/\\(.)/g, "$1");
  if (quoted !== undefined) return quoted;
  throw invalidHeader(
    "Idempotency-Key",
    "format",
    'must be 1-255 visible ASCII characters, best in double quotes: "8e03978e"',
  );
}

/** The same for calls that must never be made twice by accident. @throws {Fault} `invalid-request` when it is missing */
export function requiredIdempotencyKey(header: string | undefined): string {
  const key = idempotencyKeyOf(header);
  if (key !== undefined) return key;
  const detail = "is missing: send a new one with each order, and the same one when you repeat a call";
  throw invalidHeader("Idempotency-Key", "required", detail);
}

/**
 * The API key or token a request carries: `Authorization: Bearer`, or `X-API-Key`. Undefined when there is none.
 *
 * @throws {Fault} `unauthenticated` for another scheme, and when the two headers disagree
 */
export function presentedKey(headers: {
  authorization: string | undefined;
  apiKey: string | undefined;
}): string | undefined {
  const bearer = bearerOf(headers.authorization);
  const apiKey = headers.apiKey?.trim();
  if (bearer !== undefined && apiKey !== undefined && bearer !== apiKey) {
    throw new Fault("unauthenticated", "Authorization and X-API-Key carry different keys: send one of them.");
  }
  return bearer ?? apiKey;
}

function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  if (token !== undefined) return token;
  throw new Fault(
    "unauthenticated",
    "The Authorization header must be `Bearer` with an API key (ghdk_...) or an access token.",
  );
}

/** Ids of callers that may stand in logs and answers as they are. */
const requestIdPattern = /^[A-Za-z0-9._-]{1,128}$/;

/** The caller's own request id, when it is one that we can repeat. */
export function callersRequestId(header: string | undefined): string | undefined {
  return header !== undefined && requestIdPattern.test(header) ? header : undefined;
}
