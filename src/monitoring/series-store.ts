import { type RawBuilder, sql } from "kysely";
import { assertState } from "../kernel/fault.ts";
import type { PlantKey } from "../plants/store.ts";
import { numberColumn } from "../platform/columns.ts";
import type { Db, Tx } from "../platform/database.ts";
import { recordsIn } from "../telemetry/packing/records-in.ts";
import type { EffectiveStatus } from "../telemetry/review-rules.ts";
import { standingReadings, standingValues } from "../telemetry/standing-values.ts";
import { asDouble, bucketEnd, gathered, ranked } from "./bucket-sql.ts";
import type { Bucket } from "./curve.ts";
import { additionsOf, type ChainPart, valuesOf } from "./rollup-store.ts";

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

/** Times as numbers: the driver takes longer to read a date than all the rest of a row. */
const columns = sql`
  extract(epoch FROM bucket.ended_at)::double precision AS ended_s, bucket.count, ${asDouble(sql`bucket.sum`)} AS sum,
  bucket.min, bucket.max, bucket.last, extract(epoch FROM bucket.last_at)::double precision AS last_s,
  bucket.approved, bucket.flagged, bucket.rejected`;

export const ofDevices = (name: string, devices: readonly string[] | undefined) =>
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
      FROM ${ranked(sql`(SELECT * FROM ${values} AS value WHERE value.metric = ${metric} ${ofDevices("value", devices)})`)} AS value
      GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ${most + 1}
    ) AS bucket ORDER BY device_id, ended_at`.execute(tx);
  return rows.map(toBucket);
}

/** What a part of the chain, which the rollups do not hold yet, adds to buckets that touch the span. */
export async function findTail(tx: Tx, part: ChainPart, span: Span, widthS: number): Promise<Bucket[]> {
  if (isEmpty(part)) return [];
  const end = bucketEnd(sql`value.ended_at`, sql`${widthS}::integer`);
  const found = await gather(tx, await additionsOf(tx, [part]), span, end, Number(part.toSeq - part.afterSeq));
  return found.filter(({ endedAtMs }) => endedAtMs > span.fromMs && endedAtMs < span.toMs + widthS * 1000);
}

const isEmpty = ({ afterSeq, toSeq }: ChainPart) => afterSeq === toSeq;

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

/** The part of a plant's chain behind the rollups, and the commitment that all of the chain follows from. */
export type Unrolled = ChainPart & {
  readonly head: string;
  /** Something in the part turns readings before it, which shows when the rollups have passed it. */
  readonly turnsEarlier: boolean;
};

/** The part of a plant's chain that the rollups do not hold yet; undefined: there is no such plant. */
export async function findUnrolled(tx: Tx, { orgId, plantId }: PlantKey): Promise<Unrolled | undefined> {
  const { rows } = await sql<{ after_seq: bigint; to_seq: bigint; head: string; turns_earlier: boolean }>`
    SELECT coalesce(position.seq, 0) AS after_seq, head.seq AS to_seq,
           coalesce(encode(head.commitment, 'hex'), '') AS head, EXISTS (
             SELECT FROM review_changes AS change WHERE change.org_id = head.org_id AND change.plant_id = head.plant_id
               AND change.changed_seq > coalesce(position.seq, 0)) AS turns_earlier
    FROM plant_heads AS head LEFT JOIN rollup_positions AS position USING (org_id, plant_id)
    WHERE org_id = ${orgId} AND plant_id = ${plantId}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { after_seq: afterSeq, to_seq: toSeq, head, turns_earlier: turnsEarlier } = row;
  return { orgId, plantId, afterSeq, toSeq, head, turnsEarlier };
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
    tail === undefined || isEmpty(tail)
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
