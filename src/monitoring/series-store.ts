import { type RawBuilder, sql } from "kysely";
import { assertState } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { PlantKey } from "../plants/store.ts";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Db, Tx } from "../platform/database.ts";
import { recordsIn } from "../telemetry/packing/records-in.ts";
import type { EffectiveStatus } from "../telemetry/review-rules.ts";
import { standingReadings, standingValues } from "../telemetry/standing-values.ts";
import { bucketEnd, type ChainPart, gathered, valuesOf } from "./rollup-store.ts";

/** What a device's quantity was in a bucket, or of one reading. Without readings that are not rejected: no values. */
export type Bucket = {
  readonly deviceId: string;
  readonly endedAtMs: number;
  /** Readings that are not rejected, of which the next five are. */
  readonly count: number;
  readonly sum: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly last: number | null;
  readonly lastAtMs: number | null;
  readonly approved: number;
  readonly flagged: number;
  readonly rejected: number;
};

export type Span = PlantKey & {
  readonly metric: string;
  /** Undefined: all of the plant. */
  readonly devices: readonly string[] | undefined;
  readonly fromMs: number;
  readonly toMs: number;
};

type BucketRow = {
  device_id: string;
  ended_s: number;
  count: number;
  sum: number;
  min: number | null;
  max: number | null;
  last: number | null;
  last_s: number | null;
  approved: number;
  flagged: number;
  rejected: number;
};

/** What one needs to know of a bucket to choose among many. */
export type Mean = Pick<Bucket, "deviceId" | "endedAtMs" | "count" | "sum">;

/**
 * Buckets of a width that touch the span, by device, then time; one more than `most` where there are more. A year has
 * thousands, of which few are shown: they come as one byte string a device, which costs a tenth of as many rows.
 */
export async function findMeans(tx: Tx, span: Span, widthS: number, most: number): Promise<Mean[]> {
  const { orgId, plantId, metric, devices, fromMs, toMs } = span;
  const { rows } = await sql<{ device_id: string; means: Buffer }>`
    SELECT device_id,
           string_agg(timestamptz_send(ended_at) || int4send(count) || float8send(sum::double precision), '' ORDER BY ended_at) AS means
    FROM (
      SELECT line.device_id, bucket.ended_at, bucket.count, bucket.sum
      FROM rollup_lines AS line JOIN rollups AS bucket ON bucket.org_id = line.org_id AND bucket.line_id = line.line_id
      WHERE line.org_id = ${orgId} AND line.plant_id = ${plantId} AND line.metric = ${metric} ${ofDevices("line", devices)}
        AND bucket.width_s = ${sql.raw(String(widthS))}
        AND bucket.ended_at > ${new Date(fromMs)} AND bucket.ended_at < ${new Date(toMs + widthS * 1000)}
      LIMIT ${most + 1}
    ) AS bucket GROUP BY device_id ORDER BY device_id`.execute(tx);
  return rows.flatMap(({ device_id, means }) => readMeans(device_id, means));
}

/** PostgreSQL counts microseconds since 2000, ms. */
const postgresEpochMs = Date.UTC(2000);
const meanBytes = 20;

function readMeans(deviceId: string, bytes: Buffer): Mean[] {
  return Array.from({ length: bytes.length / meanBytes }, (_, i) => ({
    deviceId,
    endedAtMs:
      postgresEpochMs + (bytes.readInt32BE(i * meanBytes) * 2 ** 32 + bytes.readUInt32BE(i * meanBytes + 4)) / 1_000,
    count: bytes.readInt32BE(i * meanBytes + 8),
    sum: bytes.readDoubleBE(i * meanBytes + 12),
  }));
}

/** Those of the buckets that the rollups hold, by device, then time. */
export async function findBuckets(tx: Tx, span: Span, widthS: number, wanted: readonly Mean[]): Promise<Bucket[]> {
  const byDevice = [...Map.groupBy(wanted, ({ deviceId }) => deviceId)];
  // An array for each device: the index is walked once, where a join would enter it anew for each bucket. It is cast
  // before it is compared, or row level security would have it cast again for each row.
  const ends = byDevice.map(([, own]) => `{${own.map(({ endedAtMs }) => isoFromMs(endedAtMs)).join()}}`);
  const { rows } = await sql<BucketRow>`
    SELECT line.device_id, ${columns}
    FROM (
      SELECT device_id, ends::timestamptz[] AS ends
      FROM unnest(${textColumn(byDevice.map(([deviceId]) => deviceId))}, ${textColumn(ends)}) AS given (device_id, ends) OFFSET 0
    ) AS wanted
    JOIN rollup_lines AS line ON line.org_id = ${span.orgId} AND line.plant_id = ${span.plantId}
      AND line.metric = ${span.metric} AND line.device_id = wanted.device_id
    JOIN rollups AS bucket ON bucket.org_id = line.org_id AND bucket.line_id = line.line_id
      AND bucket.width_s = ${sql.raw(String(widthS))} AND bucket.ended_at = ANY(wanted.ends::timestamptz[])
    ORDER BY line.device_id, bucket.ended_at`.execute(tx);
  return rows.map(toBucket);
}

/** Times as numbers: the driver takes longer to read a date than all the rest of a row. */
const columns = sql`
  extract(epoch FROM bucket.ended_at)::double precision AS ended_s, bucket.count, bucket.sum::double precision AS sum,
  bucket.min, bucket.max, bucket.last, extract(epoch FROM bucket.last_at)::double precision AS last_s,
  bucket.approved, bucket.flagged, bucket.rejected`;

const ofDevices = (name: string, devices: readonly string[] | undefined) =>
  devices === undefined ? sql`` : sql`AND ${sql.ref(`${name}.device_id`)} = ANY(${[...devices]}::text[])`;

/** The readings of the span themselves, each as a bucket of its own, by device, then time. */
export async function findReadings(tx: Tx, span: Span, most: number): Promise<Bucket[]> {
  const { orgId, plantId, devices, fromMs, toMs } = span;
  const where = sql`record.org_id = scope.org_id AND record.plant_id = ${plantId} ${ofDevices("record", devices)}
    AND record.ended_at > ${new Date(fromMs)} AND record.ended_at <= ${new Date(toMs)}`;
  const records = await recordsIn(tx, [{ orgId, plantId, devices, ended: { afterMs: fromMs, toMs } }], "values");
  const values = standingValues(standingReadings(records, sql`(SELECT ${orgId}::text AS org_id) AS scope`, where));
  return gather(tx, values, span, sql`value.ended_at`, most);
}

async function gather(
  tx: Tx,
  values: RawBuilder<unknown>,
  { metric, devices }: Span,
  end: RawBuilder<unknown>,
  most: number,
): Promise<Bucket[]> {
  const { rows } = await sql<BucketRow>`
    SELECT bucket.device_id, ${columns} FROM (
      SELECT value.device_id, ${end} AS ended_at, ${gathered}
      FROM ${values} AS value WHERE value.metric = ${metric} ${ofDevices("value", devices)}
      GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ${most + 1}
    ) AS bucket ORDER BY device_id, ended_at`.execute(tx);
  return rows.map(toBucket);
}

/** What a part of the chain, which the rollups do not hold yet, adds to buckets that touch the span. */
export async function findTail(tx: Tx, part: ChainPart, span: Span, widthS: number): Promise<Bucket[]> {
  const end = bucketEnd(sql`value.ended_at`, sql`${widthS}::integer`);
  const found = await gather(tx, await valuesOf(tx, [part]), span, end, Number(part.toSeq - part.afterSeq));
  return found.filter(({ endedAtMs }) => endedAtMs > span.fromMs && endedAtMs < span.toMs + widthS * 1000);
}

function toBucket(row: BucketRow): Bucket {
  return {
    deviceId: row.device_id,
    endedAtMs: Math.round(row.ended_s * 1_000),
    count: row.count,
    sum: row.sum,
    min: row.min,
    max: row.max,
    last: row.last,
    lastAtMs: row.last_s === null ? null : Math.round(row.last_s * 1_000),
    approved: row.approved,
    flagged: row.flagged,
    rejected: row.rejected,
  };
}

/** The part of a plant's chain that the rollups do not hold yet; undefined: there is no such plant. */
export async function findUnrolled(tx: Tx, { orgId, plantId }: PlantKey): Promise<ChainPart | undefined> {
  const { rows } = await sql<{ after_seq: bigint; to_seq: bigint }>`
    SELECT coalesce(position.seq, 0) AS after_seq, head.seq AS to_seq
    FROM plant_heads AS head LEFT JOIN rollup_positions AS position USING (org_id, plant_id)
    WHERE org_id = ${orgId} AND plant_id = ${plantId}`.execute(tx);
  const [row] = rows;
  return row && { orgId, plantId, afterSeq: row.after_seq, toSeq: row.to_seq };
}

/** The newest value of a device's quantity, with the record that says it. */
export type Latest = {
  readonly deviceId: string;
  readonly metric: string;
  readonly value: number;
  readonly endedAt: Date;
  readonly receivedAt: Date;
  readonly recordId: string;
  readonly status: EffectiveStatus;
};

/**
 * Newest values of a plant's devices: of the rollups, and of a part of the chain behind them.
 *
 * @param devices only these; undefined: all
 */
export async function findLatest(
  db: Db,
  { orgId, plantId }: PlantKey,
  tail: ChainPart | undefined,
  devices: readonly string[] | undefined,
): Promise<Latest[]> {
  const behind =
    tail === undefined
      ? sql``
      : sql`UNION ALL SELECT device_id, metric, ended_at, seq, value::double precision FROM ${await valuesOf(db, [tail])} AS value`;
  const { rows } = await sql<NewestRow>`
    SELECT DISTINCT ON (device_id, metric) * FROM (
      SELECT device_id, metric, last_at, last_seq, last_value FROM rollup_lines
      WHERE org_id = ${orgId} AND plant_id = ${plantId} ${behind}
    ) AS known
    WHERE ${devices === undefined} OR device_id = ANY(${[...(devices ?? [])]}::text[])
    ORDER BY device_id, metric, last_at DESC, last_seq DESC`.execute(db);
  const records = await recordsOf(db, { orgId, plantId }, [...new Set(rows.map((row) => row.last_seq))]);
  return rows.map((row) => {
    const record = records.get(row.last_seq);
    assertState(record !== undefined, `a newest value of ${plantId} is of a record that is not there`);
    return {
      deviceId: row.device_id,
      metric: row.metric,
      value: row.last_value,
      endedAt: row.last_at,
      receivedAt: record.received_at,
      recordId: record.record_id,
      status: record.status,
    };
  });
}

type NewestRow = { device_id: string; metric: string; last_at: Date; last_seq: bigint; last_value: number };

/** Some records of a plant, with where they stand. */
async function recordsOf(db: Db, { orgId, plantId }: PlantKey, seqs: readonly bigint[]) {
  const records = await recordsIn(db, [{ orgId, plantId, seqs }], "identity");
  const { rows } = await sql<RecordRow>`
    SELECT found.* FROM unnest(${numberColumn(seqs, "bigint")}) AS place (seq)
    CROSS JOIN LATERAL (
      SELECT record.seq, record.record_id, record.received_at, coalesce(review.effective_status, record.status) AS status
      FROM ${records.from} AS record
      LEFT JOIN reviews AS review
        ON review.org_id = record.org_id AND review.plant_id = record.plant_id AND review.seq = record.seq
      WHERE record.org_id = ${orgId} AND record.plant_id = ${plantId} AND record.seq = place.seq
        AND ${records.only("record")} LIMIT 1
    ) AS found`.execute(db);
  return new Map(rows.map((row) => [row.seq, row]));
}

type RecordRow = { seq: bigint; record_id: string; received_at: Date; status: EffectiveStatus };
