import type { Role } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { Tx } from "../platform/database.ts";
import { insertInvitation } from "./accounts.ts";
import { type AdminAct, type AdminActName, recordActs } from "./acts.ts";
import type { AccountDeps } from "./auth-deps.ts";
import { insertRegistrationCode, listStandingTo } from "./invitation-store.ts";
import { makeJoinLink, makePasswordLink, type OneUseLink } from "./links.ts";
import { newSecret } from "./seal.ts";
import { dropSecondFactor } from "./second-factor.ts";
import { endSessions } from "./session-store.ts";
import { organisationExists } from "./store.ts";
import { registrarOrg } from "./tenancy.ts";
import { clearAttempts } from "./throttle.ts";
import * as store from "./user-store.ts";

/** What the operator does for users, on the machine: no call of the API reaches these. */

const consoleName = "admin-console";
const registrationDays = 30;

/** Roles that the console may give in an organisation. @throws {Fault} `invalid-request`, `not-found` */
async function checkRoles(deps: AccountDeps, orgId: string, roles: readonly Role[]): Promise<void> {
  if (roles.includes("device")) throw new Fault("invalid-request", "The role device is for keys, not for users.");
  if (roles.some((role) => (role === "registrar") !== (orgId === registrarOrg)))
    throw new Fault("invalid-request", `The role registrar belongs to the organisation ${registrarOrg}, and no other.`);
  if (!(await organisationExists(deps.db, orgId))) throw new Fault("not-found", `There is no organisation ${orgId}.`);
}

/** Invites a user and makes the link. @throws {Fault} `invalid-request`, `not-found` */
export async function inviteUser(
  deps: AccountDeps,
  input: { readonly email: string; readonly name: string; readonly orgId: string; readonly roles: readonly Role[] },
): Promise<OneUseLink> {
  await checkRoles(deps, input.orgId, input.roles);
  const invited = { ...input, createdBy: consoleName };
  const { invitationId } = await deps.db.transaction().execute((tx) => insertInvitation(deps, tx, undefined, invited));
  const link = await makeJoinLink(deps, invitationId);
  if (link === undefined) throw new Error("impossible state: an invitation vanished while it was made");
  return link;
}

/**
 * Links for somebody who waits for one: one for each invitation that stands, and one to set a new password where
 * there is an account.
 *
 * @throws {Fault} `not-found`
 */
export async function linksFor(deps: AccountDeps, email: string): Promise<OneUseLink[]> {
  const invitations = await listStandingTo(deps.db, email, new Date(deps.clock.nowMs()));
  const joins = await Promise.all(invitations.map(({ invitationId }) => makeJoinLink(deps, invitationId)));
  const hasAccount = (await store.findUserByEmail(deps.db, email)) !== undefined;
  const password = hasAccount ? await makePasswordLink(deps, email) : undefined;
  const links = [...joins, password].filter((one) => one !== undefined);
  if (links.length > 0) return links;
  throw new Fault("not-found", `${email} has no account that is not locked, and no invitation that stands.`);
}

/** Ends all sessions of a user, and lets no new one begin. @throws {Fault} `not-found` */
export async function lockUser(deps: AccountDeps, email: string): Promise<number> {
  const user = await requireUser(deps, email);
  const at = new Date(deps.clock.nowMs());
  return deps.db.transaction().execute(async (tx) => {
    await store.updateLock(tx, user.userId, at);
    await recordOf(tx, user, "member.locked", at, {});
    return endSessions(tx, user.userId, "console", at);
  });
}

/**
 * Lets a user in again: after a lock, and after too many failed attempts. Without the second factor too, for one
 * who has lost it with all recovery codes.
 *
 * @throws {Fault} `not-found`
 */
export async function unlockUser(deps: AccountDeps, email: string, removeSecondFactor: boolean): Promise<void> {
  const user = await requireUser(deps, email);
  await deps.db.transaction().execute(async (tx) => {
    await store.updateLock(tx, user.userId, null);
    const detail = { second_factor_removed: removeSecondFactor };
    await recordOf(tx, user, "member.unlocked", new Date(deps.clock.nowMs()), detail);
    if (removeSecondFactor) await dropSecondFactor(deps, tx, user);
  });
  // Of passwords, and of codes.
  for (const name of [store.emailKey(email), user.userId]) await clearAttempts(deps, "sign-in", name);
}

/** Sets what a member may do. @throws {Fault} `invalid-request`, `not-found` */
export async function setRoles(deps: AccountDeps, email: string, orgId: string, roles: readonly Role[]): Promise<void> {
  await checkRoles(deps, orgId, roles);
  const { userId } = await requireUser(deps, email);
  await deps.db.transaction().execute(async (tx) => {
    if (!(await store.updateRoles(tx, orgId, userId, roles)))
      throw new Fault("not-found", `${email} is no member of ${orgId}: invite it with user create.`);
    const act = { act: "member.roles-set", object: userId, detail: { roles: [...roles] } } as const;
    await recordActs(tx, [{ orgId, actor: undefined, ...act }], new Date(deps.clock.nowMs()));
  });
}

/** An act on a user concerns each of the user's organisations. */
async function recordOf(
  tx: Tx,
  { userId }: store.User,
  act: AdminActName,
  at: Date,
  detail: AdminAct["detail"],
): Promise<void> {
  const memberships = await store.listMemberships(tx, userId);
  const acts = memberships.map(({ orgId }) => ({ orgId, actor: undefined, act, object: userId, detail }));
  await recordActs(tx, acts, at);
}

export type ListedUser = { readonly user: store.User; readonly memberships: readonly store.Membership[] };

export async function listAllUsers(deps: Pick<AccountDeps, "db">): Promise<ListedUser[]> {
  const users = await store.listUsers(deps.db);
  return Promise.all(
    users.map(async (user) => ({ user, memberships: await store.listMemberships(deps.db, user.userId) })),
  );
}

/** A code for one registration, where registration is by invitation. It is shown once. */
export async function inviteRegistration(deps: AccountDeps, note: string): Promise<{ code: string; expiresAt: Date }> {
  const { text, hash } = newSecret("ghln");
  const createdAt = new Date(deps.clock.nowMs());
  const expiresAt = new Date(createdAt.getTime() + registrationDays * 86_400_000);
  await insertRegistrationCode(deps.db, { codeHash: hash, note, createdAt, expiresAt });
  return { code: text, expiresAt };
}

async function requireUser(deps: AccountDeps, email: string): Promise<store.User> {
  const user = await store.findUserByEmail(deps.db, email);
  if (user === undefined) throw new Fault("not-found", `${email} has no account.`);
  return user;
}
