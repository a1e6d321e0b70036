import { sql } from "kysely";
import type { Db, Tx } from "../platform/database.ts";

/** Who is accredited for what. Written by the registrar alone. */

export const accreditedRoles = ["verifier", "issuer"] as const;
export type AccreditedRole = (typeof accreditedRoles)[number];

export type Accreditation = {
  readonly accreditationId: string;
  readonly orgId: string;
  readonly role: AccreditedRole;
  readonly rulebook: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Valid from this instant, and until before {@link validTo}. */
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly createdAt: Date;
  /** Of the registrar's chain. */
  readonly recordId: string;
  readonly commitment: Uint8Array;
  readonly withdrawn: { readonly at: Date; readonly recordId: string; readonly reason: string } | null;
};

export async function insertAccreditation(tx: Tx, accreditation: Omit<Accreditation, "withdrawn">): Promise<void> {
  await tx
    .insertInto("accreditations")
    .values({
      org_id: accreditation.orgId,
      accreditation_id: accreditation.accreditationId,
      role: accreditation.role,
      rulebook: accreditation.rulebook,
      public_key: accreditation.publicKey,
      valid_from: accreditation.validFrom,
      valid_to: accreditation.validTo,
      record_id: accreditation.recordId,
      commitment: accreditation.commitment,
      created_at: accreditation.createdAt,
    })
    .execute();
}

export async function markWithdrawn(
  tx: Tx,
  accreditationId: string,
  withdrawn: { readonly at: Date; readonly recordId: string; readonly reason: string },
): Promise<void> {
  await tx
    .updateTable("accreditations")
    .set({
      withdrawn_at: withdrawn.at,
      withdrawal_record_id: withdrawn.recordId,
      withdrawal_reason: withdrawn.reason,
    })
    .where("accreditation_id", "=", accreditationId)
    .execute();
}

/** What anybody may see of one: rulebook, role, key and validity, not the holder. */
export type PublishedAccreditation = Omit<Accreditation, "orgId">;

/** All of them in the order in which they were given, or those of one rulebook, as they are public. */
export async function listPublished(db: Db, rulebook?: string): Promise<PublishedAccreditation[]> {
  const { rows } = await sql<Row>`
    SELECT * FROM published_accreditations() WHERE coalesce(rulebook = ${rulebook ?? null}::text, true)
    ORDER BY created_at, accreditation_id`.execute(db);
  return rows.map(toPublished);
}

/** One of them, as it is public. */
export async function findPublished(db: Db, accreditationId: string): Promise<PublishedAccreditation | undefined> {
  const { rows } = await sql<Row>`
    SELECT * FROM published_accreditations() WHERE accreditation_id = ${accreditationId}`.execute(db);
  return rows[0] && toPublished(rows[0]);
}

/** One of them, whoever holds it. */
export async function findAccreditation(db: Db, accreditationId: string): Promise<Accreditation | undefined> {
  const row = await db
    .selectFrom("accreditations")
    .selectAll()
    .where("accreditation_id", "=", accreditationId)
    .executeTakeFirst();
  return row && toAccreditation(row);
}

/** All of them in the order in which they were given. */
export async function listAccreditations(db: Db): Promise<Accreditation[]> {
  const query = db.selectFrom("accreditations").selectAll().orderBy("created_at").orderBy("accreditation_id");
  return (await query.execute()).map(toAccreditation);
}

/**
 * The accreditations that an organisation may act under at an instant, the newest first. Locked against a
 * withdrawal until the transaction ends: a step is taken wholly before it or not at all.
 */
export async function lockStanding(
  tx: Tx,
  { orgId, role, rulebook, at }: Pick<Accreditation, "orgId" | "role" | "rulebook"> & { readonly at: Date },
): Promise<Accreditation[]> {
  const rows = await tx
    .selectFrom("accreditations")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("role", "=", role)
    .where("rulebook", "=", rulebook)
    .where("valid_from", "<=", at)
    .where("valid_to", ">", at)
    .where("withdrawn_at", "is", null)
    .orderBy("created_at", "desc")
    .forShare()
    .execute();
  return rows.map(toAccreditation);
}

/** The organisation that a key is accredited for, in whatever role: a key speaks for one party only. */
export async function holderOfKey(tx: Tx, publicKey: Uint8Array): Promise<string | undefined> {
  const { rows } = await sql<{ org_id: string }>`
    SELECT org_id FROM accreditations WHERE public_key = ${publicKey} LIMIT 1`.execute(tx);
  return rows[0]?.org_id;
}

type Row = {
  org_id: string;
  accreditation_id: string;
  role: AccreditedRole;
  rulebook: string;
  public_key: Uint8Array;
  valid_from: Date;
  valid_to: Date;
  created_at: Date;
  record_id: string;
  commitment: Uint8Array;
  withdrawn_at: Date | null;
  withdrawal_record_id: string | null;
  withdrawal_reason: string | null;
};

const toAccreditation = (row: Row): Accreditation => ({ ...toPublished(row), orgId: row.org_id });

function toPublished(row: Omit<Row, "org_id">): PublishedAccreditation {
  const { withdrawn_at: at, withdrawal_record_id: recordId, withdrawal_reason: reason } = row;
  return {
    accreditationId: row.accreditation_id,
    role: row.role,
    rulebook: row.rulebook,
    publicKey: row.public_key,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    createdAt: row.created_at,
    recordId: row.record_id,
    commitment: row.commitment,
    withdrawn: at === null || recordId === null || reason === null ? null : { at, recordId, reason },
  };
}
