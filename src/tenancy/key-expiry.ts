import { sql } from "kysely";
import type { Db } from "../platform/database.ts";

export type ExpiringKey = {
  readonly orgId: string;
  readonly keyId: string;
  readonly label: string;
  /** Plants that it is for; null: all of its organisation. */
  readonly plants: readonly string[] | null;
  readonly expiresAt: Date;
};

/** Keys of some organisations that end by themselves, are in use and have no successor yet. */
export async function expiringKeys(db: Db, orgIds: readonly string[]): Promise<ExpiringKey[]> {
  const { rows } = await sql<{
    org_id: string;
    key_id: string;
    label: string;
    plants: string[] | null;
    expires_at: Date;
  }>`
    SELECT org_id, key_id, label, plants, expires_at FROM api_keys
    WHERE org_id = ANY(${[...orgIds]}::text[]) AND expires_at IS NOT NULL AND revoked_at IS NULL AND rotated_to IS NULL
    ORDER BY key_id`.execute(db);
  return rows.map((row) => ({
    orgId: row.org_id,
    keyId: row.key_id,
    label: row.label,
    plants: row.plants,
    expiresAt: row.expires_at,
  }));
}
