import { sql } from "kysely";
import type { Role } from "../kernel/actor.ts";
import type { Db, Tx } from "../platform/database.ts";
import { emailKey } from "./user-store.ts";

export type MemberInvitation = {
  readonly orgId: string;
  readonly invitationId: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly withdrawnAt: Date | null;
};

type NewInvitation = Omit<MemberInvitation, "acceptedAt" | "withdrawnAt">;

export async function insertInvitation(tx: Tx, made: NewInvitation): Promise<void> {
  await tx
    .insertInto("member_invitations")
    .values({
      org_id: made.orgId,
      invitation_id: made.invitationId,
      email: made.email,
      email_key: emailKey(made.email),
      name: made.name,
      roles: [...made.roles],
      token_hash: null,
      created_by: made.createdBy,
      created_at: made.createdAt,
      expires_at: made.expiresAt,
      accepted_at: null,
      withdrawn_at: null,
    })
    .execute();
}

/** The ones of an organisation that still wait for an answer, oldest first. */
export async function listStanding(db: Db, orgId: string, at: Date): Promise<MemberInvitation[]> {
  const rows = await standing(db, at)
    .where("org_id", "=", orgId)
    .orderBy("created_at")
    .orderBy("invitation_id")
    .execute();
  return rows.map(toInvitation);
}

/** All organisations' standing invitations to one address, the newest first: for the gateway's own letters and console. */
export async function listStandingTo(db: Db, email: string, at: Date): Promise<MemberInvitation[]> {
  const rows = await standing(db, at)
    .where("email_key", "=", emailKey(email))
    .orderBy("created_at", "desc")
    .orderBy("invitation_id")
    .execute();
  return rows.map(toInvitation);
}

export async function findStanding(db: Db, invitationId: string, at: Date): Promise<MemberInvitation | undefined> {
  const row = await standing(db, at).where("invitation_id", "=", invitationId).executeTakeFirst();
  return row && toInvitation(row);
}

/** To which organisation a link leads, before anybody is known. */
export async function findOrgOfLink(db: Db, tokenHash: Uint8Array): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM org_of_join_link(${tokenHash}) AS id`.execute(db);
  return rows[0]?.id;
}

/** What a link leads to, locked until the transaction ends, while the link is good. */
export async function lockByToken(tx: Tx, tokenHash: Uint8Array, at: Date): Promise<MemberInvitation | undefined> {
  const row = await standing(tx, at).where("token_hash", "=", tokenHash).forUpdate().executeTakeFirst();
  return row && toInvitation(row);
}

/** A new link replaces the one before. */
export async function saveToken(db: Db, invitationId: string, tokenHash: Uint8Array, expiresAt: Date): Promise<void> {
  await db
    .updateTable("member_invitations")
    .set({ token_hash: tokenHash, expires_at: expiresAt })
    .where("invitation_id", "=", invitationId)
    .execute();
}

export async function markAccepted(tx: Tx, { orgId, invitationId }: MemberInvitation, at: Date): Promise<void> {
  await tx
    .updateTable("member_invitations")
    .set({ accepted_at: at, token_hash: null })
    .where("org_id", "=", orgId)
    .where("invitation_id", "=", invitationId)
    .execute();
}

/** @returns false when none of that id stands. */
export async function markWithdrawn(tx: Tx, orgId: string, invitationId: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("member_invitations")
    .set({ withdrawn_at: at, token_hash: null })
    .where("org_id", "=", orgId)
    .where("invitation_id", "=", invitationId)
    .where("accepted_at", "is", null)
    .where("withdrawn_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** How many organisations registered themselves since then. */
export async function countRegistrations(db: Db, since: Date): Promise<number> {
  const { rows } = await sql<{ n: bigint }>`SELECT count_registrations(${since}) AS n`.execute(db);
  return Number(rows[0]?.n);
}

/** `created_by` of the invitation that a registration makes for its own first user: what `count_registrations` counts. */
export const registration = "registration";

export async function insertRegistrationCode(
  db: Db,
  code: { codeHash: Uint8Array; note: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto("registration_codes")
    .values({
      code_hash: code.codeHash,
      note: code.note,
      created_at: code.createdAt,
      expires_at: code.expiresAt,
      used_at: null,
    })
    .execute();
}

/** @returns false when there is no such code, or it was used or is over. */
export async function takeRegistrationCode(tx: Tx, codeHash: Uint8Array, at: Date): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`SELECT take_registration_code(${codeHash}, ${at}) AS taken`.execute(
    tx,
  );
  return rows[0]?.taken === true;
}

/** All but the link's hash, which nobody reads. */
const columns = [
  ...(["org_id", "invitation_id", "email", "name", "roles"] as const),
  ...(["created_by", "created_at", "expires_at", "accepted_at", "withdrawn_at"] as const),
] as const;

function standing(db: Db, at: Date) {
  return db
    .selectFrom("member_invitations")
    .select(columns)
    .where("accepted_at", "is", null)
    .where("withdrawn_at", "is", null)
    .where("expires_at", ">", at);
}

type Row = {
  org_id: string;
  invitation_id: string;
  email: string;
  name: string;
  roles: string[];
  created_by: string;
  created_at: Date;
  expires_at: Date;
  accepted_at: Date | null;
  withdrawn_at: Date | null;
};

function toInvitation(row: Row): MemberInvitation {
  return {
    orgId: row.org_id,
    invitationId: row.invitation_id,
    email: row.email,
    name: row.name,
    roles: row.roles as Role[],
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    acceptedAt: row.accepted_at,
    withdrawnAt: row.withdrawn_at,
  };
}
