import { type RawBuilder, sql } from "kysely";
import { isoFromMs } from "../kernel/time.ts";
import { numberColumn, textColumn } from "../platform/columns.ts";
import { briefly, type Db, type Tx } from "../platform/database.ts";
import { type RecordScope, recordsIn } from "../telemetry/packing/records-in.ts";
import { standingReadings, standingValues } from "../telemetry/standing-values.ts";
import { bucketEnd, gathered, ranked, together } from "./bucket-sql.ts";
import { keptFromMs, rollupLevels, rollupNames } from "./rollup-levels.ts";
import { dropStrips } from "./rollup-strip-store.ts";

/** A part of a plant's chain: after one place, up to another. */
export type ChainPart = {
  readonly orgId: string;
  readonly plantId: string;
  readonly afterSeq: bigint;
  readonly toSeq: bigint;
};

/** A device's UTC day, as its chain stood at a place. `dayEnd`: its last instant, which belongs to it. */
export type DeviceDay = {
  readonly orgId: string;
  readonly plantId: string;
  readonly deviceId: string;
  readonly dayEnd: Date;
  readonly toSeq: bigint;
};

/** Plants that were never rolled up begin before their first record. */
export async function addPositions(db: Db, at: Date): Promise<void> {
  await sql`
    INSERT INTO rollup_positions (org_id, plant_id, seq, rolled_at)
    SELECT org_id, plant_id, 0, ${at} FROM plant_heads AS head
    WHERE NOT EXISTS (
      SELECT FROM rollup_positions AS own WHERE own.org_id = head.org_id AND own.plant_id = head.plant_id)
    ON CONFLICT DO NOTHING`.execute(db);
}

/** Plants with records that are not rolled up, those that waited longest first; locked. Others' are left to them. */
export async function lockBehind(tx: Tx, limit: number): Promise<ChainPart[]> {
  const { rows } = await sql<{ org_id: string; plant_id: string; seq: bigint; head_seq: bigint }>`
    SELECT position.org_id, position.plant_id, position.seq, head.seq AS head_seq
    FROM rollup_positions AS position JOIN plant_heads AS head USING (org_id, plant_id)
    WHERE head.seq > position.seq
    ORDER BY position.rolled_at LIMIT ${limit} FOR UPDATE OF position SKIP LOCKED`.execute(tx);
  return rows.map((row) => ({ orgId: row.org_id, plantId: row.plant_id, afterSeq: row.seq, toSeq: row.head_seq }));
}

export async function moveOn(tx: Tx, parts: readonly ChainPart[], at: Date): Promise<void> {
  await sql`
    UPDATE rollup_positions AS position SET seq = part.to_seq, rolled_at = ${at}
    FROM ${partsRelation(parts)}
    WHERE position.org_id = part.org_id AND position.plant_id = part.plant_id`.execute(tx);
}

const partsRelation = (parts: readonly ChainPart[]) => sql`unnest(
  ${textColumn(parts.map(({ orgId }) => orgId))}, ${textColumn(parts.map(({ plantId }) => plantId))},
  ${digits(parts.map(({ afterSeq }) => afterSeq))}, ${digits(parts.map(({ toSeq }) => toSeq))}
) AS part (org_id, plant_id, after_seq, to_seq)`;

const digits = (values: readonly bigint[]) => numberColumn(values, "bigint");

/** Quantities of the readings that some parts of chains hold. */
export const valuesOf = (db: Db, parts: readonly ChainPart[]) => valuesWhere(db, parts, sql`true`);

/**
 * Those of them that are to be added to what the chains held before. A correction of a reading before the part is not:
 * both would count. It comes in its place when the day is gathered anew.
 */
export const additionsOf = (db: Db, parts: readonly ChainPart[]) =>
  valuesWhere(
    db,
    parts,
    sql`(record.kind = 'reading' OR NOT EXISTS (
      SELECT FROM corrections AS correction
      WHERE correction.org_id = record.org_id AND correction.plant_id = record.plant_id AND correction.seq = record.seq
        AND correction.reading_seq <= part.after_seq))`,
  );

async function valuesWhere(db: Db, parts: readonly ChainPart[], more: RawBuilder<unknown>) {
  const records = await recordsIn(db, parts, "values");
  const where = sql`record.org_id = part.org_id AND record.plant_id = part.plant_id
    AND record.seq > part.after_seq AND record.seq <= part.to_seq AND ${more}`;
  return standingValues(standingReadings(records, partsRelation(parts), where));
}

/**
 * Adds quantities to their buckets of every width, and tells each line of its newest. Later additions are of later
 * records: of two that end at the same instant the one that was accepted later is the last.
 */
export async function add(tx: Tx, values: RawBuilder<unknown>, nowMs: number): Promise<TouchedBucket[]> {
  const { rows } = await sql<TouchedRow>`
    WITH value AS MATERIALIZED ${ranked(values)},
    minute AS MATERIALIZED (
      SELECT value.org_id, value.plant_id, value.device_id, value.metric,
        ${bucketEnd(sql`value.ended_at`, sql`60`)} AS ended_at, ${gathered},
        max(value.ended_at) AS newest_at, max(value.rank) AS newest
      FROM value GROUP BY 1, 2, 3, 4, 5
    ),
    line AS (
      INSERT INTO rollup_lines AS old (org_id, plant_id, device_id, metric, last_at, last_seq, last_value)
      SELECT DISTINCT ON (org_id, plant_id, device_id, metric)
        org_id, plant_id, device_id, metric, newest_at, newest[2]::bigint, newest[3]
      FROM minute ORDER BY org_id, plant_id, device_id, metric, minute.newest DESC
      ON CONFLICT (org_id, plant_id, metric, device_id) DO UPDATE SET
        (last_at, last_seq, last_value) = (
          SELECT newest.last_at, newest.last_seq, newest.last_value
          FROM (VALUES (old.last_at, old.last_seq, old.last_value),
                       (excluded.last_at, excluded.last_seq, excluded.last_value))
            AS newest (last_at, last_seq, last_value)
          ORDER BY newest.last_at DESC, newest.last_seq DESC LIMIT 1)
      RETURNING org_id, line_id, plant_id, device_id, metric
    ),
    level AS (
      SELECT * FROM unnest(
        ${rollupNames.map((name) => rollupLevels[name].widthS)}::integer[],
        ${rollupNames.map((name) => keptFromText(keptFromMs(name, nowMs)))}::timestamptz[]) AS level (width_s, kept_from)
    ),
    bucket AS (
      SELECT line.org_id, line.line_id, level.width_s,
        ${bucketEnd(sql`minute.ended_at`, sql`level.width_s`)} AS ended_at, level.kept_from, ${together}
      FROM minute JOIN line USING (org_id, plant_id, device_id, metric) CROSS JOIN level GROUP BY 1, 2, 3, 4, 5
    ),
    touched AS (
      INSERT INTO rollups AS old (org_id, line_id, width_s, ended_at, count, sum, min, max, last, last_at,
                                  approved, flagged, rejected)
      SELECT org_id, line_id, width_s, ended_at, count, sum, min, max, last, last_at, approved, flagged, rejected
      FROM bucket WHERE ended_at > kept_from
      ON CONFLICT (org_id, line_id, width_s, ended_at) DO UPDATE SET
        count = old.count + excluded.count,
        sum = old.sum + excluded.sum,
        min = least(old.min, excluded.min),
        max = greatest(old.max, excluded.max),
        last = CASE WHEN excluded.last_at >= coalesce(old.last_at, '-infinity') THEN excluded.last ELSE old.last END,
        last_at = greatest(old.last_at, excluded.last_at),
        approved = old.approved + excluded.approved,
        flagged = old.flagged + excluded.flagged,
        rejected = old.rejected + excluded.rejected
      RETURNING org_id, line_id, width_s, ended_at
    )
    SELECT line.org_id, line.plant_id, line.device_id, line.metric, touched.width_s, touched.ended_at
    FROM touched JOIN line USING (org_id, line_id)`.execute(tx);
  return rows.map(toTouched);
}

const keptFromText = (ms: number) => (ms === Number.NEGATIVE_INFINITY ? "-infinity" : isoFromMs(ms));

/** A bucket that may have changed. */
export type TouchedBucket = {
  readonly orgId: string;
  readonly plantId: string;
  readonly deviceId: string;
  readonly metric: string;
  readonly widthS: number;
  readonly endedAt: Date;
  /** Of one that was gathered anew: its {@link figuresText} before. */
  readonly before?: string | null;
};

/** What a bucket says, to be compared; null where it says nothing, as none of its readings counts. */
export const figuresText = sql`CASE WHEN bucket.count > 0
  THEN concat_ws(' ', bucket.count, trim_scale(bucket.sum), bucket.min, bucket.max, bucket.last) END`;

type TouchedRow = {
  org_id: string;
  plant_id: string;
  device_id: string;
  metric: string;
  width_s: number;
  ended_at: Date;
  before?: string | null;
};

const toTouched = ({ org_id, plant_id, device_id, width_s, ended_at, ...rest }: TouchedRow): TouchedBucket => ({
  ...{ orgId: org_id, plantId: plant_id, deviceId: device_id, widthS: width_s, endedAt: ended_at },
  ...rest,
});

/** Days in which readings stand otherwise since these parts of the chains. */
export async function findTurnedDays(tx: Tx, parts: readonly ChainPart[]): Promise<DeviceDay[]> {
  const { rows: turned } = await sql<{ org_id: string; plant_id: string; seq: bigint; to_seq: bigint }>`
    SELECT DISTINCT part.org_id, part.plant_id, change.seq, part.to_seq
    FROM ${partsRelation(parts)}
    JOIN review_changes AS change ON change.org_id = part.org_id AND change.plant_id = part.plant_id
      AND change.changed_seq > part.after_seq AND change.changed_seq <= part.to_seq`.execute(tx);
  if (turned.length === 0) return [];
  const scopes = [...Map.groupBy(turned, (row) => `${row.org_id}\n${row.plant_id}`).values()].map((own) => {
    const { org_id: orgId, plant_id: plantId } = own[0] as { org_id: string; plant_id: string };
    return { orgId, plantId, seqs: own.map(({ seq }) => seq) };
  });
  const records = await recordsIn(tx, scopes, "facts");
  const { rows } = await sql<{ org_id: string; plant_id: string; device_id: string; day_end: Date; to_seq: bigint }>`
    SELECT DISTINCT turned.org_id, turned.plant_id, record.device_id, ${bucketEnd(sql`record.ended_at`, sql`86400`)} AS day_end,
      turned.to_seq
    FROM unnest(${textColumn(turned.map((row) => row.org_id))}, ${textColumn(turned.map((row) => row.plant_id))},
      ${digits(turned.map(({ seq }) => seq))}, ${digits(turned.map((row) => row.to_seq))}
    ) AS turned (org_id, plant_id, seq, to_seq)
    CROSS JOIN LATERAL (
      SELECT device_id, ended_at FROM ${records.from} AS record
      WHERE record.org_id = turned.org_id AND record.plant_id = turned.plant_id AND record.seq = turned.seq
        AND ${records.only("record")} LIMIT 1
    ) AS record
    ORDER BY 1, 2, 3, 4`.execute(tx);
  return rows.map((row) => ({
    orgId: row.org_id,
    plantId: row.plant_id,
    deviceId: row.device_id,
    dayEnd: row.day_end,
    toSeq: row.to_seq,
  }));
}

/** Gathers days anew from their records: every bucket in them. @returns those that there are, and those that there were */
export async function renew(tx: Tx, days: readonly DeviceDay[], nowMs: number): Promise<TouchedBucket[]> {
  const { rows: removed } = await sql<TouchedRow>`
    DELETE FROM rollups AS bucket USING ${daysRelation(days)}
    JOIN rollup_lines AS line
      ON line.org_id = day.org_id AND line.plant_id = day.plant_id AND line.device_id = day.device_id
    WHERE bucket.org_id = line.org_id AND bucket.line_id = line.line_id
      AND bucket.width_s IN (60, 300, 3600, 86400)
      AND bucket.ended_at > day.day_end - interval '24 hours' AND bucket.ended_at <= day.day_end
    RETURNING line.org_id, line.plant_id, line.device_id, line.metric, bucket.width_s, bucket.ended_at,
      ${figuresText} AS before`.execute(tx);
  const where = sql`record.org_id = day.org_id AND record.plant_id = day.plant_id AND record.device_id = day.device_id
    AND record.ended_at > day.day_end - interval '24 hours' AND record.ended_at <= day.day_end AND record.seq <= day.to_seq`;
  const records = await recordsIn(tx, days.map(scopeOf), "values");
  const touched = await add(tx, standingValues(standingReadings(records, daysRelation(days), where)), nowMs);
  const before = new Map(removed.map(toTouched).map((bucket) => [nameOf(bucket), bucket]));
  const added = touched.filter((bucket) => !before.has(nameOf(bucket)));
  return [...added, ...before.values()];
}

/** Ids hold no line feed. */
const nameOf = ({ orgId, plantId, deviceId, metric, widthS, endedAt }: TouchedBucket): string =>
  [orgId, plantId, deviceId, metric, widthS, endedAt.getTime()].join("\n");

export const daysRelation = (days: readonly DeviceDay[]) => sql`unnest(
  ${textColumn(days.map(({ orgId }) => orgId))}, ${textColumn(days.map(({ plantId }) => plantId))},
  ${textColumn(days.map(({ deviceId }) => deviceId))},
  ${textColumn(days.map(({ dayEnd }) => dayEnd.toISOString()))}::timestamptz[], ${digits(days.map(({ toSeq }) => toSeq))}
) AS day (org_id, plant_id, device_id, day_end, to_seq)`;

const scopeOf = ({ orgId, plantId, deviceId, dayEnd, toSeq }: DeviceDay): RecordScope => ({
  ...{ orgId, plantId, toSeq, devices: [deviceId] },
  ended: { afterMs: dayEnd.getTime() - 86_400_000, toMs: dayEnd.getTime() },
});

/**
 * Makes the months of the fine rollups that are kept, and those to come; drops those whose time is over.
 *
 * @param sureMs by which they are over; null: none is dropped
 */
export async function keepMonths(db: Db, nowMs: number, sureMs: number | null = nowMs): Promise<void> {
  for (const name of ["1m", "5m"] as const) {
    const from = new Date(keptFromMs(name, nowMs));
    const now = new Date(nowMs);
    const months = 12 * (now.getUTCFullYear() - from.getUTCFullYear()) + now.getUTCMonth() - from.getUTCMonth();
    const first = isoFromMs(from.getTime()).slice(0, 10);
    if (sureMs !== null) {
      const before = new Date(keptFromMs(name, sureMs));
      await briefly(db, async (tx) => {
        await sql`SELECT drop_rollups(${name}, ${before})`.execute(tx);
        await dropStrips(tx, rollupLevels[name].widthS, before);
      });
    }
    await briefly(db, (tx) => sql`SELECT ensure_rollup_partitions(${name}, ${first}::date, ${months + 3})`.execute(tx));
  }
}

/** Records that are not rolled up yet. */
export async function countBehind(db: Db): Promise<bigint> {
  const { rows } = await sql<{ behind: bigint }>`
    SELECT coalesce(sum(head.seq - coalesce(position.seq, 0)), 0)::bigint AS behind
    FROM plant_heads AS head LEFT JOIN rollup_positions AS position USING (org_id, plant_id)`.execute(db);
  return rows[0]?.behind ?? 0n;
}
