import { sql } from "kysely";
import type { Role } from "../kernel/actor.ts";
import type { Db, Tx } from "../platform/database.ts";

export type Account = {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lockedAt: Date | null;
};

/** As the person has it, and nobody else. */
export type User = Account & { readonly passwordHash: string };

export type Membership = { readonly orgId: string; readonly roles: readonly Role[]; readonly createdAt: Date };

/** An address as it is compared: people write theirs with capitals or without. */
export function emailKey(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}

/** @returns false when the address has an account already. */
export async function insertUser(tx: Tx, user: Omit<User, "lockedAt">): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("users")
    .values({
      user_id: user.userId,
      email: user.email,
      email_key: emailKey(user.email),
      name: user.name,
      password_hash: user.passwordHash,
      created_at: user.createdAt,
      locked_at: null,
    })
    .onConflict((conflict) => conflict.column("email_key").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The account of an address, before anybody is known: this alone finds it. */
export async function findUserByEmail(db: Db, email: string): Promise<User | undefined> {
  const { rows } = await sql<UserRow>`SELECT * FROM find_user(${emailKey(email)})`.execute(db);
  return rows[0] && toUser(rows[0]);
}

/** The same as a letter needs it. */
export async function findAddressee(db: Db, email: string): Promise<Pick<User, "userId" | "lockedAt"> | undefined> {
  const row = await db
    .selectFrom("users")
    .select(["user_id", "locked_at"])
    .where("email_key", "=", emailKey(email))
    .executeTakeFirst();
  return row && { userId: row.user_id, lockedAt: row.locked_at };
}

export async function findUser(db: Db, userId: string): Promise<User | undefined> {
  const row = await db.selectFrom("users").selectAll().where("user_id", "=", userId).executeTakeFirst();
  return row && toUser(row);
}

export async function listUsers(db: Db): Promise<User[]> {
  return (await db.selectFrom("users").selectAll().orderBy("email_key").execute()).map(toUser);
}

export async function updatePassword(db: Db, userId: string, passwordHash: string): Promise<void> {
  await db.updateTable("users").set({ password_hash: passwordHash }).where("user_id", "=", userId).execute();
}

/**
 * Whether it is still the account's password, and the account not locked; held until the transaction ends. What was
 * checked before took the time of a hash: a new password or a lock may have come meanwhile.
 */
export async function holdPassword(tx: Tx, userId: string, passwordHash: string): Promise<boolean> {
  const query = tx.selectFrom("users").select("user_id").where("user_id", "=", userId);
  const held = query.where("password_hash", "=", passwordHash).where("locked_at", "is", null).forShare();
  return (await held.executeTakeFirst()) !== undefined;
}

export async function updateLock(db: Db, userId: string, lockedAt: Date | null): Promise<void> {
  await db.updateTable("users").set({ locked_at: lockedAt }).where("user_id", "=", userId).execute();
}

/** All organisations of one user, the oldest membership first. */
export async function listMemberships(db: Db, userId: string): Promise<(Membership & { readonly name: string })[]> {
  const rows = await db
    .selectFrom("memberships as membership")
    .innerJoin("organisations as org", "org.org_id", "membership.org_id")
    .select(["membership.org_id", "membership.roles", "membership.created_at", "org.name"])
    .where("membership.user_id", "=", userId)
    .orderBy("membership.created_at")
    .orderBy("membership.org_id")
    .execute();
  return rows.map((row) => ({ ...toMembership(row), name: row.name }));
}

export async function findMembership(db: Db, orgId: string, userId: string): Promise<Membership | undefined> {
  const row = await db
    .selectFrom("memberships")
    .selectAll()
    .where("org_id", "=", orgId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return row && toMembership(row);
}

export type Member = Membership & { readonly user: Account; readonly hasSecondFactor: boolean };

export async function listMembers(db: Db, orgId: string): Promise<Member[]> {
  const { rows } = await sql<MemberRow>`
    SELECT * FROM organisation_members() WHERE org_id = ${orgId} ORDER BY member_since, user_id`.execute(db);
  return rows.map(toMember);
}

export async function findMember(db: Db, orgId: string, userId: string): Promise<Member | undefined> {
  const { rows } = await sql<MemberRow>`
    SELECT * FROM organisation_members() WHERE org_id = ${orgId} AND user_id = ${userId}`.execute(db);
  return rows[0] && toMember(rows[0]);
}

type MemberRow = AccountRow & {
  org_id: string;
  roles: string[];
  member_since: Date;
  has_second_factor: boolean;
};

function toMember(row: MemberRow): Member {
  return {
    ...toMembership({ ...row, created_at: row.member_since }),
    user: toAccount(row),
    hasSecondFactor: row.has_second_factor,
  };
}

/** Locks an organisation's memberships until the transaction ends, and tells its owners. */
export async function lockOwners(tx: Tx, orgId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("memberships")
    .select(["user_id", "roles"])
    .where("org_id", "=", orgId)
    .orderBy("user_id")
    .forUpdate()
    .execute();
  return rows.filter(({ roles }) => roles.includes("owner")).map((row) => row.user_id);
}

/** Adds to the roles of a member, or makes one. */
export async function addMembership(
  tx: Tx,
  { orgId, userId, roles, at }: { orgId: string; userId: string; roles: readonly Role[]; at: Date },
): Promise<readonly Role[]> {
  const { rows } = await sql<{ roles: Role[] }>`
    INSERT INTO memberships AS m (org_id, user_id, roles, created_at) VALUES (${orgId}, ${userId}, ${[...roles]}, ${at})
    ON CONFLICT (org_id, user_id) DO UPDATE
      SET roles = m.roles || ARRAY(SELECT unnest(excluded.roles) EXCEPT SELECT unnest(m.roles))
    RETURNING m.roles`.execute(tx);
  return rows[0]?.roles ?? [];
}

/** @returns false when there is no such member. */
export async function updateRoles(tx: Tx, orgId: string, userId: string, roles: readonly Role[]): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("memberships")
    .set({ roles: [...roles] })
    .where("org_id", "=", orgId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @returns false when there is no such member. */
export async function deleteMembership(tx: Tx, orgId: string, userId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("memberships")
    .where("org_id", "=", orgId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Replaces the user's link to set a password: the newest alone is good. */
export async function savePasswordLink(
  db: Db,
  link: { userId: string; tokenHash: Uint8Array; expiresAt: Date },
): Promise<void> {
  const row = { user_id: link.userId, token_hash: link.tokenHash, expires_at: link.expiresAt };
  await db
    .insertInto("password_links")
    .values(row)
    .onConflict((conflict) => conflict.column("user_id").doUpdateSet(row))
    .execute();
}

/** Whose link it is, before anybody is known. */
export async function findUserOfLink(db: Db, tokenHash: Uint8Array): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM user_of_password_link(${tokenHash}) AS id`.execute(db);
  return rows[0]?.id;
}

/** Whose link it is, while it is good. */
export async function findPasswordLink(db: Db, tokenHash: Uint8Array, at: Date): Promise<User | undefined> {
  const row = await db
    .selectFrom("password_links as link")
    .innerJoin("users", "users.user_id", "link.user_id")
    .selectAll("users")
    .where("link.token_hash", "=", tokenHash)
    .where("link.expires_at", ">", at)
    .executeTakeFirst();
  return row && toUser(row);
}

/** Uses the link up. @returns false when somebody else did before, or a newer one stands. */
export async function deletePasswordLink(tx: Tx, tokenHash: Uint8Array): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("password_links")
    .where("token_hash", "=", tokenHash)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Whatever link was made before: a new password stands, which none of them is for. */
export async function deletePasswordLinks(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom("password_links").where("user_id", "=", userId).execute();
}

type AccountRow = {
  user_id: string;
  email: string;
  name: string;
  created_at: Date;
  locked_at: Date | null;
};

type UserRow = AccountRow & { password_hash: string };

function toAccount(row: AccountRow): Account {
  return {
    userId: row.user_id,
    email: row.email,
    name: row.name,
    createdAt: row.created_at,
    lockedAt: row.locked_at,
  };
}

function toUser(row: UserRow): User {
  return { ...toAccount(row), passwordHash: row.password_hash };
}

function toMembership(row: { org_id: string; roles: string[]; created_at: Date }): Membership {
  return { orgId: row.org_id, roles: row.roles as Role[], createdAt: row.created_at };
}
