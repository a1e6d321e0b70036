import { sql } from "kysely";
import type { PlantKey } from "../../plants/store.ts";
import type { Db, Tx } from "../../platform/database.ts";

/** A month of UTC, as its first day: `2026-05-01`. */
export type Month = string;

export type HotRecord = {
  readonly seq: bigint;
  readonly recordId: string;
  readonly kind: string;
  readonly deviceId: string | null;
  readonly endedAt: Date | null;
  readonly commitment: Uint8Array;
  readonly body: Uint8Array;
};

const inMonth = (month: Month) => sql`received_at >= (${month}::date::timestamp AT TIME ZONE 'UTC')
  AND received_at < ((${month}::date + interval '1 month') AT TIME ZONE 'UTC')`;

/** Plants with records of a month behind what is packed of it. */
export async function plantsToPack(db: Db, month: Month, limit: number): Promise<PlantKey[]> {
  const { rows } = await sql<{ org_id: string; plant_id: string }>`
    SELECT head.org_id, head.plant_id FROM plant_heads AS head
    WHERE EXISTS (
      SELECT FROM records AS record
      WHERE record.org_id = head.org_id AND record.plant_id = head.plant_id AND ${inMonth(month)}
        AND record.seq > coalesce((
          SELECT max(last_seq) FROM packed_records AS packed
          WHERE packed.org_id = head.org_id AND packed.plant_id = head.plant_id AND packed.month = ${month}::date), 0))
    ORDER BY 1, 2 LIMIT ${limit}`.execute(db);
  return rows.map((row) => ({ orgId: row.org_id, plantId: row.plant_id }));
}

/** The next records of a plant's month that are not packed, in order of acceptance. */
export async function nextToPack(
  tx: Tx,
  { orgId, plantId }: PlantKey,
  month: Month,
  limit: number,
): Promise<HotRecord[]> {
  const { rows } = await sql<HotRow>`
    SELECT seq, record_id, kind, device_id, ended_at, commitment, body FROM records
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND ${inMonth(month)}
      AND seq > coalesce((
        SELECT max(last_seq) FROM packed_records
        WHERE org_id = ${orgId} AND plant_id = ${plantId} AND month = ${month}::date), 0)
    ORDER BY seq LIMIT ${limit}`.execute(tx);
  return rows.map((row) => ({
    seq: row.seq,
    recordId: row.record_id,
    kind: row.kind,
    deviceId: row.device_id,
    endedAt: row.ended_at,
    commitment: row.commitment,
    body: row.body,
  }));
}

type HotRow = {
  seq: bigint;
  record_id: string;
  kind: string;
  device_id: string | null;
  ended_at: Date | null;
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
  readonly bodies: Uint8Array;
};

export type DeviceValues = {
  readonly deviceId: string;
  readonly endedFrom: Date;
  readonly endedTo: Date;
  readonly readings: number;
  readonly content: Uint8Array;
};

export async function insertSegment(tx: Tx, segment: Segment, values: readonly DeviceValues[]): Promise<void> {
  const { orgId, plantId, month, firstSeq } = segment;
  await sql`
    INSERT INTO packed_records (org_id, plant_id, month, first_seq, last_seq, records, first_ended_at, last_ended_at, bodies)
    VALUES (${orgId}, ${plantId}, ${month}, ${firstSeq}, ${segment.lastSeq}, ${segment.records}, ${segment.endedFrom},
            ${segment.endedTo}, ${segment.bodies})`.execute(tx);
  for (const { deviceId, endedFrom, endedTo, readings, content } of values) {
    await sql`
      INSERT INTO packed_values (org_id, plant_id, device_id, month, first_seq, first_ended_at, last_ended_at, readings, content)
      VALUES (${orgId}, ${plantId}, ${deviceId}, ${month}, ${firstSeq}, ${endedFrom}, ${endedTo}, ${readings}, ${content})`.execute(
      tx,
    );
  }
}

/** Exact bytes of a plant's packed records after one place, up to another, segment by segment. */
export async function segmentsOf(
  db: Db,
  { orgId, plantId }: PlantKey,
  afterSeq: bigint,
  toSeq: bigint,
): Promise<Uint8Array[]> {
  const { rows } = await sql<{ bodies: Uint8Array }>`
    SELECT bodies FROM packed_records
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND last_seq > ${afterSeq} AND first_seq <= ${toSeq}
    ORDER BY first_seq`.execute(db);
  return rows.map(({ bodies }) => bodies);
}

/** Hot records of a month that no segment holds. */
export async function countUnpacked(db: Db, month: Month): Promise<bigint> {
  const { rows } = await sql<{ unpacked: bigint }>`
    SELECT coalesce(sum(abs(hot.n - coalesce(packed.n, 0))), 0)::bigint AS unpacked
    FROM (SELECT org_id, plant_id, count(*) AS n FROM records WHERE ${inMonth(month)} GROUP BY 1, 2) AS hot
    LEFT JOIN (
      SELECT org_id, plant_id, sum(records) AS n FROM packed_records WHERE month = ${month}::date GROUP BY 1, 2
    ) AS packed USING (org_id, plant_id)`.execute(db);
  return rows[0]?.unpacked ?? 0n;
}
