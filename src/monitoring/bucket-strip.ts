import { sql } from "kysely";
import type { Bucket, Curve } from "./curve.ts";

/**
 * Many buckets of a device as one byte string of PostgreSQL's making: a fixed number of bytes for each, by time. The
 * driver would take rows apart value by value.
 */

const meanBytes = 20;
const bucketBytes = 64;

const mean = sql`timestamptz_send(bucket.ended_at) || int4send(bucket.count) || float8send(bucket.sum::double precision)`;

/** Of buckets named `bucket`, what a {@link Curve} needs. */
export const meansStrip = sql`string_agg(${mean}, '' ORDER BY bucket.ended_at)`;

/** The same, all of them. Without values there is none at all, which the count tells. */
export const bucketsStrip = sql`string_agg(
  ${mean} || float8send(coalesce(bucket.min, 0)) || float8send(coalesce(bucket.max, 0)) ||
  float8send(coalesce(bucket.last, 0)) || timestamptz_send(coalesce(bucket.last_at, 'epoch')) ||
  int4send(bucket.approved) || int4send(bucket.flagged) || int4send(bucket.rejected), '' ORDER BY bucket.ended_at)`;

export function readMeans(strip: Buffer): Curve {
  const view = viewOf(strip);
  const length = strip.length / meanBytes;
  const [endsMs, counts, sums] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
  for (let i = 0, at = 0; i < length; i++, at += meanBytes) {
    endsMs[i] = readMs(view, at);
    counts[i] = view.getInt32(at + 8);
    sums[i] = view.getFloat64(at + 12);
  }
  return { endsMs, counts, sums };
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
