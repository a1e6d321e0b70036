import type { Actor } from "../kernel/actor.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { type Accreditation, type AccreditedRole, lockStanding } from "./accreditation-store.ts";
import { type InvitedRole, listInvitations, type PeriodKey } from "./invitation-store.ts";
import { type IssuanceView, listIssuances, visiblePlace } from "./issuance-store.ts";
import { type PeriodView, requirePeriod } from "./periods.ts";
import { lockIssuance } from "./store.ts";

/** Which issuances an organisation may see, and under what it may act on them. */

/** An issuance under its plant's lock, as one party of it sees it. */
export type OpenIssuance = { readonly key: PeriodKey; readonly issuance: IssuanceView; readonly period: PeriodView };

/**
 * A transaction for a step of an issuance: of the caller's organisation, and of the plant's where that has invited it.
 *
 * @throws {Fault} `not-found`, as {@link openIssuance}
 */
export async function stepOf<R>(
  { db }: { readonly db: ScopedDb },
  actor: Actor,
  issuanceId: string,
  take: (tx: Tx) => Promise<R>,
): Promise<R> {
  const key = await visiblePlace(db.of(actor.orgId), actor.orgId, issuanceId);
  if (key === undefined) throw issuanceNotFound(issuanceId);
  return db.of(actor.orgId, key.orgId).transaction().execute(take);
}

/**
 * Locks the plant of an issuance for a step of somebody who may see it: the plant's own organisation, or one
 * that is invited to the period.
 *
 * @throws {Fault} `not-found`, the same for an issuance that never was and one that is not for this organisation
 */
export async function openIssuance(tx: Tx, actor: Actor, issuanceId: string): Promise<OpenIssuance> {
  const key = await visiblePlace(tx, actor.orgId, issuanceId);
  if (key === undefined) throw issuanceNotFound(issuanceId);
  const plant = await lockIssuance(tx, key);
  assertState(plant !== undefined, "an issuance without its plant");
  // Read under the lock: whoever held it before may have withdrawn the invitation or taken a step.
  if ((await visiblePlace(tx, actor.orgId, issuanceId)) === undefined) throw issuanceNotFound(issuanceId);
  const issuance = (await listIssuances(tx, key, key.periodId)).find((one) => one.issuanceId === issuanceId);
  assertState(issuance !== undefined, "an issuance without its row");
  return { key, issuance, period: await requirePeriod(tx, key, key.periodId) };
}

/** What an organisation is invited to a period as. */
export async function invitedRoles(db: Db, orgId: string, key: PeriodKey): Promise<InvitedRole[]> {
  const standing = (await listInvitations(db, key)).filter((one) => one.withdrawnAt === null);
  return standing.filter((one) => one.guestOrgId === orgId).map(({ role }) => role);
}

/**
 * The accreditations under which a party acts now. Its invitation must be for that role: an auditor that was
 * asked to look is not thereby the verifier.
 *
 * @throws {Fault} `not-accredited`, `forbidden` for a guest who is invited to something else
 */
export async function requireAccredited(
  tx: Tx,
  actor: Actor,
  role: AccreditedRole,
  { key, issuance }: OpenIssuance,
  at: Date,
): Promise<[Accreditation, ...Accreditation[]]> {
  const { rulebook } = issuance;
  if (actor.orgId !== key.orgId && !(await invitedRoles(tx, actor.orgId, key)).includes(role)) {
    throw new Fault("forbidden", `Your organisation is invited to this period, but not as its ${role}.`, {
      extensions: { needed_invitation: role },
    });
  }
  const [newest, ...more] = await lockStanding(tx, { orgId: actor.orgId, role, rulebook, at });
  if (newest !== undefined) return [newest, ...more];
  const detail = `Your organisation is not accredited as ${role} for ${rulebook}, or not at this time.`;
  throw new Fault("not-accredited", detail, { extensions: { needed_accreditation: role, rulebook } });
}

export function issuanceNotFound(issuanceId: string): Fault {
  return new Fault("not-found", `There is no issuance ${issuanceId} for your organisation.`);
}
