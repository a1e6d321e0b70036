import type { Db, Tx } from "../platform/database.ts";
import { type StoredKey, toKey } from "./store.ts";

/** A key of an organisation. */
export async function findOwnKey(db: Db, orgId: string, keyId: string): Promise<StoredKey | undefined> {
  const row = await db
    .selectFrom("api_keys")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("key_id", "=", keyId)
    .executeTakeFirst();
  return row && toKey(row);
}

/** The same, held until the transaction ends: of two callers at once one rotates or revokes it first. */
export async function lockKey(tx: Tx, orgId: string, keyId: string): Promise<StoredKey | undefined> {
  const row = await tx
    .selectFrom("api_keys")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("key_id", "=", keyId)
    .forUpdate()
    .executeTakeFirst();
  return row && toKey(row);
}

/** Says when a key ends and which one takes its place. The caller holds its lock. */
export async function endKey(
  tx: Tx,
  keyId: string,
  { endsAt, rotatedTo }: { readonly endsAt: Date; readonly rotatedTo: string },
): Promise<void> {
  await tx
    .updateTable("api_keys")
    .set({ expires_at: endsAt, rotated_to: rotatedTo })
    .where("key_id", "=", keyId)
    .execute();
}

export { listKeys, revokeKey } from "./store.ts";
