import { sql } from "kysely";
import type { Device, Plant } from "../hydropower/plant.ts";
import { quantitiesSchema } from "../hydropower/quantities.ts";
import { assertState } from "../kernel/fault.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import type { Configured, TrainingReading, TrainingSet } from "./model-set.ts";
import { findRecords } from "./record-store.ts";
import { effectiveReadings } from "./review-lists.ts";
import { parseBody } from "./types.ts";

/** The readings that models are trained on and compared by, as a plant's chain stood at a place. */

/** A plant as configured at its newest record, with the model in force there. */
export type PlantNow = Configured & { readonly headSeq: bigint; readonly modelHash: Uint8Array | null };

/** One statement, so that head and configuration are of one moment. */
export async function readPlantNow(db: Db, { orgId, plantId }: PlantKey): Promise<PlantNow> {
  const { rows } = await sql<{ seq: bigint; model_hash: Uint8Array | null; plant: Plant; devices: Device[] }>`
    SELECT head.seq, head.model_hash, plant.config AS plant,
      (SELECT coalesce(jsonb_agg(device.config), '[]') FROM devices AS device
       WHERE device.org_id = head.org_id AND device.plant_id = head.plant_id) AS devices
    FROM plant_heads AS head JOIN plants AS plant USING (org_id, plant_id)
    WHERE head.org_id = ${orgId} AND head.plant_id = ${plantId}`.execute(db);
  const [row] = rows;
  assertState(row !== undefined, `plant ${plantId} has no chain head`);
  const { seq, model_hash, plant, devices } = row;
  return {
    headSeq: seq,
    modelHash: model_hash,
    plant,
    devices: new Map(devices.map((device) => [device.device_id, device])),
  };
}

/** Where readings are drawn from: a place of the chain and a span of time. */
export type Span = Pick<TrainingSet, "head_seq" | "from" | "to">;

const within = (key: PlantKey, { head_seq, from, to }: Span) => sql`
  FROM ${effectiveReadings(key, BigInt(head_seq))} AS reading
  WHERE effective_status = 'APPROVED' AND ended_at > ${from}::timestamptz AND ended_at <= ${to}::timestamptz`;

/** Approved readings of a span that came after a place of the chain, and the days on which there are any at all. */
export async function countApproved(
  db: Db,
  key: PlantKey,
  span: Span,
  afterSeq: bigint,
): Promise<{ readonly fresh: number; readonly days: number }> {
  const { rows } = await sql<{ fresh: bigint; days: bigint }>`
    SELECT count(*) FILTER (WHERE seq > ${afterSeq}) AS fresh,
           count(DISTINCT date_trunc('day', ended_at, 'UTC')) AS days
    ${within(key, span)}`.execute(db);
  const [row] = rows;
  assertState(row !== undefined, "an aggregate without a row");
  return { fresh: Number(row.fresh), days: Number(row.days) };
}

const pageReadings = 250;

/**
 * The approved readings of a span with the smallest commitments, in their order. Bodies are read page by page:
 * memory holds the sample and one page, and other work goes on in between.
 */
export async function readSample(db: Db, key: PlantKey, span: Span, most: number): Promise<TrainingReading[]> {
  const { rows } = await sql<{ record_id: string }>`
    SELECT record_id ${within(key, span)} ORDER BY commitment LIMIT ${most}`.execute(db);
  const ids = rows.map((row) => row.record_id);
  const readings: TrainingReading[] = [];
  for (let at = 0; at < ids.length; at += pageReadings) {
    const page = ids.slice(at, at + pageReadings);
    const found = new Map((await findRecords(db, key.orgId, page)).map((record) => [record.recordId, record]));
    for (const id of page) {
      const record = found.get(id);
      assertState(record?.deviceId != null && record.endedAt !== null, `reading ${id} is counted but not stored`);
      readings.push({
        commitment: record.commitment,
        deviceId: record.deviceId,
        endMs: record.endedAt.getTime(),
        intervalS: record.intervalS ?? undefined,
        quantities: quantitiesSchema.parse(parseBody(record).readings),
      });
    }
  }
  return readings;
}
