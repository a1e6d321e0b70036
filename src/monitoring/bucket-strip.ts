import { sql } from "kysely";
import type { Bucket, Curve } from "./curve.ts";
import { numericBytes, numericHeadBytes, readNumeric } from "./numeric.ts";

/**
 * Many buckets of a device as one byte string of PostgreSQL's making, by time. The driver would take rows apart value by
 * value.
 */

const bucketBytes = 64;

/** A sum as PostgreSQL holds it: it would take longer to make a double of each than to find them all. */
const mean = sql`timestamptz_send(bucket.ended_at) || int4send(bucket.count) || numeric_send(bucket.sum)`;

/** Of buckets named `bucket`, what a {@link Curve} needs. */
export const meansStrip = sql`string_agg(${mean}, '' ORDER BY bucket.ended_at)`;

/**
 * A strip in pieces of a row each, `place` after `place`. The driver makes a text of twice its bytes of each value, from a
 * buffer that it doubles until the value is there: a year at once would be a megabyte to collect.
 *
 * @param strip the name of what has a strip
 */
export const pieceOf = (strip: string) =>
  sql<Buffer | null>`substring(${sql.ref(`${strip}.bytes`)} FROM place FOR 10000)`;
export const placesOf = (strip: string) =>
  sql`generate_series(1, greatest(1, octet_length(${sql.ref(`${strip}.bytes`)})), 10000) AS place`;

/** The strips of devices by their pieces, which come in order. A device without buckets is not in it. */
export function putTogether(pieces: readonly { device_id: string; piece: Buffer | null }[]): Map<string, Buffer> {
  const strips = new Map<string, Buffer[]>();
  for (const { device_id, piece } of pieces) {
    if (piece === null) continue;
    const known = strips.get(device_id);
    if (known === undefined) strips.set(device_id, [piece]);
    else known.push(piece);
  }
  return new Map([...strips].map(([deviceId, own]) => [deviceId, Buffer.concat(own)]));
}

/** The same, all of them. Without values there is none at all, which the count tells. */
export const bucketsStrip = sql`string_agg(
  timestamptz_send(bucket.ended_at) || int4send(bucket.count) || float8send(bucket.sum::double precision) || float8send(coalesce(bucket.min, 0)) || float8send(coalesce(bucket.max, 0)) ||
  float8send(coalesce(bucket.last, 0)) || timestamptz_send(coalesce(bucket.last_at, 'epoch')) ||
  int4send(bucket.approved) || int4send(bucket.flagged) || int4send(bucket.rejected), '' ORDER BY bucket.ended_at)`;

export function readMeans(strip: Buffer): Curve {
  const view = viewOf(strip);
  // No number takes less than its head: there are no more than so many.
  const most = Math.floor(strip.length / (12 + numericHeadBytes));
  const [endsMs, counts, sums] = [new Float64Array(most), new Float64Array(most), new Float64Array(most)];
  let length = 0;
  for (let at = 0; at < strip.length; length++) {
    endsMs[length] = readMs(view, at);
    counts[length] = view.getInt32(at + 8);
    sums[length] = readNumeric(view, at + 12);
    at += 12 + numericBytes(view, at + 12);
  }
  const taken = (column: Float64Array) => column.subarray(0, length);
  return { endsMs: taken(endsMs), counts: taken(counts), sums: taken(sums) };
}

export function readBuckets(deviceId: string, strip: Buffer): Bucket[] {
  const view = viewOf(strip);
  return Array.from({ length: strip.length / bucketBytes }, (_, i) => {
    const at = i * bucketBytes;
    const count = view.getInt32(at + 8);
    const isEmpty = count === 0;
    return {
      ...{ deviceId, endedAtMs: readMs(view, at), count, sum: view.getFloat64(at + 12) },
      min: isEmpty ? null : view.getFloat64(at + 20),
      max: isEmpty ? null : view.getFloat64(at + 28),
      last: isEmpty ? null : view.getFloat64(at + 36),
      lastAtMs: isEmpty ? null : readMs(view, at + 44),
      ...{ approved: view.getInt32(at + 52), flagged: view.getInt32(at + 56), rejected: view.getInt32(at + 60) },
    };
  });
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer) => new DataView(buffer, byteOffset, byteLength);

/** PostgreSQL counts microseconds since 2000. */
const postgresEpochMs = Date.UTC(2000);

const readMs = (view: DataView, at: number) =>
  postgresEpochMs + Math.round((view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4)) / 1_000);
