import { sql } from "kysely";
import type { DeviceKey } from "../hydropower/device-key.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { PlantKey } from "./store.ts";

export type DevicePlaceKey = PlantKey & { readonly deviceId: string };

export type StoredDeviceKey = DeviceKey & { readonly registeredAt: Date; readonly recordId: string };

/** A device's keys, oldest first. */
export async function listDeviceKeys(db: Db, place: DevicePlaceKey): Promise<StoredDeviceKey[]> {
  const rows = await db
    .selectFrom("device_keys")
    .selectAll()
    .where("org_id", "=", place.orgId)
    .where("plant_id", "=", place.plantId)
    .where("device_id", "=", place.deviceId)
    .orderBy("registered_at")
    .orderBy("key_id")
    .execute();
  return rows.map(toKey);
}

export type KeyQuery = DevicePlaceKey & { readonly keyId: string };

export const keyQueryText = (key: KeyQuery): string => [key.orgId, key.plantId, key.deviceId, key.keyId].join("\n");

/** Keys by device and id, for those that are registered. By {@link keyQueryText}. */
export async function findDeviceKeys(db: Db, queries: readonly KeyQuery[]): Promise<Map<string, DeviceKey>> {
  if (queries.length === 0) return new Map();
  const column = (pick: (query: KeyQuery) => string) => queries.map(pick);
  const { rows } = await sql<KeyRow & { org_id: string; plant_id: string; device_id: string }>`
    SELECT * FROM device_keys WHERE (org_id, plant_id, device_id, key_id) IN (
      SELECT * FROM unnest(${column((query) => query.orgId)}::text[], ${column((query) => query.plantId)}::text[],
                           ${column((query) => query.deviceId)}::text[], ${column((query) => query.keyId)}::text[]))`.execute(
    db,
  );
  return new Map(
    rows.map((row) => [
      keyQueryText({ orgId: row.org_id, plantId: row.plant_id, deviceId: row.device_id, keyId: row.key_id }),
      toKey(row),
    ]),
  );
}

/** @returns false when the organisation has this key already, whichever device it is of. */
export async function insertDeviceKey(
  tx: Tx,
  place: DevicePlaceKey,
  key: DeviceKey & { readonly recordId: string; readonly at: Date },
): Promise<boolean> {
  const result = await tx
    .insertInto("device_keys")
    .values({
      org_id: place.orgId,
      plant_id: place.plantId,
      device_id: place.deviceId,
      key_id: key.keyId,
      public_key: key.publicKey,
      registered_at: key.at,
      record_id: key.recordId,
      ends_at: null,
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Writes how far keys hold from now on. The caller holds the lock on the plant's head. */
export async function endDeviceKeys(tx: Tx, place: DevicePlaceKey, keys: readonly DeviceKey[]): Promise<void> {
  const date = (ms: number | undefined) => (ms === undefined ? null : new Date(ms));
  for (const key of keys) {
    await tx
      .updateTable("device_keys")
      .set({ ends_at: date(key.endsAtMs), revoked_at: date(key.revokedAtMs) })
      .where("org_id", "=", place.orgId)
      .where("plant_id", "=", place.plantId)
      .where("device_id", "=", place.deviceId)
      .where("key_id", "=", key.keyId)
      .execute();
  }
}

type KeyRow = {
  key_id: string;
  public_key: Uint8Array;
  registered_at: Date;
  record_id: string;
  ends_at: Date | null;
  revoked_at: Date | null;
};

function toKey(row: KeyRow): StoredDeviceKey {
  return {
    keyId: row.key_id,
    publicKey: Uint8Array.from(row.public_key),
    registeredAt: row.registered_at,
    recordId: row.record_id,
    ...(row.ends_at !== null && { endsAtMs: row.ends_at.getTime() }),
    ...(row.revoked_at !== null && { revokedAtMs: row.revoked_at.getTime() }),
  };
}
