import { type RawBuilder, sql } from "kysely";

/** SQL of buckets: how the quantities of readings are gathered into them, and narrow ones into wide ones. */

/** A bucket's end: buckets are (end - width, end]. */
export const bucketEnd = (at: RawBuilder<unknown>, widthS: RawBuilder<unknown>) =>
  sql`date_bin(make_interval(secs => ${widthS}), ${at} - interval '1 ms', 'epoch'::timestamptz) + make_interval(secs => ${widthS})`;

/**
 * Quantities with what {@link gathered} takes of each: `approx`, the value as a double, and `rank`, its time, its record's
 * place in the chain and that double; the newest has the greatest. To gather by ranks needs no sorting, which took more
 * time than all else. What is behind OFFSET 0 is reckoned once.
 */
export const ranked = (values: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  SELECT value.*, ARRAY[date_part('epoch', value.ended_at), value.seq::double precision, value.approx] AS rank
  FROM (SELECT value.*, value.value::double precision AS approx FROM ${values} AS value OFFSET 0) AS value
)`;

/**
 * A numeric as a double. PostgreSQL refuses to make one of what is nearer to 0 than any, as a mean of readings may be that
 * are hardly anything: without this one such reading would fail all that it is looked at with.
 */
export const asDouble = (numeric: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(CASE WHEN abs(${numeric}) < 1e-323 THEN 0 ELSE ${numeric} END)::double precision`;

/** Columns of a bucket, gathered from ranked quantities: `value` in FROM, grouped by the caller. */
export const gathered = sql`
  count(*) FILTER (WHERE value.standing <> 'rejected')::integer AS count,
  coalesce(sum(value.value) FILTER (WHERE value.standing <> 'rejected'), 0) AS sum,
  min(value.approx) FILTER (WHERE value.standing <> 'rejected') AS min,
  max(value.approx) FILTER (WHERE value.standing <> 'rejected') AS max,
  (max(value.rank) FILTER (WHERE value.standing <> 'rejected'))[3] AS last,
  max(value.ended_at) FILTER (WHERE value.standing <> 'rejected') AS last_at,
  count(*) FILTER (WHERE value.standing = 'approved')::integer AS approved,
  count(*) FILTER (WHERE value.standing = 'flagged')::integer AS flagged,
  count(*) FILTER (WHERE value.standing = 'rejected')::integer AS rejected`;

/** The same of a wider bucket, from its minutes: sums of numerics are exact, and no two minutes end their last at once. */
export const together = sql`
  sum(minute.count)::integer AS count, sum(minute.sum) AS sum, min(minute.min) AS min, max(minute.max) AS max,
  (array_agg(minute.last ORDER BY minute.last_at DESC NULLS LAST))[1] AS last, max(minute.last_at) AS last_at,
  sum(minute.approved)::integer AS approved, sum(minute.flagged)::integer AS flagged,
  sum(minute.rejected)::integer AS rejected`;
