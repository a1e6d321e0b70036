import { sql } from "kysely";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Tx } from "../platform/database.ts";
import { type FoundSegment, findPacked, readPacked, together } from "../telemetry/packing/records-in.ts";
import { standingReadings } from "../telemetry/standing-values.ts";
import { type DeviceDay, daysRelation } from "./rollup-store.ts";

/** Newest values of lines whose newest lay in a day that was gathered anew. */

type Line = {
  readonly org_id: string;
  readonly line_id: bigint;
  readonly plant_id: string;
  readonly device_id: string;
  readonly metric: string;
  readonly to_seq: bigint;
};

type Newest = { readonly line_id: bigint; readonly ended_at: Date; readonly seq: bigint; readonly value: number };

/** A line's newest value may be of a reading that something else replaced; a line without any reading left goes. */
export async function renewNewest(tx: Tx, days: readonly DeviceDay[]): Promise<void> {
  const { rows: lines } = await sql<Line>`
    SELECT line.org_id, line.line_id, line.plant_id, line.device_id, line.metric, day.to_seq
    FROM rollup_lines AS line JOIN ${daysRelation(days)}
      ON day.org_id = line.org_id AND day.plant_id = line.plant_id AND day.device_id = line.device_id
    WHERE line.last_at > day.day_end - interval '24 hours' AND line.last_at <= day.day_end`.execute(tx);
  if (lines.length === 0) return;
  const newest = new Map((await findNewest(tx, lines)).map((one) => [one.line_id, one]));
  const gone = lines.filter(({ line_id: id }) => !newest.has(id));
  await sql`
    DELETE FROM rollup_lines AS line USING ${linesRelation(gone)} AS gone
    WHERE line.org_id = gone.org_id AND line.line_id = gone.line_id`.execute(tx);
  const found = lines.flatMap((line) => newest.get(line.line_id) ?? []);
  await sql`
    UPDATE rollup_lines AS line SET last_at = found.ended_at, last_seq = found.seq, last_value = found.value
    FROM unnest(
      ${textColumn(lines.filter(({ line_id: id }) => newest.has(id)).map((line) => line.org_id))},
      ${numberColumn(
        found.map((one) => one.line_id),
        "bigint",
      )},
      ${textColumn(found.map((one) => one.ended_at.toISOString()))}::timestamptz[],
      ${numberColumn(
        found.map(({ seq }) => seq),
        "bigint",
      )},
      ${textColumn(found.map(({ value }) => String(value)))}::double precision[]
    ) AS found (org_id, line_id, ended_at, seq, value)
    WHERE line.org_id = found.org_id AND line.line_id = found.line_id`.execute(tx);
}

const linesRelation = (lines: readonly Line[]) => sql`
  (SELECT * FROM unnest(
    ${textColumn(lines.map((line) => line.org_id))}, ${numberColumn(
      lines.map((line) => line.line_id),
      "bigint",
    )},
    ${textColumn(lines.map((line) => line.plant_id))}, ${textColumn(lines.map((line) => line.device_id))},
    ${textColumn(lines.map(({ metric }) => metric))}, ${numberColumn(
      lines.map((line) => line.to_seq),
      "bigint",
    )}
  ) AS line (org_id, line_id, plant_id, device_id, metric, to_seq))`;

const firstSegments = 4;

/** Of each line that has any, from rows and as many of the newest segments as it takes. */
async function findNewest(tx: Tx, lines: readonly Line[]): Promise<Newest[]> {
  const scopes = lines.map((line) => ({
    ...{ orgId: line.org_id, plantId: line.plant_id, toSeq: line.to_seq, devices: [line.device_id] },
    ended: {},
  }));
  const { months, segments } = await findPacked(tx, scopes);
  const newestFirst = segments.toSorted((a, b) => endOf(b) - endOf(a));
  for (let taken = 0; ; taken = taken === 0 ? firstSegments : 2 * taken) {
    const packed = await readPacked(tx, newestFirst.slice(0, taken), scopes, "values");
    const found = await newestIn(tx, lines, together(packed, months));
    const next = newestFirst[taken];
    const isSettled = (line: Line) =>
      next === undefined || found.some((one) => one.line_id === line.line_id && one.ended_at.getTime() > endOf(next));
    if (lines.every(isSettled)) return found;
  }
}

const endOf = ({ endedToMs }: FoundSegment): number => endedToMs ?? Number.NEGATIVE_INFINITY;

async function newestIn(tx: Tx, lines: readonly Line[], records: ReturnType<typeof together>): Promise<Newest[]> {
  const readings = standingReadings(
    records,
    sql`(SELECT line.org_id, line.plant_id, line.device_id, line.to_seq) AS line`,
    sql`record.org_id = line.org_id AND record.plant_id = line.plant_id AND record.device_id = line.device_id
      AND record.seq <= line.to_seq`,
  );
  const { rows } = await sql<Newest>`
    SELECT line.line_id, newest.*
    FROM ${linesRelation(lines)} AS line CROSS JOIN LATERAL (
      SELECT reading.ended_at, reading.seq,
        (convert_from(reading.body, 'UTF8')::json -> 'readings' ->> line.metric)::double precision AS value
      FROM ${readings} AS reading
      WHERE reading.standing IS NOT NULL
        AND (convert_from(reading.body, 'UTF8')::json -> 'readings' ->> line.metric) IS NOT NULL
      ORDER BY reading.ended_at DESC, reading.seq DESC LIMIT 1
    ) AS newest`.execute(tx);
  return rows;
}
