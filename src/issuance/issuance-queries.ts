import type { Actor } from "../kernel/actor.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { readers, requireRole } from "../tenancy/scope.ts";
import { findPublished } from "./accreditation-store.ts";
import { type Certificate, certificatesOfPlant } from "./certificate-store.ts";
import { listReceived } from "./invitation-store.ts";
import {
  type IssuanceAlert,
  type IssuanceView,
  listAlerts,
  listIssuances,
  listOwnPlaces,
  visiblePlace,
} from "./issuance-store.ts";
import { listIntents, type MintView } from "./mint-store.ts";
import { issuanceNotFound } from "./parties.ts";

/** An issuance with all that follows from it. */
export type IssuanceDetail = {
  readonly issuance: IssuanceView;
  readonly mint: MintView | undefined;
  /** The NFT that stands for it, where the gateway makes them. */
  readonly certificate: Certificate | undefined;
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

/** The place of an issuance in a list of them: organisation, plant, time of request, id. */
type IssuancePlace = readonly string[];

/**
 * Issuances of the caller's plants and of periods it is invited to, by organisation, plant and request. Only the
 * plants of the page are read.
 *
 * @throws {Fault} `forbidden`
 */
export async function listVisibleIssuances(
  deps: { readonly db: ScopedDb },
  actor: Actor,
  { after, limit }: { readonly after?: IssuancePlace | undefined; readonly limit: number },
): Promise<{ readonly issuances: IssuanceDetail[]; readonly next: IssuancePlace | undefined }> {
  requireRole(actor, readers);
  const db = deps.db.of(actor.orgId);
  const places = [...(await listOwnPlaces(db, actor.orgId)), ...(await listReceived(db, actor.orgId))];
  const byPlant = Map.groupBy(places, ({ orgId, plantId }) => JSON.stringify([orgId, plantId]));
  const plants = [...byPlant.values()].toSorted(([a], [b]) => compared(plantOf(a), plantOf(b)));
  const found: IssuanceDetail[] = [];
  for (const [key, ...more] of plants) {
    if (key === undefined || (after !== undefined && compared(plantOf(key), after.slice(0, 2)) < 0)) continue;
    const periods = [key, ...more].map(({ periodId }) => periodId);
    const details = await detailsOf(db, key, periods);
    found.push(...details.filter((one) => after === undefined || compared(placeOf(one), after) > 0));
    if (found.length > limit) break;
  }
  const issuances = found.slice(0, limit);
  const last = issuances.at(-1);
  return { issuances, next: found.length > limit && last !== undefined ? placeOf(last) : undefined };
}

const plantOf = (key: PlantKey | undefined): IssuancePlace => [key?.orgId ?? "", key?.plantId ?? ""];

function placeOf({ issuance }: IssuanceDetail): IssuancePlace {
  return [...plantOf(issuance), issuance.requestedAt.toISOString(), issuance.issuanceId];
}

function compared(a: IssuancePlace, b: IssuancePlace): number {
  for (const [i, part] of a.entries()) {
    const other = b[i] ?? "";
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

/** All issuances of some periods of a plant. */
export async function detailsOf(db: Db, key: PlantKey, periodIds: readonly string[]): Promise<IssuanceDetail[]> {
  const issuances = (await listIssuances(db, key)).filter(({ periodId }) => periodIds.includes(periodId));
  if (issuances.length === 0) return [];
  const mints = new Map((await listIntents(db, key)).map((mint) => [mint.issuanceId, mint]));
  const alerts = Map.groupBy(await listAlerts(db, key), ({ periodId }) => periodId);
  const keys = await keysOf(db, issuances);
  const certificates = await certificatesOfPlant(db, key);
  return issuances.map((issuance) => {
    const mint = mints.get(issuance.issuanceId);
    const certificate = mint && certificates.get(mint.intentId);
    return {
      issuance,
      mint,
      certificate,
      alerts: mint === undefined ? [] : (alerts.get(issuance.periodId) ?? []),
      keys,
    };
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
