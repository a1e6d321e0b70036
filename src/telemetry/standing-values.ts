import { type RawBuilder, sql } from "kysely";
import type { RecordsIn } from "./packing/records-in.ts";

/**
 * Readings as they stand now, by the columns of `records` and `standing`: `approved`, `flagged` (it waits for a
 * verifier), `rejected`, or null where something else stands in its place, or nothing yet: a reading that an accepted
 * correction replaced, a correction that nobody accepted.
 *
 * @param records where they are read from, with the values of packed ones
 * @param scope a relation, as it stands behind FROM, of the rows that `where` joins to
 * @param where a condition on `record` beside
 * @param more columns of the scope
 */
export function standingReadings(
  records: RecordsIn,
  scope: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  more: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  return sql`(
    SELECT record.*, coalesce(review.effective_status, record.status) AS effective_status,
      CASE coalesce(review.effective_status, record.status)
        WHEN 'APPROVED' THEN 'approved'
        WHEN 'FLAGGED' THEN 'flagged'
        WHEN 'REOPENED' THEN 'flagged'
        WHEN 'REJECTED' THEN CASE record.kind WHEN 'reading' THEN 'rejected' END
      END AS standing ${more}
    FROM ${scope}
    CROSS JOIN LATERAL (
      SELECT org_id, plant_id, seq, record_id, kind, device_id, received_at, ended_at, interval_s, status, trust_score, body
      FROM ${records.from} AS record
      WHERE ${where} AND ${records.only("record")} AND record.kind IN ('reading', 'correction') AND record.ended_at IS NOT NULL
      ${records.each}
    ) AS record
    LEFT JOIN reviews AS review
      ON review.org_id = record.org_id AND review.plant_id = record.plant_id AND review.seq = record.seq
  )`;
}

/** As it begins in a canonical body (RFC 8785): no string can hold it, for its quotes are escaped there. */
const memberBegins = '"readings":{';

/**
 * The quantities of such readings, a row each: `metric`, and `value` as the exact decimal that the record says. What
 * does not stand is left out.
 *
 * The member is cut out of the body's text, up to its brace, as it holds nothing but numbers: to have PostgreSQL parse
 * the whole body takes five times as long as all else that a rollup does with it. Where another object of that name
 * stands in the body, it is parsed all the same.
 */
export function standingValues(readings: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    SELECT reading.org_id, reading.plant_id, reading.device_id, reading.ended_at, reading.seq, reading.standing,
           quantity.key AS metric, quantity.value::numeric AS value
    FROM ${readings} AS reading
    CROSS JOIN LATERAL (SELECT convert_from(reading.body, 'UTF8') AS text OFFSET 0) AS body
    CROSS JOIN LATERAL json_each_text(
      CASE split_part(body.text, ${memberBegins}, 3)
        WHEN '' THEN ('{' || split_part(split_part(body.text, ${memberBegins}, 2), '}', 1) || '}')::json
        ELSE body.text::json -> 'readings'
      END) AS quantity
    WHERE reading.standing IS NOT NULL
  )`;
}
