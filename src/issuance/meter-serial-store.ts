import { sql } from "kysely";
import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";

/** Which plant a meter's serial is active in: the one table that looks over all organisations. */

export type SerialState = "active" | "waiting" | "cleared" | "refused";

/**
 * Registers a serial at a plant unless it is registered there: active where it is active nowhere else, else
 * waiting. Two plants that come at once wait for each other at the index, and one of them is the first.
 */
export async function registerSerial(
  tx: Tx,
  { orgId, plantId }: PlantKey,
  serial: string,
  at: Date,
): Promise<SerialState> {
  const own = await tx
    .selectFrom("meter_serials")
    .select("state")
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("serial", "=", serial)
    .executeTakeFirst();
  if (own !== undefined) return own.state as SerialState;
  const row = { org_id: orgId, plant_id: plantId, serial, since: at };
  const taken = await tx
    .insertInto("meter_serials")
    .values({ ...row, state: "active" })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (taken.numInsertedOrUpdatedRows === 1n) return "active";
  await tx
    .insertInto("meter_serials")
    .values({ ...row, state: "waiting" })
    .execute();
  return "waiting";
}

export async function setSerialState(
  tx: Tx,
  { orgId, plantId }: PlantKey,
  serial: string,
  state: SerialState,
): Promise<void> {
  await tx
    .updateTable("meter_serials")
    .set({ state })
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("serial", "=", serial)
    .execute();
}

/** Lets go of serials that a plant's design names no more. */
export async function releaseSerials(tx: Tx, { orgId, plantId }: PlantKey, keep: readonly string[]): Promise<void> {
  await sql`
    DELETE FROM meter_serials
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND serial <> ALL(${[...keep]}::text[])`.execute(tx);
}

export const resolutions = ["claimant", "holder", "distinct"] as const;
export type Resolution = (typeof resolutions)[number];

/** A serial that is active in one plant and was registered at another, the claimant. */
export type MeterClash = {
  readonly clashId: string;
  readonly serial: string;
  readonly claimant: PlantKey;
  readonly holder: PlantKey;
  /** Days that lie behind, ms, where they are what clashes; null: both name the meter as theirs today. */
  readonly days: { readonly fromMs: number; readonly toMs: number } | null;
  readonly raisedAt: Date;
  readonly resolved: {
    readonly as: Resolution;
    readonly reason: string;
    readonly recordId: string;
    readonly at: Date;
  } | null;
};

/**
 * Notes for the registrar that a plant waits for a serial which is active in another; once for a plant and serial. Who
 * holds it is found by the database and told to nobody.
 *
 * @returns false when nobody holds it any more.
 */
export async function noteClash(tx: Tx, clash: Omit<MeterClash, "resolved" | "holder" | "days">): Promise<boolean> {
  const { clashId, claimant, serial, raisedAt } = clash;
  const { rows } = await sql<{ noted: boolean }>`
    SELECT note_meter_clash(${clashId}, ${claimant.orgId}, ${claimant.plantId}, ${serial}, ${raisedAt}) AS noted`.execute(
    tx,
  );
  return rows[0]?.noted === true;
}

export async function markResolved(
  tx: Tx,
  clashId: string,
  resolved: NonNullable<MeterClash["resolved"]>,
): Promise<void> {
  await tx
    .updateTable("meter_clashes")
    .set({
      resolution: resolved.as,
      reason: resolved.reason,
      record_id: resolved.recordId,
      resolved_at: resolved.at,
    })
    .where("clash_id", "=", clashId)
    .execute();
}

/** Clashes of all organisations, oldest first. */
export async function listClashes(db: Db, clashId?: string): Promise<MeterClash[]> {
  let query = db.selectFrom("meter_clashes").selectAll();
  if (clashId !== undefined) query = query.where("clash_id", "=", clashId);
  const rows = await query.orderBy("raised_at").orderBy("clash_id").execute();
  return rows.map((row) => {
    const { resolution: as, reason, record_id: recordId, resolved_at: at, from_at: from, to_at: to } = row;
    const isOpen = as === null || reason === null || recordId === null || at === null;
    return {
      clashId: row.clash_id,
      serial: row.serial,
      claimant: { orgId: row.org_id, plantId: row.plant_id },
      holder: { orgId: row.holder_org_id, plantId: row.holder_plant_id },
      days: from === null || to === null ? null : { fromMs: from.getTime(), toMs: to.getTime() },
      raisedAt: row.raised_at,
      resolved: isOpen ? null : { as: as as Resolution, reason, recordId, at },
    };
  });
}
