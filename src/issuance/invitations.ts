import { snapMs } from "../carbon/register-step.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import { plantNotFound } from "../plants/plants.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { chainOfDays } from "../telemetry/period-chain.ts";
import { guests, owners, readers, requireRole } from "../tenancy/scope.ts";
import type { IssuanceDeps } from "./append.ts";
import type { Invitation, InvitedRole } from "./invitation-store.ts";
import * as store from "./invitation-store.ts";
import { type PeriodView, requirePeriod } from "./periods.ts";
import { findStatement, lockIssuance } from "./store.ts";

/**
 * The owner of a plant lets another organisation look at one period of it and take a part in its issuance. The
 * answer is the same whether that organisation exists or not. The same invitation again is the first one.
 *
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request` for one's own organisation
 */
export async function invite(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  periodId: string,
  { guestOrgId, role }: { readonly guestOrgId: string; readonly role: InvitedRole },
): Promise<Invitation & { readonly created: boolean }> {
  requireRole(actor, owners);
  if (guestOrgId === actor.orgId) {
    const detail = "is your own organisation: who verifies and who issues are other parties";
    throw new Fault("invalid-request", "An organisation cannot invite itself.", {
      errors: [{ pointer: "/organisation", rule: "invitation.own", detail }],
    });
  }
  const key = { orgId: actor.orgId, plantId, periodId };
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      if ((await lockIssuance(tx, key)) === undefined) throw plantNotFound(plantId);
      await requirePeriod(tx, key, periodId);
      const stands = (await store.listInvitations(tx, key)).find(
        (one) => one.withdrawnAt === null && one.guestOrgId === guestOrgId && one.role === role,
      );
      if (stands !== undefined) return { ...stands, created: false };
      const invitationId = `inv_${base32(deps.random.bytes(16))}`;
      const made = { ...key, invitationId, guestOrgId, role, createdAt: new Date(deps.clock.nowMs()) };
      await store.insertInvitation(tx, { ...made, createdBy: actor.keyId });
      return { ...made, withdrawnAt: null, created: true };
    });
}

/** Takes an invitation back: its guest sees the period no more. Again: nothing changes. @throws {Fault} `forbidden`, `not-found` */
export async function withdrawInvitation(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  periodId: string,
  invitationId: string,
): Promise<Invitation> {
  requireRole(actor, owners);
  const key = { orgId: actor.orgId, plantId, periodId };
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      if ((await lockIssuance(tx, key)) === undefined) throw plantNotFound(plantId);
      await store.markInvitationWithdrawn(tx, key, invitationId, new Date(deps.clock.nowMs()));
      const found = (await store.listInvitations(tx, key)).find((one) => one.invitationId === invitationId);
      if (found === undefined) throw invitationNotFound(invitationId);
      return found;
    });
}

/** @throws {Fault} `forbidden`, `not-found` */
export async function listInvitations(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  plantId: string,
  periodId: string,
): Promise<Invitation[]> {
  requireRole(actor, readers);
  const key = { orgId: actor.orgId, plantId, periodId };
  await requirePeriod(deps.db.of(actor.orgId), key, periodId);
  return store.listInvitations(deps.db.of(actor.orgId), key);
}

/** What another organisation's period is to a guest. */
export type InvitedPeriod = { readonly invitation: Invitation; readonly period: PeriodView };

/** Invitations of the organisation that stand and that some of its keys and people made. @throws {Fault} `forbidden` */
export async function listInvitationsBy(
  { db }: { readonly db: ScopedDb },
  actor: Actor,
  by: readonly string[],
): Promise<Invitation[]> {
  requireRole(actor, owners);
  return store.listInvitationsBy(db.of(actor.orgId), actor.orgId, by);
}

/** The standing invitations of an organisation, oldest first. @throws {Fault} `forbidden` */
export async function listReceived(deps: { readonly db: ScopedDb }, actor: Actor): Promise<Invitation[]> {
  requireRole(actor, guests);
  return store.listReceived(deps.db.of(actor.orgId), actor.orgId);
}

/** @throws {Fault} `forbidden`, `not-found`, the same for an invitation that never was, was withdrawn or is another's */
export async function getReceived(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  invitationId: string,
): Promise<InvitedPeriod> {
  requireRole(actor, guests);
  const invitation = await store.findReceived(deps.db.of(actor.orgId), actor.orgId, invitationId);
  if (invitation === undefined) throw invitationNotFound(invitationId);
  return { invitation, period: await requirePeriod(deps.db.of(actor.orgId), invitation, invitation.periodId) };
}

/** The exact bytes of a statement of the period, for its guest: what a verifier signs. @throws {Fault} `forbidden`, `not-found` */
export async function getInvitedStatement(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  invitationId: string,
  statementNo: number,
): Promise<Uint8Array> {
  const { invitation } = await getReceived(deps, actor, invitationId);
  const bytes = await findStatement(deps.db.of(actor.orgId), invitation, invitation.periodId, statementNo);
  if (bytes === undefined) throw new Fault("not-found", `This period has no statement ${statementNo}.`);
  return bytes;
}

/**
 * The exact bytes of what the plant's chain holds of the period, for its guest. Pages through the table.
 *
 * @throws {Fault} `forbidden`, `not-found` before the first byte
 */
export async function exportInvited(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  invitationId: string,
): Promise<AsyncGenerator<Uint8Array>> {
  const { invitation, period } = await getReceived(deps, actor, invitationId);
  // Found by the guest's own right: from here on the reads are the inviting organisation's.
  const window = { fromMs: period.fromMs, toMs: period.toMs + snapMs };
  return whileInvited(deps, actor, invitationId, chainOfDays(deps.db.of(invitation.orgId), invitation, window));
}

/** What a guest is sent between two looks at its invitation, bytes; a part is never cut. */
const unlookedBytes = 32_768;

/**
 * Parts of an answer to a guest, for as long as the invitation stands. The caller has found it just before.
 *
 * @throws {Fault} `not-found` once it was withdrawn
 */
export async function* whileInvited(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  invitationId: string,
  parts: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let unlooked = 0;
  for await (const part of parts) {
    if (unlooked > unlookedBytes) {
      await getReceived(deps, actor, invitationId);
      unlooked = 0;
    }
    unlooked += part.length;
    yield part;
  }
}

function invitationNotFound(invitationId: string): Fault {
  return new Fault("not-found", `There is no invitation ${invitationId} to your organisation.`);
}
