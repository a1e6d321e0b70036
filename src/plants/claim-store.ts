import { sql } from "kysely";
import type { Db, Tx } from "../platform/database.ts";
import type { DevicePlaceKey } from "./device-key-store.ts";

export type ClaimCode = DevicePlaceKey & { readonly claimId: string; readonly expiresAt: Date };

/** Writes a new code; those of the device that nobody has used end with it. */
export async function insertClaimCode(
  tx: Tx,
  claim: ClaimCode & { readonly codeHash: Uint8Array; readonly at: Date; readonly by: string },
): Promise<void> {
  const { orgId, plantId, deviceId, at } = claim;
  await sql`
    UPDATE claim_codes SET expires_at = ${at}
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND device_id = ${deviceId}
      AND claimed_at IS NULL AND expires_at > ${at}`.execute(tx);
  await tx
    .insertInto("claim_codes")
    .values({
      org_id: orgId,
      plant_id: plantId,
      device_id: deviceId,
      claim_id: claim.claimId,
      code_hash: claim.codeHash,
      created_at: at,
      created_by: claim.by,
      expires_at: claim.expiresAt,
      claimed_at: null,
    })
    .execute();
}

/** Which device a code is of, whoever's it is and whether or not it may still be used. */
export async function findClaimCode(db: Db, codeHash: Uint8Array): Promise<ClaimCode | undefined> {
  const { rows } = await sql<ClaimRow>`SELECT * FROM find_claim_code(${codeHash})`.execute(db);
  const [row] = rows;
  return (
    row && {
      orgId: row.org_id,
      plantId: row.plant_id,
      deviceId: row.device_id,
      claimId: row.claim_id,
      expiresAt: row.expires_at,
    }
  );
}

type ClaimRow = { org_id: string; plant_id: string; device_id: string; claim_id: string; expires_at: Date };

/** Uses a code up. @returns who asked for it; undefined for one that is used or over: of two callers at once one uses it. */
export async function useClaimCode(tx: Tx, codeHash: Uint8Array, at: Date): Promise<string | undefined> {
  const used = await tx
    .updateTable("claim_codes")
    .set({ claimed_at: at })
    .where("code_hash", "=", codeHash)
    .where("claimed_at", "is", null)
    .where("expires_at", ">", at)
    .returning("created_by")
    .executeTakeFirst();
  return used?.created_by;
}

/**
 * Takes one of the tries that a network has in the window that began at `since`, before the code is looked at: many at
 * once gain nothing. @returns false where none is left
 */
export async function takeTry(db: Db, network: string, since: Date, most: number): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO claim_attempts (network, since, failures) VALUES (${network}, ${since}, 1)
    ON CONFLICT (network, since) DO UPDATE SET failures = claim_attempts.failures + 1
      WHERE claim_attempts.failures < ${most}
    RETURNING failures`.execute(db);
  return rows.length > 0;
}

/** Gives a try back that was no failure. */
export async function giveTryBack(db: Db, network: string, since: Date): Promise<void> {
  await db
    .updateTable("claim_attempts")
    .set(({ eb }) => ({ failures: eb("failures", "-", 1) }))
    .where("network", "=", network)
    .where("since", "=", since)
    .execute();
}

/** What nobody needs any more: nonces that could not come again, and windows that are over. */
export async function forgetExpired(db: Db, now: Date): Promise<void> {
  await db.deleteFrom("device_nonces").where("expires_at", "<", now).execute();
  await db
    .deleteFrom("claim_attempts")
    .where("since", "<", new Date(now.getTime() - 3_600_000))
    .execute();
}
