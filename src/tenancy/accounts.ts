import type { Actor, Role } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Tx } from "../platform/database.ts";
import { recordActs } from "./acts.ts";
import type { AccountBasics, AuthDeps } from "./auth-deps.ts";
import * as invitations from "./invitation-store.ts";
import { queueLetter } from "./letters.ts";
import { joinLinkDays } from "./links.ts";
import { whyRefused } from "./password-rules.ts";
import { secretHash } from "./seal.ts";
import { passwordNotRight, requirePassword } from "./second-factor.ts";
import { endSessions } from "./session-store.ts";
import { type CreatedKey, makeKey, makeOrganisation } from "./tenancy.ts";
import { attempt, clearAttempts, inShared } from "./throttle.ts";
import * as store from "./user-store.ts";

/** How an account comes to be, and its password. An account begins with a link to its address, never before. */

/** Roles of an organisation's first user. */
const founder: readonly Role[] = ["owner", "operator"];
/** Roles of its first key: enough to register plants and devices and to send readings. */
const firstKey: readonly Role[] = ["operator", "device"];
/** A flood of registrations must not fill the database of a gateway that is open to everybody. */
const mostRegistrationsPerHour = 60;

export type NewOrganisation = {
  readonly organisationName: string;
  readonly email: string;
  readonly name: string;
  /** Where registration is by invitation. */
  readonly invitation?: string | undefined;
};

export type Registered = {
  readonly orgId: string;
  readonly key: CreatedKey;
  readonly linkExpiresAt: Date;
  /** How the link comes to the user: by mail, or from the operator's console where this gateway sends none. */
  readonly linkBy: "e-mail" | "console";
};

/**
 * A new organisation with its first key, and a link for its first user. Whether the address has an account already
 * changes nothing in the answer: with one, the link adds the organisation to it.
 *
 * @throws {Fault} `registration-closed`, `too-many-attempts`
 */
export async function register(deps: AuthDeps, input: NewOrganisation): Promise<Registered> {
  const at = new Date(deps.clock.nowMs());
  if (deps.registration === "closed") throw registrationClosed("This gateway's operator makes organisations.");
  const lately = await invitations.countRegistrations(deps.db.shared, new Date(at.getTime() - 3_600_000));
  if (lately >= mostRegistrationsPerHour) {
    const detail = "Too many organisations registered within an hour: try again later.";
    throw new Fault("too-many-attempts", detail, { retryAfterS: 600 });
  }
  const { email, name } = input;
  const mayWrite = (await attempt(inShared(deps), "letter", store.emailKey(email))) === 0;
  const orgId = orgIdOf(input.organisationName, deps.random.bytes(4));
  return deps.db
    .of(orgId)
    .transaction()
    .execute(async (tx) => {
      await takeInvitation(deps, tx, input.invitation, at);
      const itself = { keyId: invitations.registration };
      await makeOrganisation(deps, tx, itself, { orgId, name: input.organisationName });
      const key = await makeKey(deps, tx, itself, { orgId, roles: firstKey, label: "registration" });
      const invited = { orgId, email, name, roles: founder, createdBy: itself.keyId };
      const { invitationId, expiresAt } = await insertInvitation(deps, tx, itself, invited);
      if (mayWrite) await queueLetter(deps, tx, { kind: "join", email, invitationId });
      const linkBy = deps.mailer === undefined ? "console" : "e-mail";
      return { orgId, key, linkExpiresAt: expiresAt, linkBy };
    });
}

async function takeInvitation(deps: AuthDeps, tx: Tx, code: string | undefined, at: Date): Promise<void> {
  if (deps.registration !== "invitation") return;
  if (code !== undefined && (await invitations.takeRegistrationCode(tx, secretHash(code), at))) return;
  throw registrationClosed("This gateway takes new organisations by invitation only, and `invitation` is none.");
}

function registrationClosed(detail: string): Fault {
  return new Fault("registration-closed", detail);
}

/** Made, not chosen: whether an id is taken by somebody else is nobody's business. */
function orgIdOf(name: string, random: Uint8Array): string {
  const words =
    name
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .match(/[a-z0-9]+/g) ?? [];
  const slug = words.join("-").slice(0, 40).replace(/-$/, "") || "org";
  return `${slug}-${base32(random)}`;
}

type Invited = Pick<invitations.MemberInvitation, "orgId" | "email" | "name" | "roles" | "createdBy">;

/**
 * Puts an invitation on record; its link is made when the letter is sent or the console prints it.
 *
 * @param actor who invites; undefined: the operator's console
 */
export async function insertInvitation(
  deps: Pick<AccountBasics, "clock" | "random">,
  tx: Tx,
  actor: Pick<Actor, "keyId"> | undefined,
  invited: Invited,
): Promise<invitations.MemberInvitation> {
  const createdAt = new Date(deps.clock.nowMs());
  const expiresAt = new Date(createdAt.getTime() + joinLinkDays * 86_400_000);
  const invitationId = `inv_${base32(deps.random.bytes(16))}`;
  const made = { ...invited, invitationId, email: invited.email.trim(), createdAt, expiresAt };
  await invitations.insertInvitation(tx, made);
  // Without the address: what is sealed stays for ever.
  const act = { act: "member.invited", object: invitationId, detail: { roles: [...made.roles] } } as const;
  await recordActs(tx, [{ orgId: made.orgId, actor, ...act }], createdAt);
  return { ...made, acceptedAt: null, withdrawnAt: null };
}

export type Joined = {
  readonly userId: string;
  readonly email: string;
  readonly orgId: string;
  readonly roles: readonly Role[];
  /** The account began with this link, and has the password that came with it. */
  readonly isNew: boolean;
};

/**
 * Follows a link that came to an address: whoever has it reads that mailbox. Makes the account with its first
 * password, or leaves password and name of the account that is there, and adds the organisation. A link works once.
 *
 * @throws {Fault} `not-found` for a link that is not good, `invalid-request` for a missing or refused password
 */
export async function followLink(
  deps: AuthDeps,
  input: { readonly token: string; readonly password?: string | undefined; readonly name?: string | undefined },
): Promise<Joined> {
  const at = new Date(deps.clock.nowMs());
  const tokenHash = secretHash(input.token);
  const orgId = await invitations.findOrgOfLink(deps.db.shared, tokenHash);
  if (orgId === undefined) throw linkNotGood();
  const { email } = await deps.db
    .of(orgId)
    .transaction()
    .execute((tx) => goodLink(tx, tokenHash, at));
  // Hashed before the transaction that writes: none may hold locks for as long as that takes.
  const needsAccount = (await store.findUserByEmail(deps.db.shared, email)) === undefined;
  const passwordHash = needsAccount ? await hashOfNew(deps, input.password, email) : undefined;
  const userId = `usr_${base32(deps.random.bytes(16))}`;
  return deps.db
    .person(userId, orgId)
    .transaction()
    .execute((tx) => join(tx, { tokenHash, at, userId, passwordHash, name: input.name }));
}

type Joining = {
  readonly tokenHash: Uint8Array;
  readonly at: Date;
  /** Of the account that begins, if one does. */
  readonly userId: string;
  readonly passwordHash: string | undefined;
  readonly name: string | undefined;
};

async function join(tx: Tx, { tokenHash, at, userId, passwordHash, name: chosen }: Joining): Promise<Joined> {
  const invitation = await goodLink(tx, tokenHash, at);
  const { email, orgId } = invitation;
  const name = chosen ?? invitation.name;
  const isNew =
    passwordHash !== undefined && (await store.insertUser(tx, { userId, email, name, passwordHash, createdAt: at }));
  const user = await store.findUserByEmail(tx, email);
  if (user === undefined) throw new Error("impossible state: an account vanished while it was joined");
  const roles = await store.addMembership(tx, { orgId, userId: user.userId, roles: invitation.roles, at });
  await invitations.markAccepted(tx, invitation, at);
  const detail = { invitation_id: invitation.invitationId, roles: [...roles] };
  const joined = { act: "member.joined", object: user.userId, detail } as const;
  await recordActs(tx, [{ orgId, actor: { keyId: user.userId }, ...joined }], at);
  return { userId: user.userId, email: user.email, orgId, roles, isNew };
}

async function goodLink(tx: Tx, tokenHash: Uint8Array, at: Date): Promise<invitations.MemberInvitation> {
  const invitation = await invitations.lockByToken(tx, tokenHash, at);
  if (invitation === undefined) throw linkNotGood();
  return invitation;
}

function linkNotGood(): Fault {
  return new Fault("not-found", "This link is not good: it was used, replaced by a newer one, taken back or is over.");
}

/**
 * Sends a link to set a new password, if there is an account. The answer and the work are the same if there is none.
 */
export async function forgotPassword(deps: AuthDeps, email: string): Promise<void> {
  const mayWrite = (await attempt(inShared(deps), "letter", store.emailKey(email))) === 0;
  if (mayWrite) await deps.db.shared.transaction().execute((tx) => queueLetter(deps, tx, { kind: "reset", email }));
}

/**
 * Sets a new password by a link. Every session of the user ends, and a lock-out after wrong passwords too.
 *
 * @throws {Fault} `not-found` for a link that is not good, `invalid-request` for a refused password
 */
export async function resetPassword(
  deps: AuthDeps,
  input: { readonly token: string; readonly password: string },
): Promise<void> {
  const at = new Date(deps.clock.nowMs());
  const tokenHash = secretHash(input.token);
  const userId = await store.findUserOfLink(deps.db.shared, tokenHash);
  if (userId === undefined) throw linkNotGood();
  const own = deps.db.person(userId);
  const user = await store.findPasswordLink(own, tokenHash, at);
  if (user === undefined || user.lockedAt !== null) throw linkNotGood();
  const passwordHash = await hashOfNew(deps, input.password, user.email);
  await own.transaction().execute(async (tx) => {
    if (!(await store.deletePasswordLink(tx, tokenHash))) throw linkNotGood();
    await saveNewPassword(deps, tx, { user, passwordHash, at });
  });
  for (const kind of ["sign-in", "letter"] as const)
    await clearAttempts(inShared(deps), kind, store.emailKey(user.email));
}

/**
 * Sets a new password for the user of a session. Every other session of the user ends.
 *
 * @throws {Fault} `session-required`, `unauthenticated` for the wrong present one, `invalid-request`, `too-many-attempts`
 */
export async function changePassword(
  deps: AuthDeps,
  actor: Actor,
  input: { readonly password: string; readonly newPassword: string },
): Promise<void> {
  const user = await requirePassword(deps, actor, input.password);
  const passwordHash = await hashOfNew(deps, input.newPassword, user.email, "/new_password");
  const at = new Date(deps.clock.nowMs());
  const keep = actor.person?.sessionId;
  await deps.db
    .person(user.userId)
    .transaction()
    .execute(async (tx) => {
      if (!(await store.holdPassword(tx, user.userId, user.passwordHash))) throw passwordNotRight();
      await saveNewPassword(deps, tx, { user, passwordHash, at, keep });
    });
}

async function saveNewPassword(
  deps: AuthDeps,
  tx: Tx,
  change: { user: store.User; passwordHash: string; at: Date; keep?: string | undefined },
): Promise<void> {
  const { user, passwordHash, at, keep } = change;
  await store.updatePassword(tx, user.userId, passwordHash);
  await store.deletePasswordLinks(tx, user.userId);
  await endSessions(tx, user.userId, "password", at, keep);
  await queueLetter(deps, tx, { kind: "password-changed", email: user.email });
}

/** @throws {Fault} `invalid-request` */
async function hashOfNew(
  deps: AuthDeps,
  password: string | undefined,
  email: string,
  pointer = "/password",
): Promise<string> {
  const missing = { rule: "required", detail: "is missing: this link begins an account" };
  const refusal = password === undefined ? missing : whyRefused(password, email);
  if (password !== undefined && refusal === undefined) return deps.passwords.hash(password);
  throw new Fault("invalid-request", `The password ${refusal?.detail}.`, {
    errors: [{ pointer, rule: refusal?.rule ?? "required", detail: refusal?.detail ?? "is missing" }],
  });
}
