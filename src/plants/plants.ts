import { type Anchoring, type Device, type Plant, publicFieldsOf } from "../hydropower/plant.ts";
import type { Actor } from "../kernel/actor.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import type { Clock } from "../kernel/time.ts";
import type { Tx } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { managers, owners, readers, requireRole } from "../tenancy/scope.ts";
import { type ChainDeps, insertRecords, link, type RecordDraft } from "./chain.ts";
import * as store from "./store.ts";

export type PlantDeps = ChainDeps & { readonly db: ScopedDb; readonly clock: Clock };

/**
 * Registers a plant: its configuration is the first record of its chain. Only an owner makes records public.
 *
 * @throws {Fault} `already-exists`, `forbidden`, `invalid-request`
 */
export async function registerPlant(deps: PlantDeps, actor: Actor, plant: Plant): Promise<Plant> {
  requireRole(actor, publicFieldsOf(plant) === undefined ? managers : owners);
  if (plant.plant_id === store.organisationChain) {
    const detail = `plant_id ${plant.plant_id} is kept for your organisation's own chain: choose another.`;
    throw new Fault("invalid-request", detail, { errors: [{ pointer: "/plant_id", rule: "reserved", detail }] });
  }
  const at = new Date(deps.clock.nowMs());
  await deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      if (!(await store.insertPlant(tx, actor.orgId, plant, at))) {
        throw new Fault(
          "already-exists",
          `The plant ${plant.plant_id} exists already in your organisation: choose another plant_id.`,
        );
      }
      await appendConfiguration(deps, tx, { orgId: actor.orgId, plantId: plant.plant_id }, at, {
        kind: "plant",
        content: { plant: plant as Json },
      });
    });
  return plant;
}

/**
 * Chooses what of a plant's approved records becomes public, from the next record on. The new configuration is a
 * record of the chain; the choice that is in force already adds none.
 *
 * @throws {Fault} `not-found`, `forbidden`
 */
export async function setAnchoring(deps: PlantDeps, actor: Actor, plantId: string, choice: Anchoring): Promise<Plant> {
  requireRole(actor, owners);
  const at = new Date(deps.clock.nowMs());
  const key = { orgId: actor.orgId, plantId };
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      await store.lockPlants(tx, [key]);
      // Read under the lock: whoever held it before may have changed the plant.
      const before = await store.findPlant(tx, actor.orgId, plantId);
      if (before === undefined) throw plantNotFound(plantId);
      const { anchor_mode: _mode, public_fields: _fields, ...rest } = before;
      const plant: Plant = { ...rest, ...choice };
      if (canonicalText(plant as Json) === canonicalText(before as Json)) return before;
      await store.updatePlant(tx, actor.orgId, plant);
      await appendConfiguration(deps, tx, key, at, { kind: "plant", content: { plant: plant as Json } });
      return plant;
    });
}

/** Registers a device at a plant. @throws {Fault} `not-found`, `already-exists`, `forbidden` */
export async function registerDevice(deps: PlantDeps, actor: Actor, plantId: string, device: Device): Promise<Device> {
  requireRole(actor, managers);
  const at = new Date(deps.clock.nowMs());
  const key = { orgId: actor.orgId, plantId };
  await deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      if ((await store.findPlant(tx, actor.orgId, plantId)) === undefined) throw plantNotFound(plantId);
      if (!(await store.insertDevice(tx, key, device, at))) {
        throw new Fault(
          "already-exists",
          `The device ${device.device_id} exists already in your organisation: choose another device_id.`,
        );
      }
      await appendConfiguration(deps, tx, key, at, {
        kind: "device",
        deviceId: device.device_id,
        content: { device: device as Json },
      });
    });
  return device;
}

/** @throws {Fault} `not-found`, `forbidden` */
export async function getPlant(
  deps: PlantDeps,
  actor: Actor,
  plantId: string,
): Promise<{ plant: Plant; devices: Device[] }> {
  requireRole(actor, readers);
  const plant = await store.findPlant(deps.db.of(actor.orgId), actor.orgId, plantId);
  if (plant === undefined) throw plantNotFound(plantId);
  return { plant, devices: await store.listDevices(deps.db.of(actor.orgId), actor.orgId, plantId) };
}

/** One page of plants by id. `next` is the id to continue after. */
export async function listPlants(
  deps: PlantDeps,
  actor: Actor,
  page: { after: string; limit: number },
): Promise<{ plants: Plant[]; next: string | undefined }> {
  requireRole(actor, readers);
  const found = await store.listPlants(deps.db.of(actor.orgId), actor.orgId, page.after, page.limit + 1);
  const plants = found.slice(0, page.limit);
  return { plants, next: found.length > page.limit ? plants.at(-1)?.plant_id : undefined };
}

/** The same words for a plant that does not exist and one of another organisation. */
export function plantNotFound(plantId: string): Fault {
  return new Fault("not-found", `There is no plant ${plantId} in your organisation: register it, or check plant_id.`);
}

async function appendConfiguration(
  deps: PlantDeps,
  tx: Tx,
  key: store.PlantKey,
  at: Date,
  draft: Pick<RecordDraft, "kind" | "content" | "deviceId">,
): Promise<void> {
  const locked = (await store.lockPlants(tx, [key])).get(store.plantKeyText(key));
  assertState(locked !== undefined, "a plant without a chain head");
  const { record, head } = link(deps, locked.head, { ...draft, receivedAtMs: at.getTime(), verdict: "other" });
  await insertRecords(tx, [record], at);
  await store.saveHeads(tx, [{ head, memory: locked.memory }]);
}
