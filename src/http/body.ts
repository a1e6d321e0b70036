import type { Context } from "hono";
import { Fault } from "../kernel/fault.ts";
import { type JsonText, readJsonText } from "./json-text.ts";

/** Longest body of every call with one, bytes (1 MiB). The batch call will have its own bound. */
export const longestBodyBytes = 1_048_576;

const jsonType = /^application\/(?:[\w.+-]+\+)?json$/i;

/**
 * The request's JSON body. What the headers claim is checked first, so that a wrong or huge body is refused
 * without being read; what really arrives is counted too. `bytes`: exactly as it came.
 *
 * @throws {Fault} `unsupported-media-type`, `body-too-large`, `malformed-json`
 */
export async function readJsonBody(c: Context): Promise<JsonText & { readonly bytes: Uint8Array }> {
  checkMediaType(c);
  const declared = c.req.header("Content-Length");
  if (declared !== undefined && Number(declared) > longestBodyBytes) throw tooLarge();
  // With a length and no transfer coding, Node reads exactly that length; a chunked body can go on for ever.
  const sized = declared !== undefined && c.req.header("Transfer-Encoding") === undefined;
  const bytes = sized ? new Uint8Array(await c.req.raw.arrayBuffer()) : await readCounted(c.req.raw.body);
  if (bytes.length > longestBodyBytes) throw tooLarge();
  return { ...readJsonText(decoded(bytes)), bytes };
}

function checkMediaType(c: Context): void {
  const type = c.req.header("Content-Type")?.split(";", 1)[0]?.trim() ?? "";
  if (!jsonType.test(type)) {
    throw new Fault("unsupported-media-type", "Send the body as JSON, with `Content-Type: application/json`.");
  }
  const coding = c.req.header("Content-Encoding")?.trim().toLowerCase() ?? "identity";
  if (coding !== "identity") {
    throw new Fault("unsupported-media-type", "Send the body as it is, without a `Content-Encoding`.");
  }
}

async function readCounted(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  if (body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > longestBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault("malformed-json", "The body is not UTF-8 text.", { cause });
  }
}

function tooLarge(): Fault {
  return new Fault("body-too-large", `The body is longer than ${longestBodyBytes} bytes, the most this call takes.`);
}
