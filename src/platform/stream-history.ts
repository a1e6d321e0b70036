import { type RawBuilder, sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * Where somebody stands in the streams' log, and whether the log is still the one of then. A database that was restored,
 * or whose place another took that had not heard of the newest commits, counts the same numbers anew, at other times.
 */

/** A number, and when it was committed by PostgreSQL's clock, ms; undefined: not known. 0 is before the first. */
export type LogPlace = { readonly no: number; readonly atMs?: number };

/** When a number of the head's organisation was committed; null: its run is not kept any more, or it is still to come. */
export const placeAt = (no: RawBuilder<unknown>): RawBuilder<Date | null> => sql`
  (SELECT CASE WHEN run.last_no - run.length < ${no} THEN run.at END FROM (
    SELECT last_no, length, at FROM stream_runs AS own
    WHERE own.org_id = head.org_id AND own.last_no >= ${no} ORDER BY own.last_no LIMIT 1) AS run)`;

/** Of an organisation's log its end, and when the number of a place in it was committed. */
export type EndRow = {
  readonly newest_no: bigint | null;
  readonly newest_at: Date | null;
  readonly place_at: Date | null;
};

export function newestOf({ newest_no, newest_at }: EndRow): LogPlace {
  return { no: Number(newest_no ?? 0n), ...(newest_at !== null && { atMs: newest_at.getTime() }) };
}

/** Whether a place that was known before is still one of this log's. Where its run is kept no more nothing tells. */
export function isSame(place: LogPlace | undefined, row: EndRow): boolean {
  if (place === undefined || place.no === 0) return true;
  const newest = newestOf(row);
  if (place.no > newest.no) return false;
  const atMs = place.no === newest.no ? newest.atMs : row.place_at?.getTime();
  return place.atMs === undefined || atMs === undefined || place.atMs === atMs;
}

export type StreamEnds = {
  readonly newest: LogPlace;
  /** Number of the oldest that is still kept. */
  readonly oldest: number;
  /** Whether a place is one of this log's; also where that cannot be told. */
  readonly isKnown: boolean;
};

/** The newest number of an organisation, and the oldest that is still kept; 0 and 1 before there is any. */
export async function readStreamEnds(db: Db, orgId: string, place: LogPlace = { no: 0 }): Promise<StreamEnds> {
  const { rows } = await sql<EndRow & { oldest: bigint | null }>`
    SELECT head.last_no AS newest_no, head.last_at AS newest_at, ${placeAt(sql`${place.no}::bigint`)} AS place_at,
           (SELECT last_no - length + 1 FROM stream_runs AS run WHERE run.org_id = head.org_id
            ORDER BY last_no LIMIT 1) AS oldest
    FROM stream_heads AS head WHERE head.org_id = ${orgId}`.execute(db);
  const row = rows[0] ?? { newest_no: null, newest_at: null, place_at: null, oldest: null };
  const newest = newestOf(row);
  return { newest, oldest: Number(row.oldest ?? newest.no + 1), isKnown: isSame(place, row) };
}
