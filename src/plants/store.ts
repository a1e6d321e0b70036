import { sql } from "kysely";
import { type Device, type Plant, publicFieldsOf } from "../hydropower/plant.ts";
import type { Db, Tx } from "../platform/database.ts";

export type PlantKey = { readonly orgId: string; readonly plantId: string };

/** Keys of plants in maps: ids hold no line feed. */
export const plantKeyText = (key: PlantKey): string => `${key.orgId}\n${key.plantId}`;

/** @returns false when the plant id is taken in this organisation. */
export async function insertPlant(tx: Tx, orgId: string, plant: Plant, at: Date): Promise<boolean> {
  const result = await tx
    .insertInto("plants")
    .values({ org_id: orgId, plant_id: plant.plant_id, config: JSON.stringify(plant), created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows !== 1n) return false;
  await tx
    .insertInto("plant_heads")
    .values({
      org_id: orgId,
      plant_id: plant.plant_id,
      seq: 0n,
      commitment: null,
      device_memory: "{}",
      public_fields: publicFieldsColumn(plant),
    })
    .execute();
  return true;
}

/** The chain of an organisation's own acts; it stands among the plants' and is none. */
export const organisationChain = "ORGANISATION";

/** The chain's place, if it has none yet. */
export async function insertOrganisationChain(tx: Tx, orgId: string, at: Date): Promise<void> {
  const key = { org_id: orgId, plant_id: organisationChain };
  const made = await tx
    .insertInto("plants")
    .values({ ...key, config: "{}", created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows !== 1n) return;
  await tx
    .insertInto("plant_heads")
    .values({ ...key, seq: 0n, commitment: null, device_memory: "{}", public_fields: null })
    .execute();
}

/** Locks a configuration, and nothing that readings need. Whoever takes the head's lock too takes this one first. */
export async function lockConfiguration(tx: Tx, { orgId, plantId }: PlantKey): Promise<Plant | undefined> {
  const row = await tx
    .selectFrom("plants")
    .select("config")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where(isOfPlant)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.config as Plant | undefined;
}

/** Writes a plant's new configuration. The caller holds the locks on it and its head, and appends the record of it. */
export async function updatePlant(tx: Tx, orgId: string, plant: Plant): Promise<void> {
  await tx
    .updateTable("plants")
    .set({ config: JSON.stringify(plant), version: sql`version + 1` })
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plant.plant_id)
    .execute();
  await tx
    .updateTable("plant_heads")
    .set({ public_fields: publicFieldsColumn(plant) })
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plant.plant_id)
    .execute();
}

function publicFieldsColumn(plant: Plant): string[] | null {
  const fields = publicFieldsOf(plant);
  return fields === undefined ? null : [...fields];
}

/** @returns false when the device id is taken in this organisation. */
export async function insertDevice(tx: Tx, key: PlantKey, device: Device, at: Date): Promise<boolean> {
  const result = await tx
    .insertInto("devices")
    .values({
      org_id: key.orgId,
      plant_id: key.plantId,
      device_id: device.device_id,
      config: JSON.stringify(device),
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Chains of the registrar and of organisations have no configuration. */
const isOfPlant = sql<boolean>`config <> '{}'`;

/** A plant's configuration in force, with the number of its version. */
export async function findVersioned(
  db: Db,
  { orgId, plantId }: PlantKey,
): Promise<{ plant: Plant; version: number } | undefined> {
  const row = await db
    .selectFrom("plants")
    .select(["config", "version"])
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where(isOfPlant)
    .executeTakeFirst();
  return row && { plant: row.config as Plant, version: row.version };
}

type DeviceRow = { readonly plantId: string; readonly device: Device; readonly version: number };

/** A device by its id, which an organisation has once; `plantId`: only if it is at that plant. */
export async function findDevice(
  db: Db,
  { orgId, plantId, deviceId }: { readonly orgId: string; readonly plantId?: string; readonly deviceId: string },
): Promise<DeviceRow | undefined> {
  const row = await db
    .selectFrom("devices")
    .select(["plant_id", "config", "version"])
    .where("org_id", "=", orgId)
    .where("device_id", "=", deviceId)
    .$if(plantId !== undefined, (query) => query.where("plant_id", "=", plantId as string))
    .executeTakeFirst();
  return row && { plantId: row.plant_id, device: row.config as Device, version: row.version };
}

/** Writes a device's new configuration. The caller holds the lock on its plant's head and appends the record of it. */
export async function updateDevice(tx: Tx, key: PlantKey, device: Device): Promise<void> {
  await tx
    .updateTable("devices")
    .set({ config: JSON.stringify(device), version: sql`version + 1` })
    .where("org_id", "=", key.orgId)
    .where("plant_id", "=", key.plantId)
    .where("device_id", "=", device.device_id)
    .execute();
}

/** Undefined also for a chain that is no plant's. */
export async function findPlant(db: Db, orgId: string, plantId: string): Promise<Plant | undefined> {
  const row = await db
    .selectFrom("plants")
    .select("config")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where(isOfPlant)
    .executeTakeFirst();
  return row?.config as Plant | undefined;
}

/** Whether there is such a chain, a plant's or another. */
export async function chainExists(db: Db, { orgId, plantId }: PlantKey): Promise<boolean> {
  const found = db.selectFrom("plants").select("plant_id").where("org_id", "=", orgId).where("plant_id", "=", plantId);
  return (await found.executeTakeFirst()) !== undefined;
}

/** Plants of an organisation by id, after `after`; `only`: of these. */
export async function listPlants(
  db: Db,
  orgId: string,
  after: string,
  limit: number,
  only?: readonly string[],
): Promise<Plant[]> {
  const rows = await db
    .selectFrom("plants")
    .select("config")
    .where("org_id", "=", orgId)
    .where("plant_id", ">", after)
    .where(isOfPlant)
    .$if(only !== undefined, (query) => query.where("plant_id", "in", [...(only ?? [])]))
    .orderBy("plant_id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.config as Plant);
}

export async function listDevices(db: Db, orgId: string, plantId: string): Promise<Device[]> {
  const rows = await db
    .selectFrom("devices")
    .select("config")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .orderBy("device_id")
    .execute();
  return rows.map((row) => row.config as Device);
}

/** Devices by organisation, plant and id, for those that exist. Keyed by {@link deviceKeyText}. */
export async function findDevices(
  db: Db,
  keys: readonly (PlantKey & { readonly deviceId: string })[],
): Promise<Map<string, Device>> {
  const { rows } = await sql<{ org_id: string; plant_id: string; device_id: string; config: unknown }>`
    SELECT org_id, plant_id, device_id, config FROM devices
    WHERE (org_id, plant_id, device_id) IN (
      SELECT * FROM unnest(${keys.map((key) => key.orgId)}::text[], ${keys.map((key) => key.plantId)}::text[],
                           ${keys.map((key) => key.deviceId)}::text[]))`.execute(db);
  return new Map(
    rows.map((row) => [
      deviceKeyText({ orgId: row.org_id, plantId: row.plant_id, deviceId: row.device_id }),
      row.config as Device,
    ]),
  );
}

export const deviceKeyText = (key: PlantKey & { readonly deviceId: string }): string =>
  `${plantKeyText(key)}\n${key.deviceId}`;
