import { sql } from "kysely";
import type { Quantities, QuantityName } from "../hydropower/quantities.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { complete, type Incomplete } from "../telemetry/packing/exact.ts";
import { pageOf } from "../telemetry/packing/windows.ts";
import type { EffectiveStatus } from "../telemetry/review-rules.ts";
import { asDouble } from "./bucket-sql.ts";

export type HistorySpan = PlantKey & {
  /** Undefined: all of the plant. */
  readonly devices: readonly string[] | undefined;
  /** Event time, exclusive. */
  readonly fromMs: number;
  /** Inclusive. */
  readonly toMs: number;
};

export type ReadingPlace = { readonly endedAt: Date; readonly seq: bigint };

export type HistoricReading = ReadingPlace & {
  readonly recordId: string;
  readonly kind: string;
  readonly deviceId: string;
  readonly receivedAt: Date;
  readonly intervalS: number | null;
  readonly status: string;
  readonly effectiveStatus: EffectiveStatus;
  readonly trustScore: number;
  readonly quantities: Quantities;
};

/** Of a packed record id and quantities are in its bytes. */
type ReadingRow = Incomplete & {
  kind: string;
  device_id: string;
  received_at: Date;
  ended_at: Date;
  interval_s: number | null;
  status: string;
  effective_status: EffectiveStatus;
  trust_score: string;
  quantities: Quantities | null;
};

/** Readings and corrections by event time, then order of acceptance, behind a place. */
export async function pageOfReadings(
  db: Db,
  { orgId, plantId, devices, fromMs, toMs }: HistorySpan,
  after: ReadingPlace | undefined,
  limit: number,
): Promise<HistoricReading[]> {
  const behind =
    after === undefined ? sql`` : sql`AND (record.ended_at, record.seq) > (${after.endedAt}, ${after.seq})`;
  const chosen = devices === undefined ? sql`` : sql`AND record.device_id = ANY(${[...devices]}::text[])`;
  // What ends at the place's instant may still follow it.
  const afterMs = after === undefined ? fromMs : Math.max(fromMs, after.endedAt.getTime() - 1);
  const scope = { orgId, plantId, devices, ended: { afterMs, toMs } };
  const found = await pageOf(db, scope, "event", limit, async ({ records, within }, most) => {
    const { rows } = await sql<ReadingRow>`
      SELECT record.org_id, record.plant_id, record.seq, record.record_id, record.kind, record.device_id, record.received_at,
             record.ended_at, record.interval_s, record.status, coalesce(review.effective_status, record.status) AS effective_status,
             record.trust_score, convert_from(record.body, 'UTF8')::json -> 'readings' AS quantities,
             NULL AS commitment, NULL AS body
      FROM ${records.from} AS record
      LEFT JOIN reviews AS review
        ON review.org_id = record.org_id AND review.plant_id = record.plant_id AND review.seq = record.seq
      WHERE record.org_id = ${orgId} AND record.plant_id = ${plantId} AND record.kind IN ('reading', 'correction')
        AND record.ended_at > ${new Date(fromMs)} AND record.ended_at <= ${new Date(toMs)} ${behind} ${chosen}
        AND ${within("record")} AND ${records.only("record")}
      ORDER BY record.ended_at, record.seq LIMIT ${most}`.execute(db);
    return rows;
  });
  const packed = new Map((await complete(db, found.filter(isPacked))).map((row) => [row.seq, row]));
  return found.map((row) => ({
    seq: row.seq,
    recordId: row.record_id ?? (packed.get(row.seq) as { record_id: string }).record_id,
    kind: row.kind,
    deviceId: row.device_id,
    receivedAt: row.received_at,
    endedAt: row.ended_at,
    intervalS: row.interval_s,
    status: row.status,
    effectiveStatus: row.effective_status,
    trustScore: Number(row.trust_score),
    quantities: row.quantities ?? quantitiesOf((packed.get(row.seq) as { body: Uint8Array }).body),
  }));
}

const isPacked = ({ record_id: recordId }: ReadingRow) => recordId === null;

const quantitiesOf = (body: Uint8Array) =>
  (JSON.parse(new TextDecoder().decode(body)) as { readonly readings: Quantities }).readings;

export type HistoricLine = { readonly lineId: bigint; readonly deviceId: string; readonly metric: string };

export async function linesOf(
  db: Db,
  { orgId, plantId, devices }: HistorySpan,
  metrics: readonly QuantityName[],
): Promise<HistoricLine[]> {
  let query = db
    .selectFrom("rollup_lines")
    .select(["line_id", "device_id", "metric"])
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("metric", "in", [...metrics]);
  if (devices !== undefined) query = query.where(sql<boolean>`device_id = ANY(${[...devices]}::text[])`);
  const rows = await query.orderBy("device_id").orderBy("metric").execute();
  return rows.map((row) => ({ lineId: row.line_id, deviceId: row.device_id, metric: row.metric }));
}

export type HistoricBucket = {
  readonly endedAt: Date;
  readonly count: number;
  readonly sum: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly last: number | null;
  readonly approved: number;
  readonly flagged: number;
  readonly rejected: number;
};

/** Buckets of a line that end after an instant, in the span. */
export async function pageOfBuckets(
  db: Db,
  { orgId, toMs }: HistorySpan,
  lineId: bigint,
  widthS: number,
  afterMs: number,
  limit: number,
): Promise<HistoricBucket[]> {
  const { rows } = await sql<Omit<HistoricBucket, "endedAt"> & { ended_at: Date }>`
    SELECT ended_at, count, ${asDouble(sql`sum`)} AS sum, min, max, last, approved, flagged, rejected FROM rollups
    WHERE org_id = ${orgId} AND line_id = ${lineId} AND width_s = ${sql.raw(String(widthS))}
      AND ended_at > ${new Date(afterMs)} AND ended_at <= ${new Date(toMs)}
    ORDER BY ended_at LIMIT ${limit}`.execute(db);
  return rows.map(({ ended_at: endedAt, ...row }) => ({ endedAt, ...row }));
}
