import type { Context } from "hono";
import { type JsonText, readJsonText } from "../hydropower/json-text.ts";
import { Fault } from "../kernel/fault.ts";
import { codingOf, decompressed } from "./decompress.ts";
import type { HttpDeps } from "./deps.ts";
import type { BodyBytes, Env } from "./env.ts";

/** Longest body of every call with one, bytes (1 MiB), as it arrives and unpacked; batches have a bound of their own. */
export const longestBodyBytes = 1_048_576;

/** JSON of whatever kind, but for a list of edits (RFC 6902), which means another thing than what it is to change. */
const jsonType = /^application\/(?!json-patch\+)(?:[\w.+-]+\+)?json$/i;

/**
 * The request's JSON body. What the headers claim is checked first, so that a wrong or huge body is refused
 * without being read; what really arrives is counted too. `bytes`: exactly as it came.
 *
 * @throws {Fault} `unsupported-media-type`, `body-too-large`, `request-timeout`, `malformed-json`
 */
export async function readJsonBody(
  deps: BodyDeps,
  c: Context<Env>,
): Promise<JsonText & { readonly bytes: Uint8Array }> {
  if (!jsonType.test(mediaTypeOf(c))) {
    throw new Fault("unsupported-media-type", "Send the body as JSON, with `Content-Type: application/json`.");
  }
  const { sent, plain } = await readBoth(deps, c);
  return { ...readJsonText(decoded(plain)), bytes: sent };
}

function decoded(bytes: Uint8Array): string {
  if (bytes.includes(0)) {
    throw new Fault("malformed-json", "The body holds NUL bytes, as text in UTF-16 does: send it in UTF-8.");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault("malformed-json", "The body is not UTF-8 text: send it in UTF-8.", { cause });
  }
}

/** The type that `Content-Type` names, in lower case and without parameters; empty where there is none. */
export function mediaTypeOf(c: Context<Env>): string {
  return c.req.header("Content-Type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

export type BodyDeps = Pick<HttpDeps, "limits">;

/**
 * The request's body, unpacked. Read once: whoever asks again gets the same bytes.
 *
 * @throws {Fault} `unsupported-media-type` of a compression we do not know, `body-too-large`, `request-timeout`,
 *   `invalid-request` where it cannot be unpacked
 */
export async function readBody(deps: BodyDeps, c: Context<Env>): Promise<Uint8Array> {
  return (await readBoth(deps, c)).plain;
}

function readBoth(deps: BodyDeps, c: Context<Env>): Promise<BodyBytes> {
  const before = c.get("body");
  if (before !== undefined) return before;
  const reading = readOnce(deps, c);
  c.set("body", reading);
  return reading;
}

async function readOnce({ limits }: BodyDeps, c: Context<Env>): Promise<BodyBytes> {
  const coding = codingOf(c.req.header("Content-Encoding"));
  const declared = c.req.header("Content-Length");
  if (declared !== undefined && Number(declared) > longestBodyBytes) throw bodyTooLarge(longestBodyBytes);
  // With a length and no transfer coding, Node reads exactly that length; a chunked body can go on for ever.
  const sized = declared !== undefined && c.req.header("Transfer-Encoding") === undefined;
  const read = sized ? c.req.raw.arrayBuffer().then((buffer) => new Uint8Array(buffer)) : readCounted(c.req.raw.body);
  const bytes = await inTime(c, read, limits.bodyTimeoutMs);
  if (bytes.length > longestBodyBytes) throw bodyTooLarge(longestBodyBytes);
  return { sent: bytes, plain: coding === "identity" ? bytes : await decompressed(bytes, coding, longestBodyBytes) };
}

async function readCounted(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  if (body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > longestBodyBytes) throw bodyTooLarge(longestBodyBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whoever sends a byte a minute holds nothing but its own socket, and that one not for long. */
function inTime(c: Context<Env>, read: Promise<Uint8Array>, timeoutMs: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const late = () => {
      c.header("Connection", "close");
      reject(bodyTooSlow(timeoutMs));
    };
    const timer = setTimeout(late, timeoutMs);
    read.then(resolve, (cause: unknown) => {
      const gone = !(cause instanceof Fault);
      reject(gone ? bodyEnded(cause) : cause);
    });
    const done = () => clearTimeout(timer);
    read.then(done, done);
  });
}

export function bodyTooSlow(timeoutMs: number): Fault {
  return new Fault("request-timeout", `The body did not arrive within ${timeoutMs / 1000} s.`);
}

export function bodyEnded(cause: unknown): Fault {
  return new Fault("request-timeout", "The connection ended before the body did.", { cause });
}

export function bodyTooLarge(mostBytes: number): Fault {
  return new Fault("body-too-large", `The body is longer than ${mostBytes} bytes, the most this call takes.`);
}
