import { sql } from "kysely";
import { renew } from "../../src/monitoring/rollup-store.ts";
import type { Db } from "../../src/platform/database.ts";

/**
 * Gathers a day of a device anew from its records by the product's own pass, and compares.
 *
 * @throws unless its hours and its day are what was there
 */
export async function checkRollups(db: Db, plantId: string, day: Date): Promise<void> {
  const next = new Date(day.getTime() + 86_400_000);
  const undo = new Error("undone");
  const checked = db.transaction().execute(async (tx) => {
    const look = async () => {
      const { rows } = await sql`
        SELECT bucket.* FROM rollups AS bucket JOIN rollup_lines AS line USING (org_id, line_id)
        WHERE line.plant_id = ${plantId} AND width_s IN (3600, 86400) AND ended_at > ${day} AND ended_at <= ${next}
        ORDER BY width_s, ended_at`.execute(tx);
      return rows;
    };
    const before = await look();
    const head = await tx
      .selectFrom("plant_heads")
      .selectAll()
      .where("plant_id", "=", plantId)
      .executeTakeFirstOrThrow();
    const { device_id: deviceId } = await tx
      .selectFrom("devices")
      .select("device_id")
      .where("plant_id", "=", plantId)
      .executeTakeFirstOrThrow();
    const days = [{ orgId: head.org_id, plantId, deviceId, dayEnd: next, toSeq: head.seq }];
    await renew(tx, days, Date.now());
    const after = await look();
    if (before.length !== 25 || JSON.stringify(before, texts) !== JSON.stringify(after, texts)) {
      throw new Error(`the rollups of ${plantId} on ${day.toISOString()} are not what its records say`);
    }
    throw undo;
  });
  await checked.catch((error: unknown) => {
    if (error !== undo) throw error;
  });
}

/** Sums are numerics: equal values may have been written with more zeros. */
const texts = (name: string, value: unknown) => (typeof value === "bigint" || name === "sum" ? Number(value) : value);
