import { sql } from "kysely";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Db, Tx } from "../platform/database.ts";
import { asDouble } from "./bucket-sql.ts";
import { figuresText, type TouchedBucket } from "./rollup-store.ts";

/** A bucket as live streams tell it. */
export type ToldBucket = {
  readonly orgId: string;
  readonly plantId: string;
  readonly deviceId: string;
  readonly metric: string;
  readonly widthS: number;
  readonly endedAt: Date;
  readonly count: number;
  /** Null, as the next three: none of its readings counts any more. */
  readonly avg: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly last: number | null;
};

/** Begins at this time where nothing was told yet. */
export async function beginAt(db: Db, at: Date): Promise<void> {
  await db
    .insertInto("stream_rollups")
    .values({ told_to: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Up to when buckets that are over were told. A pass that shares the row is waited for by whoever moves it on. */
export async function shareToldTo(tx: Tx): Promise<Date | undefined> {
  return (await tx.selectFrom("stream_rollups").select("told_to").forShare().executeTakeFirst())?.told_to;
}

/** Undefined: another gateway has it. */
export async function lockToldTo(tx: Tx): Promise<Date | undefined> {
  const row = await tx.selectFrom("stream_rollups").select("told_to").forUpdate().skipLocked().executeTakeFirst();
  return row?.told_to;
}

export async function moveToldTo(tx: Tx, to: Date): Promise<void> {
  await tx.updateTable("stream_rollups").set({ told_to: to }).execute();
}

/** The buckets of these widths that end then and have anything in them. */
export async function findEnded(tx: Tx, endedAt: Date, widthsS: readonly number[]): Promise<ToldBucket[]> {
  const longest = new Date(endedAt.getTime() - 1_000 * Math.max(...widthsS));
  const { rows } = await sql<ToldRow>`
    SELECT line.org_id, line.plant_id, line.device_id, line.metric,
      bucket.width_s, bucket.ended_at, bucket.count, ${values}
    FROM rollup_lines AS line
    JOIN rollups AS bucket ON bucket.org_id = line.org_id AND bucket.line_id = line.line_id
      AND bucket.width_s = ANY(${numberColumn(widthsS, "integer")}) AND bucket.ended_at = ${endedAt}
    WHERE line.last_at > ${longest} AND bucket.count > 0
    ${inOrder}`.execute(tx);
  return rows.map(bucketOf);
}

/**
 * Buckets as they stand, of those that say something else than before; one that says nothing any more with a count of 0. A
 * bucket that says nothing, and never did, is left out.
 */
export async function findTouched(tx: Tx, touched: readonly TouchedBucket[]): Promise<ToldBucket[]> {
  const text = (pick: (one: TouchedBucket) => string) => textColumn(touched.map(pick));
  const widths = numberColumn(
    touched.map(({ widthS }) => widthS),
    "integer",
  );
  const { rows } = await sql<ToldRow>`
    SELECT DISTINCT wanted.org_id, wanted.plant_id, wanted.device_id, wanted.metric, wanted.width_s, wanted.ended_at,
      coalesce(bucket.count, 0) AS count, ${values}
    FROM unnest(
      ${text(({ orgId }) => orgId)}, ${text(({ plantId }) => plantId)}, ${text(({ deviceId }) => deviceId)},
      ${text(({ metric }) => metric)}, ${widths}, ${text(({ endedAt }) => endedAt.toISOString())}::timestamptz[],
      ${textColumn(touched.map(({ before }) => before ?? null))}
    ) AS wanted (org_id, plant_id, device_id, metric, width_s, ended_at, before)
    LEFT JOIN rollup_lines AS line ON line.org_id = wanted.org_id AND line.plant_id = wanted.plant_id
      AND line.metric = wanted.metric AND line.device_id = wanted.device_id
    LEFT JOIN rollups AS bucket ON bucket.org_id = line.org_id AND bucket.line_id = line.line_id
      AND bucket.width_s = wanted.width_s AND bucket.ended_at = wanted.ended_at
    WHERE ${figuresText} IS DISTINCT FROM wanted.before
    ORDER BY org_id, plant_id, device_id, ended_at, width_s, metric`.execute(tx);
  return rows.map(bucketOf);
}

const values = sql`${asDouble(sql`bucket.sum / nullif(bucket.count, 0)`)} AS avg, bucket.min, bucket.max, bucket.last`;
const inOrder = sql`ORDER BY line.org_id, line.plant_id, line.device_id, bucket.ended_at, bucket.width_s, line.metric`;

type ToldRow = {
  org_id: string;
  plant_id: string;
  device_id: string;
  metric: string;
  width_s: number;
  ended_at: Date;
  count: number;
  avg: number | null;
  min: number | null;
  max: number | null;
  last: number | null;
};

const bucketOf = ({ org_id, plant_id, device_id, width_s, ended_at, ...rest }: ToldRow): ToldBucket => ({
  ...{ orgId: org_id, plantId: plant_id, deviceId: device_id, widthS: width_s, endedAt: ended_at },
  ...rest,
});
