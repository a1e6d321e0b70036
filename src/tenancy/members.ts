import type { Actor, Role } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { Tx } from "../platform/database.ts";
import { insertInvitation } from "./accounts.ts";
import { type AdminAct, type AdminActName, recordActs } from "./acts.ts";
import type { AuthDeps } from "./auth-deps.ts";
import { listStanding, type MemberInvitation, markWithdrawn } from "./invitation-store.ts";
import { queueLetter } from "./letters.ts";
import { type MemberRole, owners, requirePerson, requireRole, requireSecondFactor } from "./scope.ts";
import { countAttempt, inShared } from "./throttle.ts";
import * as store from "./user-store.ts";

/** An organisation's members. Its owners look after them, in person: a key that leaked must not make itself a colleague. */

/** @throws {Fault} `forbidden` */
export async function listMembers(deps: Pick<AuthDeps, "db">, actor: Actor): Promise<store.Member[]> {
  requireRole(actor, owners);
  return store.listMembers(deps.db.of(actor.orgId), actor.orgId);
}

/** @throws {Fault} `forbidden`, `not-found` */
export async function getMember(deps: Pick<AuthDeps, "db">, actor: Actor, userId: string): Promise<store.Member> {
  requireRole(actor, owners);
  const member = await store.findMember(deps.db.of(actor.orgId), actor.orgId, userId);
  if (member === undefined) throw memberNotFound(userId);
  return member;
}

/**
 * Invites an address. The answer is the same whether it has an account or not; who has one adds the organisation to
 * it. To make a verifier or an issuer takes a second factor, as what these decide does. No mailbox is filled by it:
 * where anybody may register, anybody may be an owner.
 *
 * @throws {Fault} `forbidden`, `session-required`, `second-factor-required`, `too-many-attempts`
 */
export async function inviteMember(
  deps: Pick<AuthDeps, "db" | "clock" | "random" | "mailer" | "seal">,
  actor: Actor,
  input: { readonly email: string; readonly name: string; readonly roles: readonly MemberRole[] },
): Promise<MemberInvitation> {
  requireOwner(actor, input.roles);
  await countAttempt(inShared(deps), "letter", store.emailKey(input.email), "This address was sent many letters");
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const invited = { ...input, roles: unique(input.roles), orgId: actor.orgId, createdBy: actor.keyId };
      const made = await insertInvitation(deps, tx, actor, invited);
      await queueLetter(deps, tx, { kind: "join", email: made.email, invitationId: made.invitationId });
      return made;
    });
}

/** Those that wait for an answer. @throws {Fault} `forbidden` */
export async function listInvited(deps: Pick<AuthDeps, "db" | "clock">, actor: Actor): Promise<MemberInvitation[]> {
  requireRole(actor, owners);
  return listStanding(deps.db.of(actor.orgId), actor.orgId, new Date(deps.clock.nowMs()));
}

/** @throws {Fault} `forbidden`, `session-required`, `not-found` */
export async function withdrawInvited(
  deps: Pick<AuthDeps, "db" | "clock">,
  actor: Actor,
  invitationId: string,
): Promise<void> {
  requireOwner(actor, []);
  const at = new Date(deps.clock.nowMs());
  await deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      if (!(await markWithdrawn(tx, actor.orgId, invitationId, at)))
        throw new Fault("not-found", `There is no invitation ${invitationId} that waits for an answer.`);
      await record(deps, tx, actor, "member.invitation-withdrawn", invitationId);
    });
}

/**
 * Sets what a member may do; it holds from the member's next call on.
 *
 * @param mayChange sees the member as it stands, under the lock that the change is made under, and throws to stop it
 * @throws {Fault} `forbidden`, `session-required`, `second-factor-required`, `not-found`, `last-owner`
 */
export async function setMemberRoles(
  deps: Pick<AuthDeps, "db" | "clock">,
  actor: Actor,
  userId: string,
  roles: readonly MemberRole[],
  mayChange: (standing: store.Member) => void = () => undefined,
): Promise<store.Member> {
  requireOwner(actor, roles);
  const wanted = unique(roles);
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const ownersNow = await store.lockOwners(tx, actor.orgId);
      const standing = await store.findMember(tx, actor.orgId, userId);
      if (standing === undefined) throw memberNotFound(userId);
      mayChange(standing);
      if (!wanted.includes("owner")) requireOtherOwner(ownersNow, userId);
      await store.updateRoles(tx, actor.orgId, userId, wanted);
      await record(deps, tx, actor, "member.roles-set", userId, { roles: wanted });
      return { ...standing, roles: wanted };
    });
}

/**
 * Removes a member; the account stays, and whatever else it belongs to. Its tokens for this organisation are good no
 * more from this moment on.
 *
 * @param mayRemove as `mayChange` of {@link setMemberRoles}
 * @throws {Fault} `forbidden`, `session-required`, `not-found`, `last-owner`
 */
export async function removeMember(
  deps: Pick<AuthDeps, "db" | "clock">,
  actor: Actor,
  userId: string,
  mayRemove: (standing: store.Member) => void = () => undefined,
): Promise<void> {
  requireOwner(actor, []);
  await deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const ownersNow = await store.lockOwners(tx, actor.orgId);
      const standing = await store.findMember(tx, actor.orgId, userId);
      if (standing !== undefined) mayRemove(standing);
      requireOtherOwner(ownersNow, userId);
      if (!(await store.deleteMembership(tx, actor.orgId, userId))) throw memberNotFound(userId);
      await record(deps, tx, actor, "member.removed", userId);
    });
}

function record(
  { clock }: Pick<AuthDeps, "clock">,
  tx: Tx,
  actor: Actor,
  act: AdminActName,
  object: string,
  detail: AdminAct["detail"] = {},
): Promise<void> {
  return recordActs(tx, [{ orgId: actor.orgId, actor, act, object, detail }], new Date(clock.nowMs()));
}

function requireOwner(actor: Actor, granted: readonly Role[]): void {
  requireRole(actor, owners);
  requirePerson(actor);
  if (granted.some((role) => role === "verifier" || role === "issuer")) requireSecondFactor(actor);
}

function requireOtherOwner(ownersNow: readonly string[], userId: string): void {
  if (!ownersNow.includes(userId) || ownersNow.length > 1) return;
  throw new Fault("last-owner", "This member is the organisation's only owner.");
}

function memberNotFound(userId: string): Fault {
  return new Fault("not-found", `There is no member ${userId} in your organisation.`);
}

const unique = <T>(some: readonly T[]): T[] => [...new Set(some)];
