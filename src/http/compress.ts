import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Context } from "hono";
import { codedTag } from "./conditional.ts";
import type { Env } from "./env.ts";

/** Below this a packet is a packet. */
export const worthPackingBytes = 1_024;

const pack = {
  br: (content: Uint8Array) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (content: Uint8Array) => promisify(gzip)(content),
} as const;
type Coding = keyof typeof pack;

type Packed = Promise<Uint8Array<ArrayBuffer>>;
const kept = new WeakMap<Uint8Array, Map<Coding, Packed>>();

/**
 * Bytes that anybody may ask for and nobody changes: each coding of them is made once, or asking alone would keep a
 * processor busy.
 */
export function forAll<Bytes extends Uint8Array>(bytes: Bytes): Bytes {
  kept.set(bytes, new Map());
  return bytes;
}

function codedBytes(content: Uint8Array<ArrayBuffer>, coding: Coding): Packed {
  const codings = kept.get(content);
  if (codings === undefined) return codedOnce(content, coding);
  const known = codings.get(coding);
  if (known !== undefined) return known;
  const made = pack[coding](content).then((bytes) => Uint8Array.from(bytes));
  codings.set(coding, made);
  // One that failed is not what the next is told.
  made.catch(() => codings.delete(coding));
  return made;
}

/**
 * Node's compressor holds what it was given until the engine's next full collection, which comes the sooner for that: a
 * hundred answers of 160 kB would be 16 MB. So its memory is given back here, where nobody shares it, as short ones do.
 */
async function codedOnce(content: Uint8Array<ArrayBuffer>, coding: Coding): Packed {
  const bytes = Uint8Array.from(await pack[coding](content));
  if (content.byteLength === content.buffer.byteLength) content.buffer.transfer(0);
  return bytes;
}

/**
 * The answer compressed, where the caller asked for it and it is worth it. Only answers to GET that are sent as a
 * whole: what holds a secret shown once answers a POST, so no secret ever shares a compressed body with text that
 * a caller chose (BREACH), and streams are not held up.
 */
export async function packed(c: Context<Env>, response: Response): Promise<Response> {
  const content = c.get("content");
  if (content === undefined || content.length < worthPackingBytes) return response;
  // Of 304 too: it says what 200 would have said (RFC 9110 section 15.4.5).
  response.headers.append("Vary", "Accept-Encoding");
  if (response.status !== 200) return response;
  const coding = wantedCoding(c.req.header("Accept-Encoding"));
  if (coding === undefined) return response;
  const tag = response.headers.get("ETag");
  const headers = Object.fromEntries(response.headers);
  return c.body(await codedBytes(content, coding), 200, {
    ...headers,
    "content-encoding": coding,
    ...(tag !== null && { etag: codedTag(tag, coding) }),
  });
}

/** Of equals, the one that packs better. Undefined: as it is. */
export function wantedCoding(header: string | undefined): Coding | undefined {
  if (header === undefined) return undefined;
  const weights = new Map(
    header.split(",").map((item) => {
      const [name = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith("q="));
      return [name, q === undefined ? 1 : Number(q.slice(2)) || 0] as const;
    }),
  );
  const weightOf = (name: string) => weights.get(name) ?? weights.get("*") ?? 0;
  const best = weightOf("gzip") > weightOf("br") ? "gzip" : "br";
  return weightOf(best) > 0 && weightOf(best) >= (weights.get("identity") ?? 0) ? best : undefined;
}
