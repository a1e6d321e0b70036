import { sql } from "kysely";
import type { ReportedPower } from "../carbon/reported-power.ts";
import { wattsUp } from "../hydropower/energy.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { recordsIn } from "../telemetry/packing/records-in.ts";
import { effectiveReadings } from "../telemetry/review-queries.ts";

/**
 * Registers of meters as the plant's chain stood at a place: effective statuses, and accepted corrections in the
 * places of what they replace. Only narrow rows are read, never a record's body, and nothing after the place is
 * looked at, so that the same question always gets the same answer.
 */

/** One meter's interval readings up to a place of the chain. */
export type MeterPlace = PlantKey & { readonly deviceId: string; readonly upToSeq: bigint };

/** An event-time window (afterMs, toMs]. */
export type Window = { readonly afterMs: number; readonly toMs: number };

export type RegisterRow = {
  readonly recordId: string;
  readonly endMs: number;
  readonly intervalS: number;
  /** Approved in the end: its export may count. */
  readonly counts: boolean;
  readonly exportWh: bigint | null;
  readonly importWh: bigint | null;
  readonly grossWh: bigint | null;
  /** What the register is held to; absent unless it counts by its verdict alone. */
  readonly reported?: ReportedPower | undefined;
};

export type RegisterName = "exportWh" | "importWh" | "grossWh";

/** Rows of one page: enough that the round trips do not count, few enough that memory stays flat. */
const pageRows = 4_000;

/** A meter's readings by event time, page by page along the primary key. */
export async function* readRegisters(
  db: Db,
  place: MeterPlace,
  window: Window,
): AsyncGenerator<readonly RegisterRow[]> {
  let { afterMs } = window;
  for (;;) {
    const rows = await readPage(db, place, { ...window, afterMs }, "first", pageRows);
    if (rows.length > 0) yield rows;
    if (rows.length < pageRows) return;
    afterMs = (rows.at(-1) as RegisterRow).endMs;
  }
}

/** The reading nearest to an instant that holds a register: the last at or before it, or the first after it. */
export async function nearestHolding(
  db: Db,
  place: MeterPlace,
  register: RegisterName,
  side: "at or before" | "after",
  atMs: number,
): Promise<RegisterRow | undefined> {
  const before = side === "at or before";
  let window = before ? { afterMs: earliestMs, toMs: atMs } : { afterMs: atMs, toMs: latestMs };
  // Nearly always the nearest of all holds it; a long stretch without it is read in full pages.
  for (let limit = 16; ; limit = pageRows) {
    const rows = await readPage(db, place, window, before ? "last" : "first", limit);
    const found = before ? rows.findLast((row) => row[register] !== null) : rows.find((row) => row[register] !== null);
    if (found !== undefined || rows.length < limit) return found;
    const [first, last] = [rows[0] as RegisterRow, rows.at(-1) as RegisterRow];
    // Ends are whole milliseconds.
    window = before ? { ...window, toMs: first.endMs - 1 } : { ...window, afterMs: last.endMs };
  }
}

const earliestMs = 0;
const latestMs = Date.UTC(9999, 0, 1);

/**
 * The first or last rows of a window, by event time. Which ends lie on the page is told by the readings alone,
 * so that decisions and corrections are joined to one page and not to all that is left.
 */
async function readPage(
  db: Db,
  { orgId, plantId, deviceId, upToSeq }: MeterPlace,
  { afterMs, toMs }: Window,
  which: "first" | "last",
  limit: number,
): Promise<RegisterRow[]> {
  const [after, to] = [sql`${isoFromMs(afterMs)}::timestamptz(3)`, sql`${isoFromMs(toMs)}::timestamptz(3)`];
  const { rows } = await sql<Row>`
    WITH page AS MATERIALIZED (
      SELECT ended_at FROM device_readings
      WHERE org_id = ${orgId} AND plant_id = ${plantId} AND device_id = ${deviceId} AND is_interval
        AND seq <= ${upToSeq} AND ended_at > ${after} AND ended_at <= ${to}
      ORDER BY ended_at ${which === "last" ? sql`DESC` : sql``} LIMIT ${limit}
    )
    SELECT record_id, seq, (extract(epoch FROM ended_at) * 1000)::float8 AS end_ms, interval_s,
      effective_status = 'APPROVED' AS counts, export_wh, import_wh, gross_wh, energy_wh, power_w, is_decided
    FROM ${effectiveReadings({ orgId, plantId }, upToSeq)} AS reading
    WHERE device_id = ${deviceId} AND is_interval
      AND ended_at >= (SELECT min(ended_at) FROM page) AND ended_at <= (SELECT max(ended_at) FROM page)
    ORDER BY ended_at`.execute(db);
  const kept = await powerOfRecords(
    db,
    { orgId, plantId },
    rows.filter(isInRecord).map(({ seq }) => seq),
  );
  return rows.map((row) => ({
    recordId: row.record_id,
    endMs: row.end_ms,
    intervalS: row.interval_s,
    counts: row.counts,
    exportWh: row.export_wh,
    importWh: row.import_wh,
    grossWh: row.gross_wh,
    reported: !isHeld(row)
      ? undefined
      : { energyWh: row.energy_wh, powerW: isInRecord(row) ? (kept.get(row.seq) ?? null) : row.power_w },
  }));
}

/** Approved by its verdict alone. */
const isHeld = ({ counts, is_decided }: Row) => counts && !is_decided;

/** Stored by a gateway that did not keep the power beside it. */
const isInRecord = (row: Row) => row.power_w === -1n && isHeld(row) && row.export_wh !== null;

/** Power of readings as their records say it, W, by place; a reading that tells none is not there. */
async function powerOfRecords(db: Db, key: PlantKey, seqs: readonly bigint[]): Promise<Map<bigint, bigint>> {
  if (seqs.length === 0) return new Map();
  const records = await recordsIn(db, [{ ...key, seqs }], "values");
  const { rows } = await sql<{ seq: bigint; kw: number }>`
    SELECT told.seq, told.kw::float8 AS kw
    FROM unnest(${seqs.map(String)}::bigint[]) AS place (seq)
    CROSS JOIN LATERAL (
      SELECT record.seq, convert_from(record.body, 'UTF8')::json -> 'readings' ->> 'power_output_kw' AS kw
      FROM ${records.from} AS record
      WHERE record.org_id = ${key.orgId} AND record.plant_id = ${key.plantId} AND record.seq = place.seq
        AND ${records.only("record")}
      ${records.each}
    ) AS told WHERE told.kw IS NOT NULL`.execute(db);
  return new Map(rows.map(({ seq, kw }) => [seq, wattsUp(kw)]));
}

type Row = {
  record_id: string;
  seq: bigint;
  end_ms: number;
  interval_s: number;
  counts: boolean;
  export_wh: bigint | null;
  import_wh: bigint | null;
  gross_wh: bigint | null;
  energy_wh: bigint | null;
  power_w: bigint | null;
  is_decided: boolean;
};

/** A set of records, by number and hash: SHA-256 over their commitments in sorted order, one after the other. */
export type RecordSet = { readonly count: bigint; readonly sha256: Uint8Array };

/** The creditable readings of main meters: interval ends in the window, export register held, approved in the end. */
export async function creditableSet(
  db: Db,
  { orgId, plantId, upToSeq }: Omit<MeterPlace, "deviceId">,
  deviceIds: readonly string[],
  { afterMs, toMs }: Window,
): Promise<RecordSet> {
  const { rows } = await sql<RecordSet>`
    SELECT count(*) AS count, sha256(coalesce(string_agg(commitment, ''::bytea ORDER BY commitment), ''::bytea)) AS sha256
    FROM ${effectiveReadings({ orgId, plantId }, upToSeq)} AS reading
    WHERE device_id = ANY(${[...deviceIds]}::text[]) AND is_interval AND export_wh IS NOT NULL
      AND ended_at > ${isoFromMs(afterMs)}::timestamptz(3) AND ended_at <= ${isoFromMs(toMs)}::timestamptz(3)
      AND effective_status = 'APPROVED'`.execute(db);
  return rows[0] as RecordSet;
}
