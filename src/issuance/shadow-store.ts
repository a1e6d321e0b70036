import { sql } from "kysely";
import { readAnchors } from "../anchoring/outbox.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import type { ReadingCounts } from "./comparison.ts";

/** A plant's devices by name, so that each is found along the index. */
type Place = PlantKey & { readonly upToSeq: bigint; readonly deviceIds: readonly string[] };
type Window = { readonly afterMs: number; readonly toMs: number };

/** Interval readings of all of a plant's devices in a window of event time, by their own verdicts. */
export async function countReadings(
  db: Db,
  { orgId, plantId, upToSeq, deviceIds }: Place,
  window: Window,
): Promise<ReadingCounts> {
  const { rows } = await sql<ReadingCounts>`
    SELECT count(*) AS readings, count(*) FILTER (WHERE reading.status = 'REJECTED') AS rejected,
           count(review.seq) AS reviewed
    FROM device_readings AS reading
    LEFT JOIN reviews AS review ON review.org_id = reading.org_id AND review.plant_id = reading.plant_id
      AND review.seq = reading.seq
    WHERE reading.org_id = ${orgId} AND reading.plant_id = ${plantId} AND reading.device_id = ANY(${[...deviceIds]}::text[])
      AND reading.is_interval AND reading.seq <= ${upToSeq} AND ${inside(window)}`.execute(db);
  return rows[0] as ReadingCounts;
}

const inside = ({ afterMs, toMs }: Window) =>
  sql`reading.ended_at > ${isoFromMs(afterMs)}::timestamptz(3) AND reading.ended_at <= ${isoFromMs(toMs)}::timestamptz(3)`;

const pageRows = 1_000;

/** How many of a plant's interval readings in a window stand under an anchored checkpoint of the log. */
export async function countAnchored(
  db: Db,
  { orgId, plantId, upToSeq, deviceIds }: Place,
  window: Window,
): Promise<{ records: bigint; anchored: bigint }> {
  let [records, anchored, after] = [0n, 0n, 0n];
  for (;;) {
    const { rows } = await sql<{ record_id: string; seq: bigint }>`
      SELECT reading.record_id, reading.seq FROM device_readings AS reading
      WHERE reading.org_id = ${orgId} AND reading.plant_id = ${plantId} AND reading.device_id = ANY(${[...deviceIds]}::text[])
        AND reading.is_interval AND reading.seq > ${after} AND reading.seq <= ${upToSeq} AND ${inside(window)}
      ORDER BY reading.seq LIMIT ${pageRows}`.execute(db);
    const ids = rows.map(({ record_id }) => record_id);
    const anchors = await readAnchors(db, ids);
    records += BigInt(rows.length);
    anchored += BigInt(ids.filter((id) => anchors.get(id)?.state === "anchored").length);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return { records, anchored };
    after = last.seq;
  }
}

export type StoredReport = { readonly reportId: string; readonly report: unknown; readonly createdAt: Date };

export async function insertReport(
  db: Db,
  { orgId, plantId }: PlantKey,
  stored: StoredReport & { readonly source: Uint8Array; readonly createdBy: string },
): Promise<void> {
  await db
    .insertInto("shadow_reports")
    .values({
      org_id: orgId,
      plant_id: plantId,
      report_id: stored.reportId,
      source: stored.source,
      report: JSON.stringify(stored.report),
      created_at: stored.createdAt,
      created_by: stored.createdBy,
    })
    .execute();
}

/** The report made of the same bytes at the same place of the plant's chain: it would say the same again. */
export async function findSameReport(
  db: Db,
  { orgId, plantId }: PlantKey,
  { sourceSha256, headSeq }: { readonly sourceSha256: string; readonly headSeq: bigint },
): Promise<unknown> {
  const row = await db
    .selectFrom("shadow_reports")
    .select("report")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where(sql<boolean>`report->>'source_sha256' = ${sourceSha256}`)
    .where(sql<boolean>`report->'chain'->>'head_seq' = ${headSeq.toString()}`)
    .executeTakeFirst();
  return row?.report;
}

export async function findReport(db: Db, { orgId, plantId }: PlantKey, reportId: string): Promise<unknown> {
  const row = await db
    .selectFrom("shadow_reports")
    .select("report")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("report_id", "=", reportId)
    .executeTakeFirst();
  return row?.report;
}
