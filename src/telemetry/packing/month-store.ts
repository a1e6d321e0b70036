import { sql } from "kysely";
import type { PlantKey } from "../../plants/store.ts";
import type { Db, Tx } from "../../platform/database.ts";
import type { RecordFacts } from "./facts.ts";

/** Writing of packed months. Months are of UTC, as their first day: `2026-05-01`. */
export type Month = string;

/** A record as its row has it. */
export type HotRecord = RecordFacts & {
  readonly recordId: string;
  readonly commitment: Uint8Array;
  readonly body: Uint8Array;
};

export const inMonth = (month: Month) => sql`received_at >= (${month}::date::timestamp AT TIME ZONE 'UTC')
  AND received_at < ((${month}::date + interval '1 month') AT TIME ZONE 'UTC')`;

/** Months of which there are rows and which ended before an instant, the oldest first. */
export async function monthsBefore(db: Db, before: Date): Promise<Month[]> {
  const { rows } = await sql<{ month: Month }>`
    SELECT month::text FROM (
      SELECT to_date(right(part.relname, 6), 'YYYYMM') AS month
      FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid
      WHERE inhparent = 'records'::regclass AND part.relname ~ '^records_[0-9]{6}$'
    ) AS hot
    WHERE (month + interval '1 month')::timestamp AT TIME ZONE 'UTC' <= ${before} ORDER BY month`.execute(db);
  return rows.map(({ month }) => month);
}

/** From here on the month takes no further records. Waits a second at most for whoever reads its rows. */
export async function closeMonth(tx: Tx, month: Month): Promise<void> {
  await sql`SET LOCAL lock_timeout = '1s'`.execute(tx);
  await sql`SELECT close_record_month(${month}::date)`.execute(tx);
}

/** Plants with records of a month that are not handed over. */
export async function plantsToPack(db: Db, month: Month): Promise<PlantKey[]> {
  const { rows } = await sql<{ org_id: string; plant_id: string }>`
    SELECT head.org_id, head.plant_id FROM plant_heads AS head
    WHERE EXISTS (
        SELECT FROM records AS record
        WHERE record.org_id = head.org_id AND record.plant_id = head.plant_id AND ${inMonth(month)})
      AND NOT EXISTS (
        SELECT FROM record_months AS handed
        WHERE handed.org_id = head.org_id AND handed.plant_id = head.plant_id AND handed.month = ${month}::date)
    ORDER BY 1, 2`.execute(db);
  return rows.map((row) => ({ orgId: row.org_id, plantId: row.plant_id }));
}

/** The next records of a plant's month that are not packed, in order of acceptance. */
export async function nextToPack(tx: Tx, key: PlantKey, month: Month, limit: number): Promise<HotRecord[]> {
  const { rows } = await sql<{ last_seq: bigint }>`
    SELECT coalesce(max(last_seq), 0) AS last_seq FROM packed_records
    WHERE org_id = ${key.orgId} AND plant_id = ${key.plantId} AND month = ${month}::date`.execute(tx);
  return hotRecords(tx, key, month, rows[0]?.last_seq ?? 0n, limit);
}

/** Rows of a plant's month behind a place, in order of acceptance. */
export async function hotRecords(
  db: Db,
  { orgId, plantId }: PlantKey,
  month: Month,
  afterSeq: bigint,
  limit: number,
): Promise<HotRecord[]> {
  const { rows } = await sql<HotRow>`
    SELECT seq, record_id, kind, device_id, received_at, ended_at, interval_s, status, trust_score, commitment, body FROM records
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND ${inMonth(month)} AND seq > ${afterSeq}
    ORDER BY seq LIMIT ${limit}`.execute(db);
  return rows.map((row) => ({
    seq: row.seq,
    recordId: row.record_id,
    kind: row.kind,
    deviceId: row.device_id,
    receivedAtMs: row.received_at.getTime(),
    endedAtMs: row.ended_at?.getTime() ?? null,
    intervalS: row.interval_s,
    status: row.status,
    trustScore: row.trust_score,
    commitment: row.commitment,
    body: row.body,
  }));
}

type HotRow = {
  seq: bigint;
  record_id: string;
  kind: string;
  device_id: string | null;
  received_at: Date;
  ended_at: Date | null;
  interval_s: number | null;
  status: string | null;
  trust_score: string | null;
  commitment: Uint8Array;
  body: Uint8Array;
};

export type Segment = PlantKey & {
  readonly month: Month;
  readonly firstSeq: bigint;
  readonly lastSeq: bigint;
  readonly records: number;
  readonly endedFrom: Date | null;
  readonly endedTo: Date | null;
  readonly kinds: readonly string[];
  readonly statuses: readonly string[];
  readonly bodyBytes: number;
  readonly facts: Uint8Array;
  readonly bodies: Uint8Array;
};

export type DeviceValues = { readonly deviceId: string; readonly readings: number; readonly content: Uint8Array };

export async function insertSegment(tx: Tx, segment: Segment, values: readonly DeviceValues[]): Promise<void> {
  const { orgId, plantId, month, firstSeq } = segment;
  await sql`
    INSERT INTO packed_records (org_id, plant_id, month, first_seq, last_seq, records, first_ended_at, last_ended_at,
                                kinds, statuses, body_bytes, facts, bodies)
    VALUES (${orgId}, ${plantId}, ${month}, ${firstSeq}, ${segment.lastSeq}, ${segment.records}, ${segment.endedFrom},
            ${segment.endedTo}, ${[...segment.kinds]}, ${[...segment.statuses]}, ${segment.bodyBytes}, ${segment.facts},
            ${segment.bodies})`.execute(tx);
  for (const { deviceId, readings, content } of values) {
    await sql`
      INSERT INTO packed_values (org_id, plant_id, device_id, month, first_seq, readings, content)
      VALUES (${orgId}, ${plantId}, ${deviceId}, ${month}, ${firstSeq}, ${readings}, ${content})`.execute(tx);
  }
}

/** Places of a plant's segments of a month, in order of acceptance. */
export async function segmentPlaces(db: Db, { orgId, plantId }: PlantKey, month: Month): Promise<bigint[]> {
  const { rows } = await sql<{ first_seq: bigint }>`
    SELECT first_seq FROM packed_records
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND month = ${month}::date ORDER BY first_seq`.execute(db);
  return rows.map((row) => row.first_seq);
}

/** The handover: from its commit on the plant's month is read from its segments. */
export async function insertHandover(tx: Tx, { orgId, plantId }: PlantKey, month: Month): Promise<void> {
  await sql`
    INSERT INTO record_months (org_id, plant_id, month, records, first_seq, last_seq, first_ended_at, last_ended_at)
    SELECT org_id, plant_id, month, sum(records), min(first_seq), max(last_seq), min(first_ended_at), max(last_ended_at)
    FROM packed_records WHERE org_id = ${orgId} AND plant_id = ${plantId} AND month = ${month}::date
    GROUP BY 1, 2, 3`.execute(tx);
}

/** Plants of which a month was handed over; undefined while that is too recent for one of them. */
export async function plantsHandedOver(tx: Tx, month: Month, forMs: number): Promise<PlantKey[] | undefined> {
  const { rows } = await sql<{ org_id: string; plant_id: string; is_recent: boolean }>`
    SELECT org_id, plant_id, packed_at > now() - make_interval(secs => ${forMs / 1000}) AND ${forMs} > 0 AS is_recent
    FROM record_months WHERE month = ${month}::date ORDER BY 1, 2`.execute(tx);
  if (rows.some((row) => row.is_recent)) return undefined;
  return rows.map((row) => ({ orgId: row.org_id, plantId: row.plant_id }));
}

/**
 * Drops the month's rows if their bytes are those that were read back, as {@link Leaves} of each plant say.
 *
 * @returns how many records there were
 * @throws if any plant's rows are others, or somebody reads old rows for more than two seconds
 */
export async function dropMonth(tx: Tx, month: Month, read: readonly Leaves[]): Promise<bigint> {
  await sql`SET LOCAL lock_timeout = '2s'`.execute(tx);
  const { rows } = await sql<{ dropped: bigint }>`
    SELECT drop_record_month(${month}::date, ${read.map(({ orgId }) => orgId)}::text[],
      ${read.map(({ plantId }) => plantId)}::text[], ${read.map(({ leaves }) => leaves)}::bytea[]) AS dropped`.execute(
    tx,
  );
  return rows[0]?.dropped ?? 0n;
}

/** SHA-256 over the SHA-256 of each of a plant's packed records of a month, in order of acceptance. */
export type Leaves = PlantKey & { readonly leaves: Uint8Array };
