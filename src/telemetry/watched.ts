import { sql } from "kysely";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { complete, type Incomplete } from "./packing/exact.ts";
import { recordsIn } from "./packing/records-in.ts";
import { pageOf } from "./packing/windows.ts";

export { oldestUnanchored } from "../anchoring/outbox.ts";

/** What alerts watch of a plant's readings, as committed. Times in milliseconds since the epoch. */

export type WatchedDevice = PlantKey & {
  readonly deviceId: string;
  /** Between its readings, as configured or else as its newest had it, s. */
  readonly intervalS: number | null;
  /** ISO date. */
  readonly calibrationUntil: string | null;
  /** When its newest live reading or sample ended, by the time that it told itself; null: there is none, or none is known. */
  readonly newestMs: number | null;
  /** When its newest reading of all ended, history that was filed among them; null: there is none. */
  readonly newestOfAllMs: number | null;
};

const keysOf = (keys: readonly PlantKey[]) =>
  sql`unnest(${keys.map(({ orgId }) => orgId)}::text[], ${keys.map(({ plantId }) => plantId)}::text[])`;

/**
 * Among how many of its newest readings a device's newest live one is looked for. Behind more filed ones it has been silent
 * for longer than an alert waits for: one that is open stays, and a device that never sent live is not missed.
 */
const mostFiled = 100;

/**
 * Whether a reading that `own` is of was filed as history. What is on record within a minute is not. The bytes of one that is
 * packed are months old and not at hand: by then an hour decides.
 */
const isHistory = sql`CASE
  WHEN own.received_at - own.ended_at <= interval '1 minute' THEN false
  ELSE coalesce(
    (SELECT convert_from(record.body, 'UTF8')::json ->> 'source' IS NOT DISTINCT FROM 'backfill' FROM records AS record
     WHERE record.org_id = device.org_id AND record.plant_id = device.plant_id AND record.seq = own.seq
       AND record.received_at = own.received_at LIMIT 1),
    own.received_at - own.ended_at > interval '1 hour')
  END`;

/** The devices of some plants with their newest readings: a look or three into an index for each. */
export async function watchedDevices(db: Db, keys: readonly PlantKey[]): Promise<WatchedDevice[]> {
  const { rows } = await sql<DeviceRow>`
    SELECT device.org_id, device.plant_id, device.device_id, device.config->>'calibration_valid_until' AS calibration,
           coalesce((device.config->>'interval_s')::integer, newest.interval_s) AS interval_s,
           newest.ended_at, newest_of_all.ended_at AS newest_of_all
    FROM ${keysOf(keys)} AS plant (org_id, plant_id) JOIN devices AS device USING (org_id, plant_id)
    JOIN plant_heads AS head USING (org_id, plant_id)
    LEFT JOIN LATERAL (
      SELECT * FROM (
        SELECT live.ended_at, live.interval_s
        FROM unnest(ARRAY[true, false]) AS form (is_interval) CROSS JOIN LATERAL (
          SELECT * FROM (
            SELECT reading.ended_at, reading.interval_s, id.received_at, id.seq
            FROM device_readings AS reading JOIN record_ids AS id USING (record_id)
            WHERE reading.org_id = device.org_id AND reading.plant_id = device.plant_id
              AND reading.device_id = device.device_id AND reading.is_interval = form.is_interval
            ORDER BY reading.ended_at DESC LIMIT ${mostFiled}
          ) AS own WHERE NOT ${isHistory} ORDER BY own.ended_at DESC LIMIT 1
        ) AS live
        UNION ALL
        -- A slot with gaps becomes a record long after its samples came.
        (SELECT own.ended_at, own.interval_s FROM (
           SELECT sample.ended_at, sample.interval_s, sample.body FROM samples AS sample
           WHERE head.has_samples AND sample.org_id = device.org_id AND sample.plant_id = device.plant_id
             AND sample.device_id = device.device_id
           ORDER BY sample.ended_at DESC LIMIT ${mostFiled}
         ) AS own WHERE convert_from(own.body, 'UTF8')::json ->> 'source' IS DISTINCT FROM 'backfill'
         ORDER BY own.ended_at DESC LIMIT 1)
      ) AS form ORDER BY form.ended_at DESC LIMIT 1
    ) AS newest ON true
    LEFT JOIN LATERAL (
      SELECT max(own.ended_at) AS ended_at
      FROM unnest(ARRAY[true, false]) AS form (is_interval) CROSS JOIN LATERAL (
        SELECT reading.ended_at FROM device_readings AS reading
        WHERE reading.org_id = device.org_id AND reading.plant_id = device.plant_id
          AND reading.device_id = device.device_id AND reading.is_interval = form.is_interval
        ORDER BY reading.ended_at DESC LIMIT 1
      ) AS own
    ) AS newest_of_all ON true
    ORDER BY device.org_id, device.plant_id, device.device_id`.execute(db);
  return rows.map((row) => ({
    orgId: row.org_id,
    plantId: row.plant_id,
    deviceId: row.device_id,
    intervalS: row.interval_s,
    calibrationUntil: row.calibration,
    newestMs: row.ended_at?.getTime() ?? null,
    newestOfAllMs: row.newest_of_all?.getTime() ?? null,
  }));
}

type DeviceRow = {
  org_id: string;
  plant_id: string;
  device_id: string;
  calibration: string | null;
  interval_s: number | null;
  ended_at: Date | null;
  newest_of_all: Date | null;
};

export type WatchedReading = {
  readonly seq: bigint;
  readonly deviceId: string;
  readonly fromMs: number;
  readonly endedMs: number;
  /** Filed as history: it says nothing of now. */
  readonly isHistory: boolean;
  readonly values: Readonly<Record<string, unknown>>;
};

/** A plant's readings after a place of its chain, in the order of acceptance: those of one plant have no gaps. */
export async function readingsAfter(db: Db, key: PlantKey, afterSeq: bigint, limit: number): Promise<WatchedReading[]> {
  const scope = { ...key, afterSeq, kinds: ["reading"] };
  const found = await pageOf(db, scope, "seq", limit, async ({ records, within }, most) => {
    const { rows } = await sql<ReadingRow>`
      SELECT org_id, plant_id, seq, record_id, device_id, ended_at, interval_s, commitment, body FROM ${records.from} AS record
      WHERE org_id = ${key.orgId} AND plant_id = ${key.plantId} AND seq > ${afterSeq} AND kind = 'reading'
        AND ${within("record")} AND ${records.only("record")}
      ORDER BY seq LIMIT ${most}`.execute(db);
    return rows;
  });
  const rows = await complete(db, found);
  return rows.flatMap((row) => {
    if (row.device_id === null || row.ended_at === null) return [];
    const endedMs = row.ended_at.getTime();
    const body = JSON.parse(new TextDecoder().decode(row.body)) as {
      readings?: Record<string, unknown>;
      source?: string;
    };
    return [
      {
        seq: row.seq,
        deviceId: row.device_id,
        fromMs: endedMs - 1000 * (row.interval_s ?? 0),
        endedMs,
        isHistory: body.source === "backfill",
        values: body.readings ?? {},
      },
    ];
  });
}

type ReadingRow = Incomplete & {
  readonly device_id: string | null;
  readonly ended_at: Date | null;
  readonly interval_s: number | null;
};

/** The places of the newest records of some plants' chains. Keyed by organisation and plant with a line feed between. */
export async function headsOf(db: Db, keys: readonly PlantKey[]): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ org_id: string; plant_id: string; seq: bigint }>`
    SELECT org_id, plant_id, head.seq FROM ${keysOf(keys)} AS plant (org_id, plant_id)
    JOIN plant_heads AS head USING (org_id, plant_id)`.execute(db);
  return new Map(rows.map((row) => [`${row.org_id}\n${row.plant_id}`, row.seq]));
}

export type Tally = {
  readonly deviceId: string;
  readonly readings: number;
  readonly notApproved: number;
  /** Mean trust score; null without readings. */
  readonly trust: number | null;
};

/** Whether a `record` is of history, as far as its bytes are at hand: those of a packed month are not. */
const isFiled = sql`CASE
  WHEN record.received_at - record.ended_at <= interval '1 minute' OR record.body IS NULL THEN false
  ELSE convert_from(record.body, 'UTF8')::json ->> 'source' IS NOT DISTINCT FROM 'backfill' END`;

/** What became of a plant's live readings that ended in a time, from exclusive to inclusive, by device. */
export async function tallyOf(
  db: Db,
  key: PlantKey,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<Tally[]> {
  const records = await recordsIn(db, [{ ...key, ended: { afterMs: fromMs, toMs }, kinds: ["reading"] }], "facts");
  const { rows } = await sql<{ device_id: string; readings: number; not_approved: number; trust: number | null }>`
    SELECT device_id, count(*)::int AS readings, count(*) FILTER (WHERE status <> 'APPROVED')::int AS not_approved,
           avg(trust_score)::float8 AS trust
    FROM ${records.from} AS record
    WHERE org_id = ${key.orgId} AND plant_id = ${key.plantId}
      AND ended_at > ${new Date(fromMs)} AND ended_at <= ${new Date(toMs)} AND kind = 'reading'
      AND ${records.only("record")} AND NOT ${isFiled}
    GROUP BY device_id ORDER BY device_id`.execute(db);
  return rows.map((row) => ({
    deviceId: row.device_id,
    readings: row.readings,
    notApproved: row.not_approved,
    trust: row.trust,
  }));
}
