import { sql } from "kysely";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Tx } from "../platform/database.ts";
import { keptMeans, keptRest } from "./bucket-strip.ts";
import { stripBuckets, stripMs } from "./rollup-levels.ts";

/** A strip of a line that is to be made. `plantId` is null where the line is gone. */
export type DueStrip = {
  readonly orgId: string;
  readonly lineId: bigint;
  readonly widthS: number;
  readonly endedAt: Date;
  readonly plantId: string | null;
};

/**
 * Asks for strips that are over, of each line that has gone on into them, and moves the mark. What a pass of the rollups
 * writes meanwhile may miss the move: such a line's buckets are read without a strip, never from one that lacks something,
 * since a strip is made under the place in the chain that the pass holds.
 */
export async function askForStrips(tx: Tx, widthS: number, nowMs: number): Promise<void> {
  const over = new Date(Math.floor(nowMs / stripMs(widthS)) * stripMs(widthS));
  const mark = await tx
    .selectFrom("rollup_strip_marks")
    .select("ended_at")
    .where("width_s", "=", widthS)
    .where("ended_at", "<", over)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (mark === undefined) return;
  await sql`
    INSERT INTO rollup_strips (org_id, line_id, width_s, ended_at)
    SELECT line.org_id, line.line_id, ${widthS}, strip.ended_at
    FROM generate_series(
      ${mark.ended_at}::timestamptz + ${length(widthS)}, ${over}::timestamptz, ${length(widthS)}
    ) AS strip (ended_at)
    JOIN rollup_lines AS line ON line.last_at > strip.ended_at - ${length(widthS)}
    ON CONFLICT DO NOTHING`.execute(tx);
  await tx.updateTable("rollup_strip_marks").set({ ended_at: over }).where("width_s", "=", widthS).execute();
}

const length = (widthS: number) => sql`make_interval(secs => ${sql.raw(String(stripBuckets * widthS))})`;

/** Strips to be made, the earliest first, but for those of plants of which somebody writes the buckets just now. */
export async function lockDue(tx: Tx, limit: number): Promise<DueStrip[]> {
  const { rows } = await sql<DueRow>`
    WITH due AS MATERIALIZED (
      SELECT strip.org_id, strip.line_id, strip.width_s, strip.ended_at, line.plant_id
      FROM rollup_strips AS strip LEFT JOIN rollup_lines AS line USING (org_id, line_id)
      WHERE strip.means IS NULL ORDER BY strip.ended_at LIMIT ${limit}
    ), held AS (
      SELECT position.org_id, position.plant_id FROM rollup_positions AS position
      WHERE (position.org_id, position.plant_id) IN (SELECT org_id, plant_id FROM due)
      FOR UPDATE SKIP LOCKED
    )
    SELECT due.* FROM due LEFT JOIN held USING (org_id, plant_id)
    WHERE due.plant_id IS NULL OR held.plant_id IS NOT NULL`.execute(tx);
  return rows.map((row) => ({
    orgId: row.org_id,
    lineId: row.line_id,
    widthS: row.width_s,
    endedAt: row.ended_at,
    plantId: row.plant_id,
  }));
}

type DueRow = { org_id: string; line_id: bigint; width_s: number; ended_at: Date; plant_id: string | null };

/** With fewer buckets a strip would take more room than they do, and hardly less time. */
const fewest = stripBuckets / 4;

/** Makes strips of one width from their buckets; those that are not worth it go. */
export async function makeStrips(tx: Tx, widthS: number, due: readonly DueStrip[]): Promise<void> {
  await sql`
    WITH due AS (
      SELECT * FROM unnest(
        ${textColumn(due.map(({ orgId }) => orgId))}, ${bigints(due.map(({ lineId }) => lineId))},
        ${textColumn(due.map(({ endedAt }) => endedAt.toISOString()))}::timestamptz[]
      ) AS due (org_id, line_id, ended_at)
    ), made AS MATERIALIZED (
      SELECT due.*, found.* FROM due CROSS JOIN LATERAL (
        SELECT count(bucket.ended_at) AS buckets, ${keptMeans} AS means, ${keptRest} AS rest
        FROM generate_series(
          due.ended_at - ${length(widthS)} + make_interval(secs => ${sql.raw(String(widthS))}), due.ended_at,
          make_interval(secs => ${sql.raw(String(widthS))})
        ) AS slot (ended_at) LEFT JOIN (
          SELECT * FROM rollups AS bucket
          WHERE bucket.org_id = due.org_id AND bucket.line_id = due.line_id AND bucket.width_s = ${sql.raw(String(widthS))}
            AND bucket.ended_at > due.ended_at - ${length(widthS)} AND bucket.ended_at <= due.ended_at
        ) AS bucket USING (ended_at)
      ) AS found
    ), gone AS (
      DELETE FROM rollup_strips AS strip USING made
      WHERE strip.org_id = made.org_id AND strip.line_id = made.line_id AND strip.width_s = ${sql.raw(String(widthS))}
        AND strip.ended_at = made.ended_at AND made.buckets < ${sql.raw(String(fewest))}
    )
    UPDATE rollup_strips AS strip SET means = made.means, rest = made.rest FROM made
    WHERE strip.org_id = made.org_id AND strip.line_id = made.line_id AND strip.width_s = ${sql.raw(String(widthS))}
      AND strip.ended_at = made.ended_at AND made.buckets >= ${sql.raw(String(fewest))}`.execute(tx);
}

const bigints = (values: readonly bigint[]) => numberColumn(values, "bigint");

/** Of buckets that are not kept any more. */
export async function dropStrips(tx: Tx, widthS: number, before: Date): Promise<void> {
  await tx.deleteFrom("rollup_strips").where("width_s", "=", widthS).where("ended_at", "<=", before).execute();
}
