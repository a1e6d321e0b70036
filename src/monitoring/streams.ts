import type { Actor } from "../kernel/actor.ts";
import { plantNotFound } from "../plants/plants.ts";
import { listPlants } from "../plants/store.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { readers, requireRole } from "../tenancy/scope.ts";
import type { Hub, Prepared } from "./stream-hub.ts";
import type { Position } from "./stream-position.ts";
import type { Wish } from "./stream-wish.ts";

export type StreamDeps = { readonly db: ScopedDb; readonly hub: Hub };

/**
 * Makes a live stream ready: whoever may see records may see them come.
 *
 * @param endsAtMs when the credential is over by its own word, ms
 * @throws {Fault} `forbidden`, `not-found`, `too-much-in-work`, `overloaded`
 */
export async function prepareStream(
  { db, hub }: StreamDeps,
  actor: Actor,
  asked: { readonly wish: Wish; readonly from: Position | undefined; readonly endsAtMs: number | undefined },
): Promise<Prepared> {
  requireRole(actor, readers);
  await requirePlants(db, actor, asked.wish);
  return hub.prepare({ actor, ...asked });
}

/** A plant that is not there, or not for this key, would be silent for ever. */
async function requirePlants(db: ScopedDb, { orgId, limits }: Actor, { plants }: Wish): Promise<void> {
  if (plants === undefined) return;
  const found = await listPlants(db.of(orgId), orgId, "", plants.size, [...plants]);
  const known = new Set(found.map(({ plant_id }) => plant_id));
  for (const plant of plants) {
    if (!known.has(plant) || limits?.plants?.includes(plant) === false) throw plantNotFound(plant);
  }
}
