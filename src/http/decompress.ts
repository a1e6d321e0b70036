import type { Transform } from "node:stream";
import { promisify } from "node:util";
import { brotliDecompress, createBrotliDecompress, createGunzip, createInflate, gunzip, inflate } from "node:zlib";
import { Fault } from "../kernel/fault.ts";
import { invalidHeader } from "./validation.ts";

const unpackers = {
  gzip: promisify(gunzip),
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
} as const;

export type Coding = "identity" | keyof typeof unpackers;

const streams = {
  gzip: () => createGunzip({ chunkSize: piece }),
  br: () => createBrotliDecompress({ chunkSize: piece }),
  deflate: () => createInflate({ chunkSize: piece }),
} as const;
const piece = 65_536;

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
  if (Object.hasOwn(unpackers, known)) return known as Coding;
  throw new Fault(
    "unsupported-media-type",
    `Send the body as it is, or with one Content-Encoding of ${acceptedCodings}.`,
    { isOfCoding: true },
  );
}

/** What so many bytes may grow to before they are taken for a body made to burst. */
export const mostUnpacked = (sent: number): number => Math.max(harmlessBytes, sent * largestRatio);

/** @returns what unpacks a body piece by piece, as much ahead as is read */
export function unpackerOf(coding: Exclude<Coding, "identity">): Transform {
  return streams[coding]();
}

/** A body that bursts, or is longer than the call takes. */
export function unpacksTooLong(sent: number, mostBytes: number, cause?: unknown): Fault {
  const why =
    mostBytes <= mostUnpacked(sent)
      ? `longer than ${mostBytes} bytes, the most this call takes`
      : `more than ${largestRatio} times as long as it was sent`;
  return new Fault("body-too-large", `The body is, unpacked, ${why}.`, { cause });
}

export function notPacked(coding: Coding, cause: unknown): Fault {
  return invalidHeader(
    "Content-Encoding",
    "format",
    `says ${coding}, but the body is no complete ${coding} data`,
    cause,
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
  const bound = Math.min(mostBytes, mostUnpacked(bytes.length));
  try {
    return await unpackers[coding](bytes, { maxOutputLength: bound });
  } catch (cause) {
    if ((cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") {
      throw unpacksTooLong(bytes.length, mostBytes, cause);
    }
    throw notPacked(coding, cause);
  }
}
