import { sql } from "kysely";
import { type Slot, silenceMs } from "../hydropower/accounting.ts";
import { isoFromMs, readableMs } from "../kernel/time.ts";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Db, Tx } from "../platform/database.ts";
import { dueAtMs, farOffMs, graceMs, type OpenSlot } from "./slots.ts";
import type { DeviceKey } from "./store.ts";

type SlotRow = {
  org_id: string;
  plant_id: string;
  device_id: string;
  slot_from: Date;
  slot_s: number;
  samples: number;
  covered_s: number;
  first_received_at: Date;
  newest_received_at: Date;
  later_at: Date | null;
};

/** A device, and the time that is looked at: slots that lie in it; undefined: all. Ms since the epoch. */
export type SlotQuery = DeviceKey & { readonly span: { readonly fromMs: number; readonly toMs: number } | undefined };

/** No slot is longer, ms. */
const longestSlotMs = 900_000;

const boundsOf = (queries: readonly SlotQuery[], bound: (span: NonNullable<SlotQuery["span"]>) => number) =>
  sql`${textColumn(queries.map(({ span }) => (span === undefined ? "" : isoFromMs(readableMs(bound(span))))))}`;

/**
 * Open slots of some devices: those that touch the time, and all after which nothing was heard of their device. Of the
 * others a device may have a hundred thousand, as of a year of history with gaps, which nothing in that time changes. The
 * caller holds the locks of their plants' heads.
 */
export async function openSlotsOf(tx: Tx, queries: readonly SlotQuery[]): Promise<OpenSlot[]> {
  if (queries.length === 0) return [];
  const { rows } = await sql<SlotRow>`
    SELECT slot.*
    FROM unnest(
      ${textColumn(queries.map(({ orgId }) => orgId))}, ${textColumn(queries.map(({ plantId }) => plantId))},
      ${textColumn(queries.map(({ deviceId }) => deviceId))},
      ${boundsOf(queries, ({ fromMs }) => fromMs - longestSlotMs)}, ${boundsOf(queries, ({ toMs }) => toMs)}
    ) AS query (org_id, plant_id, device_id, from_at, to_at)
    JOIN sample_slots AS slot USING (org_id, plant_id, device_id)
    WHERE slot.later_at IS NULL OR query.from_at = ''
      OR slot.slot_from BETWEEN nullif(query.from_at, '')::timestamptz AND nullif(query.to_at, '')::timestamptz
    ORDER BY slot.slot_from, slot.slot_s`.execute(tx);
  return rows.map((row) => ({
    orgId: row.org_id,
    plantId: row.plant_id,
    deviceId: row.device_id,
    fromMs: row.slot_from.getTime(),
    lengthS: row.slot_s,
    samples: row.samples,
    coveredS: row.covered_s,
    firstReceivedMs: row.first_received_at.getTime(),
    newestReceivedMs: row.newest_received_at.getTime(),
    laterAtMs: row.later_at?.getTime() ?? null,
  }));
}

/** The caller's transaction may end when this has been called: nothing here waits for what goes before it. */
export async function saveSlots(
  tx: Tx,
  { changed, gone }: { readonly changed: readonly OpenSlot[]; readonly gone: readonly (DeviceKey & Slot)[] },
): Promise<void> {
  await Promise.all([deleteSlots(tx, gone), upsertSlots(tx, changed)]);
}

async function deleteSlots(tx: Tx, gone: readonly (DeviceKey & Slot)[]): Promise<void> {
  if (gone.length === 0) return;
  await sql`
    DELETE FROM sample_slots WHERE (org_id, plant_id, device_id, slot_from, slot_s) IN (
      SELECT * FROM unnest(
        ${textColumn(gone.map(({ orgId }) => orgId))}, ${textColumn(gone.map(({ plantId }) => plantId))},
        ${textColumn(gone.map(({ deviceId }) => deviceId))},
        ${textColumn(gone.map(({ fromMs }) => isoFromMs(fromMs)))}::timestamptz[],
        ${numberColumn(
          gone.map(({ lengthS }) => lengthS),
          "integer",
        )}))`.execute(tx);
}

async function upsertSlots(tx: Tx, changed: readonly OpenSlot[]): Promise<void> {
  if (changed.length === 0) return;
  await tx
    .insertInto("sample_slots")
    .values(changed.map(rowOf))
    .onConflict((conflict) =>
      conflict.columns(["org_id", "plant_id", "device_id", "slot_from", "slot_s"]).doUpdateSet((excluded) => ({
        samples: excluded.ref("excluded.samples"),
        covered_s: excluded.ref("excluded.covered_s"),
        newest_received_at: excluded.ref("excluded.newest_received_at"),
        later_at: excluded.ref("excluded.later_at"),
        due_at: excluded.ref("excluded.due_at"),
      })),
    )
    .execute();
}

function rowOf(slot: OpenSlot) {
  return {
    org_id: slot.orgId,
    plant_id: slot.plantId,
    device_id: slot.deviceId,
    slot_from: new Date(slot.fromMs),
    slot_s: slot.lengthS,
    samples: slot.samples,
    covered_s: slot.coveredS,
    first_received_at: new Date(slot.firstReceivedMs),
    newest_received_at: new Date(slot.newestReceivedMs),
    later_at: slot.laterAtMs === null ? null : new Date(slot.laterAtMs),
    due_at: new Date(dueAtMs(slot)),
  };
}

/** Devices with slots that are due by a time as `isDueAt` says it, those that have waited longest first. */
export async function devicesWithDue(db: Db, nowMs: number, limit: number): Promise<DeviceKey[]> {
  const { rows } = await sql<{ org_id: string; plant_id: string; device_id: string }>`
    SELECT org_id, plant_id, device_id FROM sample_slots WHERE due_at <= ${isoFromMs(nowMs)}::timestamptz
      OR due_at > ${isoFromMs(nowMs + farOffMs)}::timestamptz AND slot_from + make_interval(secs => slot_s
        + CASE WHEN later_at IS NULL THEN ${silenceMs / 1000}::integer ELSE ${graceMs / 1000}::integer END)
        <= ${isoFromMs(nowMs)}::timestamptz
    GROUP BY 1, 2, 3 ORDER BY min(due_at), 1, 2, 3 LIMIT ${limit}`.execute(db);
  return rows.map((row) => ({ orgId: row.org_id, plantId: row.plant_id, deviceId: row.device_id }));
}

/** Looks at a device's due slots again then. They are due all the same: whoever closes others of it closes them too. */
export async function postponeDue(db: Db, { orgId, plantId, deviceId }: DeviceKey, untilMs: number): Promise<void> {
  await db
    .updateTable("sample_slots")
    .set({ due_at: new Date(untilMs) })
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("device_id", "=", deviceId)
    .where("due_at", "<", new Date(untilMs))
    .execute();
}

export type OpenSlots = { readonly slots: number; readonly oldestReceivedMs: number | null };

/** All slots with samples that are in no record yet. */
export async function countOpenSlots(db: Db): Promise<OpenSlots> {
  const { rows } = await sql<{ slots: number; oldest: Date | null }>`
    SELECT count(*)::integer AS slots, min(first_received_at) AS oldest FROM sample_slots`.execute(db);
  return { slots: rows[0]?.slots ?? 0, oldestReceivedMs: rows[0]?.oldest?.getTime() ?? null };
}
