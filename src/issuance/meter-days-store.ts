import { sql } from "kysely";
import type { PlantKey } from "../plants/store.ts";
import type { Tx } from "../platform/database.ts";
import { takeTurn } from "../platform/turns.ts";
import type { Issuance } from "./issuance-store.ts";
import type { MeterDays } from "./meter-spans.ts";

/** Keeps on which days each meter stands in the plant of an issuance. Two plants that name one serial at once wait for each other. */
export async function insertMeterDays(
  tx: Tx,
  { orgId, plantId, issuanceId }: Issuance,
  days: readonly MeterDays[],
): Promise<void> {
  // In sorted order: two plants that ask with the same two serials at once must not wait for each other.
  for (const serial of [...new Set(days.map((one) => one.serial))].sort()) await takeTurn(tx, "meter days", serial);
  const rows = days.map(({ serial, fromMs, toMs }) => ({
    ...{ org_id: orgId, plant_id: plantId, issuance_id: issuanceId, serial },
    ...{ from_at: new Date(fromMs), to_at: new Date(toMs) },
  }));
  await tx
    .insertInto("meter_days")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The serials of an issuance that earn in another plant on the same days; which one it is, is told to nobody. */
export async function takenSerials(tx: Tx, issuanceId: string): Promise<string[]> {
  const { rows } = await sql<{ serial: string }>`
    SELECT serial FROM meter_days_taken(${issuanceId}) AS serial ORDER BY serial`.execute(tx);
  return rows.map(({ serial }) => serial);
}

/** Notes for the registrar that a plant would earn by a meter that earns in another one on these days; once for the same days. */
export async function noteDaysClash(
  tx: Tx,
  clash: MeterDays & { readonly clashId: string; readonly claimant: PlantKey; readonly raisedAt: Date },
): Promise<void> {
  const { clashId, claimant, serial, raisedAt } = clash;
  const [from, to] = [new Date(clash.fromMs), new Date(clash.toMs)];
  await sql`
    SELECT note_meter_days_clash(${clashId}, ${claimant.orgId}, ${claimant.plantId}, ${serial}, ${from}, ${to},
      ${raisedAt})`.execute(tx);
}

/** Whether units are minted, or on their way, of a plant's days with a meter. */
export async function areMinted(tx: Tx, { orgId, plantId }: PlantKey, days: MeterDays): Promise<boolean> {
  const found = await tx
    .selectFrom("meter_days as own")
    .innerJoin("issuances as held", "held.issuance_id", "own.issuance_id")
    .select("own.issuance_id")
    .where("own.org_id", "=", orgId)
    .where("own.plant_id", "=", plantId)
    .where("own.serial", "=", days.serial)
    .where("own.from_at", "<", new Date(days.toMs))
    .where("own.to_at", ">", new Date(days.fromMs))
    .where("held.state", "in", ["minting", "issued"])
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
