import type { Actor } from "../kernel/actor.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { readers, requireRole } from "../tenancy/scope.ts";
import { findPublished } from "./accreditation-store.ts";
import { listReceived } from "./invitation-store.ts";
import { type IssuanceAlert, type IssuanceView, listAlerts, listIssuances, listOwnPlaces } from "./issuance-store.ts";
import { listIntents, type MintView } from "./mint-store.ts";
import { issuanceNotFound, visiblePlace } from "./parties.ts";

/** An issuance with all that follows from it. */
export type IssuanceDetail = {
  readonly issuance: IssuanceView;
  readonly mint: MintView | undefined;
  /** Raised after it was issued: they make a deficit in the next statement. */
  readonly alerts: readonly IssuanceAlert[];
  /** Public keys by accreditation, for the steps that were taken under one. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
};

/** One issuance of the caller's organisation, or of one that has invited it. @throws {Fault} `forbidden`, `not-found` */
export async function getIssuance(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  issuanceId: string,
): Promise<IssuanceDetail> {
  requireRole(actor, readers);
  const key = await visiblePlace(deps.db.of(actor.orgId), actor.orgId, issuanceId);
  const found =
    key &&
    (await detailsOf(deps.db.of(actor.orgId), key, [key.periodId])).find(
      (one) => one.issuance.issuanceId === issuanceId,
    );
  if (found === undefined) throw issuanceNotFound(issuanceId);
  return found;
}

/** Issuances of the caller's plants and of periods it is invited to, by plant and request. @throws {Fault} `forbidden` */
export async function listVisibleIssuances(deps: { readonly db: ScopedDb }, actor: Actor): Promise<IssuanceDetail[]> {
  requireRole(actor, readers);
  const db = deps.db.of(actor.orgId);
  const places = [...(await listOwnPlaces(db, actor.orgId)), ...(await listReceived(db, actor.orgId))];
  const byPlant = Map.groupBy(places, ({ orgId, plantId }) => JSON.stringify([orgId, plantId]));
  const found: IssuanceDetail[] = [];
  for (const [key, ...more] of byPlant.values()) {
    if (key === undefined) continue;
    const periods = [key, ...more].map(({ periodId }) => periodId);
    found.push(...(await detailsOf(db, key, periods)));
  }
  return found;
}

/** All issuances of some periods of a plant. */
export async function detailsOf(db: Db, key: PlantKey, periodIds: readonly string[]): Promise<IssuanceDetail[]> {
  const issuances = (await listIssuances(db, key)).filter(({ periodId }) => periodIds.includes(periodId));
  if (issuances.length === 0) return [];
  const mints = new Map((await listIntents(db, key)).map((mint) => [mint.issuanceId, mint]));
  const alerts = Map.groupBy(await listAlerts(db, key), ({ periodId }) => periodId);
  const keys = await keysOf(db, issuances);
  return issuances.map((issuance) => {
    const mint = mints.get(issuance.issuanceId);
    return { issuance, mint, alerts: mint === undefined ? [] : (alerts.get(issuance.periodId) ?? []), keys };
  });
}

async function keysOf(db: Db, issuances: readonly IssuanceView[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const ids = new Set(issuances.flatMap(({ steps }) => steps.flatMap(({ accreditationId }) => accreditationId ?? [])));
  const keys = new Map<string, Uint8Array>();
  for (const id of ids) {
    const accreditation = await findPublished(db, id);
    if (accreditation !== undefined) keys.set(id, accreditation.publicKey);
  }
  return keys;
}
