import { sql } from "kysely";
import type { Role } from "../kernel/actor.ts";
import type { Db, Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";

export type Session = {
  readonly sessionId: string;
  readonly userId: string;
  readonly orgId: string;
  readonly secondFactor: boolean;
  readonly expiresAt: Date;
};

export type SessionEnd = "sign-out" | "sign-out-everywhere" | "reuse" | "password" | "console";

export async function insertSession(tx: Tx, session: Session, at: Date): Promise<void> {
  await tx
    .insertInto("sessions")
    .values({
      session_id: session.sessionId,
      user_id: session.userId,
      in_org_id: session.orgId,
      second_factor_at: session.secondFactor ? at : null,
      created_at: at,
      expires_at: session.expiresAt,
      ended_at: null,
      ended_by: null,
    })
    .execute();
}

export async function insertRefreshToken(
  tx: Tx,
  token: { tokenHash: Uint8Array; sessionId: string; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto("refresh_tokens")
    .values({
      token_hash: token.tokenHash,
      session_id: token.sessionId,
      expires_at: token.expiresAt,
      used_at: null,
    })
    .execute();
}

/** What one may do in a session at this moment: the look-up of every call with a token. */
export type Standing = { readonly roles: readonly Role[]; readonly secondFactor: boolean };

/** Undefined when the session is over, its user locked, or no member of the organisation (any more). */
export async function findStanding(
  db: Db,
  { sessionId, userId, orgId }: { sessionId: string; userId: string; orgId: string },
  at: Date,
): Promise<Standing | undefined> {
  const row = await db
    .selectFrom("sessions as session")
    .innerJoin("users", "users.user_id", "session.user_id")
    .innerJoin("memberships as membership", "membership.user_id", "session.user_id")
    .select(["membership.roles", "session.second_factor_at"])
    .where("session.session_id", "=", sessionId)
    .where("session.user_id", "=", userId)
    .where("session.ended_at", "is", null)
    .where("session.expires_at", ">", at)
    .where("users.locked_at", "is", null)
    .where("membership.org_id", "=", orgId)
    .executeTakeFirst();
  return row && { roles: row.roles as Role[], secondFactor: row.second_factor_at !== null };
}

/** Whose refresh token it is, before anybody is known. */
export async function findUserOfToken(db: Db, tokenHash: Uint8Array): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM user_of_refresh_token(${tokenHash}) AS id`.execute(db);
  return rows[0]?.id;
}

export type FoundRefreshToken = Session & { readonly isUsed: boolean; readonly isOver: boolean };

/** Locks a refresh token with its session until the transaction ends: of two who bring it, one is first. */
export async function lockRefreshToken(
  tx: Tx,
  tokenHash: Uint8Array,
  at: Date,
): Promise<FoundRefreshToken | undefined> {
  const row = await tx
    .selectFrom("refresh_tokens as token")
    .innerJoin("sessions as session", "session.session_id", "token.session_id")
    .innerJoin("users", "users.user_id", "session.user_id")
    .selectAll("session")
    .select(["token.used_at", "token.expires_at as token_expires_at", "users.locked_at"])
    .where("token.token_hash", "=", tokenHash)
    .forUpdate(["token", "session"])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    sessionId: row.session_id,
    userId: row.user_id,
    orgId: row.in_org_id,
    secondFactor: row.second_factor_at !== null,
    expiresAt: row.expires_at,
    isUsed: row.used_at !== null,
    isOver: row.ended_at !== null || row.locked_at !== null || row.expires_at <= at || row.token_expires_at <= at,
  };
}

export async function markUsed(tx: Tx, tokenHash: Uint8Array, at: Date): Promise<void> {
  await tx.updateTable("refresh_tokens").set({ used_at: at }).where("token_hash", "=", tokenHash).execute();
}

export async function moveSession(tx: Tx, sessionId: string, orgId: string): Promise<void> {
  await tx.updateTable("sessions").set({ in_org_id: orgId }).where("session_id", "=", sessionId).execute();
}

export async function endSession(tx: Tx, sessionId: string, by: SessionEnd, at: Date): Promise<void> {
  await tx
    .updateTable("sessions")
    .set({ ended_at: at, ended_by: by })
    .where("session_id", "=", sessionId)
    .where("ended_at", "is", null)
    .execute();
  await publish(tx, { type: "access.changed" });
}

/** @returns how many there were. */
export async function endSessions(tx: Tx, userId: string, by: SessionEnd, at: Date, except?: string): Promise<number> {
  let query = tx
    .updateTable("sessions")
    .set({ ended_at: at, ended_by: by })
    .where("user_id", "=", userId)
    .where("ended_at", "is", null);
  if (except !== undefined) query = query.where("session_id", "!=", except);
  const ended = Number((await query.executeTakeFirst()).numUpdatedRows);
  if (ended > 0) await publish(tx, { type: "access.changed" });
  return ended;
}

/** The session has shown its second factor, or, without a time, none of the user's has one any more. */
export async function markSecondFactor(
  tx: Tx,
  of: { sessionId: string; at: Date } | { userId: string },
): Promise<void> {
  const query = tx.updateTable("sessions");
  if ("userId" in of) await query.set({ second_factor_at: null }).where("user_id", "=", of.userId).execute();
  else await query.set({ second_factor_at: of.at }).where("session_id", "=", of.sessionId).execute();
}

/** Removes what nobody can use or replay any more: their tokens would be refused as unknown too. */
export async function deleteOldSessions(db: Db, before: Date): Promise<void> {
  await sql`DELETE FROM sessions WHERE expires_at < ${before}`.execute(db);
  await sql`DELETE FROM sign_in_failures WHERE last_at < ${before}`.execute(db);
}
