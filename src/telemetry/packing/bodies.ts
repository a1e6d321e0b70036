import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { bytesToHex } from "../../kernel/canonical.ts";
import { sha256 } from "../../platform/digest.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { readIntegers, writeIntegers } from "./column.ts";

/**
 * Exact bytes of records that follow one another on a plant's chain, in one compressed piece. The commitment of the
 * record before, which each of them names, follows from that record: it is cut out where it stands and put back, so
 * that 32 random bytes a record need not be kept.
 */

const version = 1;
/** Records of a segment: reading one costs reading all of them. */
export const mostBodies = 4_096;
const mostBytes = 64 * 1024 * 1024;
const hexLength = 64;
/** Where a record does not name the one before: there is nothing to put back. */
const nowhere = -1n;

export function packBodies(bodies: readonly Uint8Array[]): Uint8Array {
  const to = new ByteWriter();
  const rest: Uint8Array[] = [];
  const [lengths, places]: [bigint[], bigint[]] = [[], []];
  for (const [i, body] of bodies.entries()) {
    const before = bodies[i - 1];
    const at = before === undefined ? -1 : Buffer.from(body).indexOf(bytesToHex(sha256(before)), 0, "latin1");
    lengths.push(BigInt(body.length));
    places.push(BigInt(at));
    if (at < 0) rest.push(body);
    else rest.push(body.subarray(0, at), body.subarray(at + hexLength));
  }
  const text = Buffer.concat(rest);
  if (bodies.length > mostBodies || text.length > mostBytes)
    throw new Error("these are too many records for a segment");
  to.count(version);
  to.count(bodies.length);
  writeIntegers(to, lengths);
  writeIntegers(to, places);
  to.count(text.length);
  to.block(zstdCompressSync(text, { params: zstdOptions }));
  return to.done();
}

const zstdOptions = {
  // The highest level saves another twentieth, and takes a hundred times as long.
  [constants.ZSTD_c_compressionLevel]: 9,
  [constants.ZSTD_c_checksumFlag]: 1,
};

/** @throws if the bytes are not a segment */
export function unpackBodies(bytes: Uint8Array): Uint8Array[] {
  const from = new ByteReader(bytes);
  const found = from.count(0xff);
  if (found !== version) throw new Error(`a segment of records is of version ${found}; this program knows ${version}`);
  const count = from.count(mostBodies);
  const lengths = readIntegers(from, count);
  const places = readIntegers(from, count);
  const textLength = from.count(mostBytes);
  const text = zstdDecompressSync(from.block(), { maxOutputLength: Math.max(1, textLength) });
  from.end();
  const bodies: Uint8Array[] = [];
  let at = 0;
  const take = (length: number) => {
    if (length < 0 || at + length > text.length) throw new Error("a segment of records ends in the middle of one");
    at += length;
    return text.subarray(at - length, at);
  };
  for (const [i, length] of lengths.entries()) {
    const place = places[i] as bigint;
    const before = bodies[i - 1];
    if (place === nowhere || before === undefined) {
      bodies.push(take(Number(length)));
      continue;
    }
    const named = Buffer.from(bytesToHex(sha256(before)), "latin1");
    const head = take(Number(place));
    bodies.push(Buffer.concat([head, named, take(Number(length) - Number(place) - hexLength)]));
  }
  if (at !== text.length) throw new Error("a segment of records goes on behind its end");
  return bodies;
}
