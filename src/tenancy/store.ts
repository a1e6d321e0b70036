import { sql } from "kysely";
import type { Role } from "../kernel/actor.ts";
import type { Db } from "../platform/database.ts";

export type StoredKey = {
  readonly keyId: string;
  readonly orgId: string;
  readonly secretHash: Uint8Array;
  readonly roles: readonly Role[];
  readonly label: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** What narrows it; null: nothing does. */
  readonly scopes: readonly string[] | null;
  readonly plants: readonly string[] | null;
  readonly devices: readonly string[] | null;
  readonly networks: readonly string[] | null;
  readonly lastUsedAt: Date | null;
  readonly rotatedTo: string | null;
};

export type NewKey = Omit<StoredKey, "revokedAt" | "lastUsedAt" | "rotatedTo">;

/** @returns false when the organisation exists already. */
export async function insertOrganisation(db: Db, org: { orgId: string; name: string; at: Date }): Promise<boolean> {
  const result = await db
    .insertInto("organisations")
    .values({ org_id: org.orgId, name: org.name, created_at: org.at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function listOrganisations(db: Db): Promise<{ orgId: string; name: string; createdAt: Date }[]> {
  const rows = await db.selectFrom("organisations").selectAll().orderBy("org_id").execute();
  return rows.map((row) => ({ orgId: row.org_id, name: row.name, createdAt: row.created_at }));
}

export async function organisationExists(db: Db, orgId: string): Promise<boolean> {
  return (
    (await db.selectFrom("organisations").select("org_id").where("org_id", "=", orgId).executeTakeFirst()) !== undefined
  );
}

export async function organisationName(db: Db, orgId: string): Promise<string | undefined> {
  return (await db.selectFrom("organisations").select("name").where("org_id", "=", orgId).executeTakeFirst())?.name;
}

export async function insertKey(db: Db, key: NewKey): Promise<void> {
  await db
    .insertInto("api_keys")
    .values({
      key_id: key.keyId,
      org_id: key.orgId,
      secret_hash: key.secretHash,
      roles: [...key.roles],
      label: key.label,
      created_at: key.createdAt,
      expires_at: key.expiresAt,
      scopes: key.scopes && [...key.scopes],
      plants: key.plants && [...key.plants],
      devices: key.devices && [...key.devices],
      networks: key.networks && [...key.networks],
    })
    .execute();
}

/** A key by its id, whoever has it: what tells the organisation cannot be asked for by it. */
export async function findKey(db: Db, keyId: string): Promise<StoredKey | undefined> {
  return (await findKeys(db, [keyId])).get(keyId);
}

/** The same of several, by their ids. */
export async function findKeys(db: Db, keyIds: readonly string[]): Promise<Map<string, StoredKey>> {
  const { rows } = await sql<KeyRow>`
    SELECT key.* FROM unnest(${[...keyIds]}::text[]) AS wanted (key_id)
    CROSS JOIN LATERAL find_api_key(wanted.key_id) AS key`.execute(db);
  return new Map(rows.map((row) => [row.key_id, toKey(row)]));
}

export async function listKeys(db: Db, orgId: string): Promise<StoredKey[]> {
  const rows = await db.selectFrom("api_keys").selectAll().where("org_id", "=", orgId).orderBy("created_at").execute();
  return rows.map(toKey);
}

/** @returns whose it was; undefined when there is no such key in use. */
export async function revokeKey(db: Db, keyId: string, at: Date): Promise<string | undefined> {
  const revoked = await db
    .updateTable("api_keys")
    .set({ revoked_at: at })
    .where("key_id", "=", keyId)
    .where("revoked_at", "is", null)
    .returning("org_id")
    .executeTakeFirst();
  return revoked?.org_id;
}

/** Says that a key was used, unless that was said since `before`: a key in constant use costs one write in a while. */
export async function touchKey(db: Db, keyId: string, at: Date, before: Date): Promise<void> {
  await db
    .updateTable("api_keys")
    .set({ last_used_at: at })
    .where("key_id", "=", keyId)
    .where((where) => where.or([where("last_used_at", "is", null), where("last_used_at", "<", before)]))
    .execute();
}

type KeyRow = {
  key_id: string;
  org_id: string;
  secret_hash: Uint8Array;
  roles: string[];
  label: string;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  scopes: string[] | null;
  plants: string[] | null;
  devices: string[] | null;
  networks: string[] | null;
  last_used_at: Date | null;
  rotated_to: string | null;
};

/** A row as the rest of this folder knows it. */
export function toKey(row: KeyRow): StoredKey {
  return {
    keyId: row.key_id,
    orgId: row.org_id,
    secretHash: row.secret_hash,
    roles: row.roles as Role[],
    label: row.label,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    scopes: row.scopes,
    plants: row.plants,
    devices: row.devices,
    networks: row.networks,
    lastUsedAt: row.last_used_at,
    rotatedTo: row.rotated_to,
  };
}
