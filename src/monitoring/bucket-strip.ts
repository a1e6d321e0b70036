import { type RawBuilder, sql } from "kysely";
import { assertState } from "../kernel/fault.ts";
import { numericBytes, readNumeric } from "../platform/numeric.ts";
import { asDouble } from "./bucket-sql.ts";
import type { Bucket, Curve } from "./curve.ts";
import { stripBuckets, stripMs } from "./rollup-levels.ts";

/**
 * Many buckets of a device as one byte string of PostgreSQL's making, by time. The driver would take rows apart value by
 * value.
 */

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer) => new DataView(buffer, byteOffset, byteLength);

const head = sql`timestamptz_send(bucket.ended_at) || int4send(bucket.count)`;
const headBytes = 12;
const bucketBytes = headBytes + 52;

/**
 * Of buckets named `bucket`, what a {@link Curve} needs. Sums are as PostgreSQL holds them: it would take longer to make a
 * double of each than to find them all.
 */
export const meansStrip = sql`string_agg(${head} || numeric_send(bucket.sum), '' ORDER BY bucket.ended_at)`;

const rest = sql`
  float8send(coalesce(bucket.min, 0)) || float8send(coalesce(bucket.max, 0)) || float8send(coalesce(bucket.last, 0)) ||
  timestamptz_send(coalesce(bucket.last_at, 'epoch')) || int4send(coalesce(bucket.approved, 0)) ||
  int4send(coalesce(bucket.flagged, 0)) || int4send(coalesce(bucket.rejected, 0))`;

/** All that is of them. Without values there is none at all, which the count tells. */
export const bucketsStrip = sql`string_agg(
  ${head} || float8send(${asDouble(sql`bucket.sum`)}) || ${rest}, '' ORDER BY bucket.ended_at)`;

const pieceBytes = sql.raw("10000");

/**
 * Of what is named `strip`, its `bytes` in pieces of a row each, by `place`. The driver makes a text of twice its bytes of
 * each value, from a buffer that it doubles until the value is there: a year at once would be a megabyte to collect.
 */
export const pieceOfStrip = sql<Buffer | null>`substring(strip.bytes FROM place FOR ${pieceBytes})`;
export const placesInStrip = sql`generate_series(1, greatest(1, octet_length(strip.bytes)), ${pieceBytes}) AS place`;

/** Strips by their devices, whose pieces come in order. A device without buckets is not in it. */
export function stripsOf(pieces: readonly { device_id: string; piece: Buffer | null }[]): Map<string, Buffer> {
  const byDevice = Map.groupBy(pieces, ({ device_id }) => device_id);
  return new Map(
    [...byDevice].flatMap(([deviceId, own]) => {
      const bytes = Buffer.concat(own.flatMap(({ piece }) => piece ?? []));
      return bytes.length === 0 ? [] : [[deviceId, bytes]];
    }),
  );
}

export function readMeans(strip: Buffer): Curve {
  const view = viewOf(strip);
  const curve = { endsMs: [] as number[], counts: [] as number[], sums: [] as number[] };
  for (let at = 0; at < strip.length; ) {
    curve.endsMs.push(readMs(view, at));
    curve.counts.push(view.getInt32(at + 8));
    curve.sums.push(readNumeric(view, at + headBytes));
    at += headBytes + numericBytes(view, at + headBytes);
  }
  return curve;
}

/**
 * Of buckets named `bucket` and the `slot` of each, what a kept strip holds: count and sum of each place by time, -1 where
 * there is no bucket. Sums are doubles here, which is all that a {@link Curve} takes.
 */
export const keptMeans = sql`string_agg(
  int4send(coalesce(bucket.count, -1)) || float8send(coalesce(${asDouble(sql`bucket.sum`)}, 0)), '' ORDER BY slot.ended_at)`;
/** And what else is of them. */
export const keptRest = sql`string_agg(${rest}, '' ORDER BY slot.ended_at)`;
const slotBytes = 12;

/**
 * Of a kept strip named `kept` the buckets in some slots, named `slot` by `n` from 0 on, as {@link bucketsStrip} has them.
 * Where none was when the strip was made there is none.
 */
export const bucketsOfSlots = sql`string_agg(
  timestamptz_send(slot.ended_at) || substring(kept.means FROM slot.n * 12 + 1 FOR 12) ||
  substring(kept.rest FROM slot.n * 44 + 1 FOR 44), '' ORDER BY slot.n
) FILTER (WHERE substring(kept.means FROM slot.n * 12 + 1 FOR 1) <> '\\xff')`;

/**
 * Bytes of a strip as text, a third shorter than the driver's own form and without a buffer for each value: buffers are what
 * the engine's young generation does not hold.
 */
export const asText = (bytes: RawBuilder<unknown>) => sql<string>`encode(${bytes}, 'base64')`;

/** What a text of a strip's bytes is read into, one after the other: what is read is taken from it at once. */
const decoded = Buffer.alloc(stripBuckets * bucketBytes);
const decodedView = viewOf(decoded);

/** The buckets of a kept strip, by its means as text, that end in a span, both ends inclusive. */
export function readKeptStrip(means: string, endedAtMs: number, widthS: number, fromMs: number, toMs: number): Curve {
  const length = decoded.write(means, "base64");
  assertState(length === stripBuckets * slotBytes, `a strip of means has ${length} bytes`);
  const curve = { endsMs: [] as number[], counts: [] as number[], sums: [] as number[] };
  for (let slot = 0; slot < stripBuckets; slot++) {
    const count = decodedView.getInt32(slot * slotBytes);
    const endMs = endedAtMs - stripMs(widthS) + (slot + 1) * widthS * 1000;
    if (count < 0 || endMs < fromMs || endMs > toMs) continue;
    curve.endsMs.push(endMs);
    curve.counts.push(count);
    curve.sums.push(decodedView.getFloat64(slot * slotBytes + 4));
  }
  return curve;
}

/** Buckets of a kept strip as {@link bucketsOfSlots} has them, as text. */
export function readSlots(deviceId: string, text: string): Bucket[] {
  return bucketsIn(deviceId, decodedView, decoded.write(text, "base64"));
}

export const readBuckets = (deviceId: string, strip: Buffer) => bucketsIn(deviceId, viewOf(strip), strip.length);

function bucketsIn(deviceId: string, view: DataView, bytes: number): Bucket[] {
  return Array.from({ length: bytes / bucketBytes }, (_, i) => {
    const at = i * bucketBytes;
    const count = view.getInt32(at + 8);
    const isEmpty = count === 0;
    return {
      ...{ deviceId, endedAtMs: readMs(view, at), count, sum: view.getFloat64(at + headBytes) },
      min: isEmpty ? null : view.getFloat64(at + 20),
      max: isEmpty ? null : view.getFloat64(at + 28),
      last: isEmpty ? null : view.getFloat64(at + 36),
      lastAtMs: isEmpty ? null : readMs(view, at + 44),
      ...{ approved: view.getInt32(at + 52), flagged: view.getInt32(at + 56), rejected: view.getInt32(at + 60) },
    };
  });
}

/** PostgreSQL counts microseconds since 2000. */
const postgresEpochMs = Date.UTC(2000);

const readMs = (view: DataView, at: number) =>
  postgresEpochMs + Math.round((view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4)) / 1_000);
