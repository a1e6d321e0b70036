import type { Db } from "../platform/database.ts";

/** Where every device of the gateway is: for its operator, not for an organisation. */
export async function listPlaces(db: Db): Promise<{ orgId: string; plantId: string; deviceId: string }[]> {
  const rows = await db
    .selectFrom("devices")
    .select(["org_id", "plant_id", "device_id"])
    .orderBy("org_id")
    .orderBy("plant_id")
    .orderBy("device_id")
    .execute();
  return rows.map((row) => ({ orgId: row.org_id, plantId: row.plant_id, deviceId: row.device_id }));
}
