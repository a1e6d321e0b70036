import { sql } from "kysely";
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

/** Several of them, by the time they were made. */
export async function findOwnKeys(db: Db, orgId: string, keyIds: readonly string[]): Promise<StoredKey[]> {
  if (keyIds.length === 0) return [];
  const rows = await db
    .selectFrom("api_keys")
    .selectAll()
    .where("org_id", "=", orgId)
    .where(sql<boolean>`key_id = ANY(${[...keyIds]}::text[])`)
    .orderBy("created_at")
    .orderBy("key_id")
    .execute();
  return rows.map(toKey);
}

/** One of them, held until the transaction ends: of two callers at once one rotates or revokes it first. */
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

/** Several of them, held likewise; always in the order of their ids, so that two who hold each other's wait instead of deadlocking. */
export async function lockKeys(
  tx: Tx,
  orgId: string,
  keyIds: readonly string[],
): Promise<ReadonlyMap<string, StoredKey>> {
  const rows = await tx
    .selectFrom("api_keys")
    .selectAll()
    .where("org_id", "=", orgId)
    .where(sql<boolean>`key_id = ANY(${[...keyIds]}::text[])`)
    .orderBy("key_id")
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.key_id, toKey(row)]));
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
