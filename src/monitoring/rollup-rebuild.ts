import { sql } from "kysely";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { renewNewest } from "./rollup-newest.ts";
import { type DeviceDay, renew } from "./rollup-store.ts";

/**
 * Makes rollups again from the records, for where fine ones were dropped before their time, as under a clock that was months
 * ahead. Day by day under the plant's place in the chain, each in a transaction: series and the loop go on beside it, and one
 * that is broken off is begun again.
 */
export type RebuildDeps = {
  /** All organisations. */
  readonly db: Db;
  readonly nowMs: number;
};

const daysAtOnce = 16;

/** Plants that have been rolled up, of all organisations or of one. */
export async function rolledPlants(
  db: Db,
  orgId: string | undefined,
  plantId: string | undefined,
): Promise<PlantKey[]> {
  const rows = await db
    .selectFrom("rollup_positions")
    .select(["org_id", "plant_id"])
    .where("seq", ">", 0n)
    .$if(orgId !== undefined, (query) => query.where("org_id", "=", orgId as string))
    .$if(plantId !== undefined, (query) => query.where("plant_id", "=", plantId as string))
    .orderBy("org_id")
    .orderBy("plant_id")
    .execute();
  return rows.map((row) => ({ orgId: row.org_id, plantId: row.plant_id }));
}

/** Of one plant, the days that end after an instant. @returns how many days of devices were gathered anew */
export async function rebuildRollups({ db, nowMs }: RebuildDeps, plant: PlantKey, from: Date): Promise<number> {
  const days = await daysOf(db, plant, from);
  for (let i = 0; i < days.length; i += daysAtOnce) {
    await db.transaction().execute(async (tx) => {
      const position = await tx
        .selectFrom("rollup_positions")
        .select("seq")
        .where("org_id", "=", plant.orgId)
        .where("plant_id", "=", plant.plantId)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const some: DeviceDay[] = days.slice(i, i + daysAtOnce).map((day) => ({ ...plant, ...day, toSeq: position.seq }));
      await renew(tx, some, nowMs);
      await renewNewest(tx, some);
    });
  }
  return days.length;
}

/** By the buckets of days, which are kept for good. */
async function daysOf(db: Db, { orgId, plantId }: PlantKey, from: Date) {
  const { rows } = await sql<{ device_id: string; ended_at: Date }>`
    SELECT DISTINCT line.device_id, bucket.ended_at
    FROM rollup_lines AS line JOIN rollups AS bucket USING (org_id, line_id)
    WHERE line.org_id = ${orgId} AND line.plant_id = ${plantId} AND bucket.width_s = 86400 AND bucket.ended_at > ${from}
    ORDER BY 2, 1`.execute(db);
  return rows.map((row) => ({ deviceId: row.device_id, dayEnd: row.ended_at }));
}
