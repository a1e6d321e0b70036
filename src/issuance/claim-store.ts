import type { PlantKey } from "../plants/store.ts";
import type { Db, Tx } from "../platform/database.ts";

/** MWh of a plant that are claimed under another programme. */

export type EnergyClaim = {
  readonly claimId: string;
  readonly scheme: string;
  readonly reference: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly energyWh: bigint | null;
  readonly recordId: string;
  readonly createdAt: Date;
  readonly withdrawn: { readonly at: Date; readonly recordId: string; readonly reason: string } | null;
};

export async function insertClaim(
  tx: Tx,
  { orgId, plantId }: PlantKey,
  claim: Omit<EnergyClaim, "withdrawn"> & { readonly recordedBy: string },
): Promise<void> {
  await tx
    .insertInto("energy_claims")
    .values({
      org_id: orgId,
      plant_id: plantId,
      claim_id: claim.claimId,
      scheme: claim.scheme,
      reference: claim.reference,
      from_at: new Date(claim.fromMs),
      to_at: new Date(claim.toMs),
      energy_wh: claim.energyWh,
      recorded_by: claim.recordedBy,
      record_id: claim.recordId,
      created_at: claim.createdAt,
    })
    .execute();
}

export async function markClaimWithdrawn(
  tx: Tx,
  { orgId, plantId }: PlantKey,
  claimId: string,
  withdrawn: { readonly at: Date; readonly recordId: string; readonly reason: string },
): Promise<void> {
  await tx
    .updateTable("energy_claims")
    .set({
      withdrawn_at: withdrawn.at,
      withdrawal_record_id: withdrawn.recordId,
      withdrawal_reason: withdrawn.reason,
    })
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .where("claim_id", "=", claimId)
    .execute();
}

/** All claims on a plant's energy in the order of their beginnings, those that were withdrawn included. */
export async function listClaims(db: Db, { orgId, plantId }: PlantKey): Promise<EnergyClaim[]> {
  const rows = await db
    .selectFrom("energy_claims")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("plant_id", "=", plantId)
    .orderBy("from_at")
    .orderBy("claim_id")
    .execute();
  return rows.map((row) => {
    const { withdrawn_at: at, withdrawal_record_id: recordId, withdrawal_reason: reason } = row;
    return {
      claimId: row.claim_id,
      scheme: row.scheme,
      reference: row.reference,
      fromMs: row.from_at.getTime(),
      toMs: row.to_at.getTime(),
      energyWh: row.energy_wh,
      recordId: row.record_id,
      createdAt: row.created_at,
      withdrawn: at === null || recordId === null || reason === null ? null : { at, recordId, reason },
    };
  });
}
