import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { Fault } from "../kernel/fault.ts";
import { invalidHeader } from "./validation.ts";

const unpackers = {
  gzip: promisify(gunzip),
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
} as const;

type Coding = "identity" | keyof typeof unpackers;

/** What `Accept-Encoding` says of request bodies (RFC 9110 section 12.5.3). */
export const acceptedCodings = Object.keys(unpackers).join(", ");

/** Unpacked bytes for each byte that was sent. Readings pack 10 to 30 times; a body made to burst, a thousand. */
const largestRatio = 100;
/** Below this nobody asks for the ratio: a short body of blanks is harmless. */
const harmlessBytes = 65_536;

/** @throws {Fault} `unsupported-media-type` for a coding we do not know, or more than one */
export function codingOf(header: string | undefined): Coding {
  const name = header?.trim().toLowerCase() ?? "identity";
  if (name === "identity" || name === "") return "identity";
  const known = name === "x-gzip" ? "gzip" : name;
  if (known in unpackers) return known as Coding;
  throw new Fault(
    "unsupported-media-type",
    `Send the body as it is, or with one Content-Encoding of ${acceptedCodings}.`,
  );
}

/**
 * Unpacks off the event loop and never more than `mostBytes`: what is beyond is not even made.
 *
 * @throws {Fault} `body-too-large`, `invalid-request`
 */
export async function decompressed(
  bytes: Uint8Array,
  coding: Exclude<Coding, "identity">,
  mostBytes: number,
): Promise<Uint8Array> {
  const bound = Math.min(mostBytes, Math.max(harmlessBytes, bytes.length * largestRatio));
  try {
    return await unpackers[coding](bytes, { maxOutputLength: bound });
  } catch (cause) {
    if ((cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") {
      const why =
        bound === mostBytes
          ? `longer than ${mostBytes} bytes, the most this call takes`
          : `more than ${largestRatio} times as long as it was sent`;
      throw new Fault("body-too-large", `The body is, unpacked, ${why}.`, { cause });
    }
    throw invalidHeader("Content-Encoding", "format", `says ${coding}, but the body is no complete ${coding} data`);
  }
}
