import { type Anchoring, anchoringOf, type Device, type Plant, publicFieldsOf } from "../hydropower/plant.ts";
import { withUnitFigures } from "../hydropower/plant-parts.ts";
import type { Actor } from "../kernel/actor.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import type { Db, Tx } from "../platform/database.ts";
import {
  managers,
  mayUseDevice,
  mayUsePlant,
  owners,
  readers,
  requireEveryDevice,
  requireRole,
} from "../tenancy/scope.ts";
import { appendConfiguration, type PlantDeps } from "./append.ts";
import type { ChainDeps } from "./chain.ts";
import { lockPlants } from "./heads.ts";
import * as store from "./store.ts";

export type { PlantDeps } from "./append.ts";

/**
 * Registers a plant: its configuration is the first record of its chain. Only an owner makes records public.
 *
 * @throws {Fault} `already-exists`, `forbidden`, `invalid-request`
 */
export async function registerPlant(deps: PlantDeps, actor: Actor, plant: Plant): Promise<Plant> {
  requirePlantMaker(actor, plant);
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute((tx) => registerPlantIn(deps, tx, { orgId: actor.orgId, plant, at }));
}

/** @throws {Fault} `forbidden` */
export function requirePlantMaker(actor: Actor, plant: Plant): void {
  requireRole(actor, publicFieldsOf(plant) === undefined ? managers : owners);
}

/** The same within a transaction, for whoever registers more than the plant. @throws {Fault} `already-exists`, `invalid-request` */
export async function registerPlantIn(
  deps: ChainDeps,
  tx: Tx,
  { orgId, plant: asked, at }: { readonly orgId: string; readonly plant: Plant; readonly at: Date },
): Promise<Plant> {
  const plant = withUnitFigures(asked);
  if (plant.plant_id === store.organisationChain) {
    const detail = `plant_id ${plant.plant_id} is kept for your organisation's own chain: choose another.`;
    throw new Fault("invalid-request", detail, { errors: [{ pointer: "/plant_id", rule: "reserved", detail }] });
  }
  if (!(await store.insertPlant(tx, orgId, plant, at))) {
    throw new Fault(
      "already-exists",
      `The plant ${plant.plant_id} exists already in your organisation: choose another plant_id.`,
    );
  }
  const key = { orgId, plantId: plant.plant_id };
  await appendConfiguration(deps, tx, key, at, { kind: "plant", content: { plant: plant as Json } });
  return plant;
}

/**
 * Chooses what of a plant's approved records becomes public, from the next record on. The new configuration is a
 * record of the chain; the choice that is in force already adds none.
 *
 * @param mayReplace throws where the caller does not mean the choice that stands; asked under the plant's lock
 * @throws {Fault} `not-found`, `forbidden`
 */
export async function setAnchoring(
  deps: PlantDeps,
  actor: Actor,
  plantId: string,
  choice: Anchoring,
  mayReplace: (standing: Anchoring) => void = () => undefined,
): Promise<Plant> {
  requireRole(actor, owners);
  const at = new Date(deps.clock.nowMs());
  const key = { orgId: actor.orgId, plantId };
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const before = await store.lockConfiguration(tx, key);
      if (before === undefined) throw plantNotFound(plantId);
      await lockPlants(tx, [key]);
      mayReplace(anchoringOf(before));
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
  // One of other devices would make what it cannot see, and be told whether it is there.
  if (!mayUseDevice(actor, device.device_id)) requireEveryDevice(actor);
  const at = new Date(deps.clock.nowMs());
  const key = { orgId: actor.orgId, plantId };
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const plant = mayUsePlant(actor, plantId) ? await store.findPlant(tx, actor.orgId, plantId) : undefined;
      if (plant === undefined) throw plantNotFound(plantId);
      // The plant first, as whoever imports it does: the other way round the two could wait for each other.
      await lockPlants(tx, [key]);
      return registerDeviceIn(deps, tx, { key, device, at });
    });
}

/**
 * The same for devices of a plant whose head the caller holds, or has made. Always in the order of their ids: two that
 * register the same ones at two plants wait for each other instead of deadlocking. @throws {Fault} `already-exists`
 */
export async function registerDevicesIn(
  deps: ChainDeps,
  tx: Tx,
  { key, devices, at }: { readonly key: store.PlantKey; readonly devices: readonly Device[]; readonly at: Date },
): Promise<void> {
  const sorted = [...devices].sort((a, b) => (a.device_id < b.device_id ? -1 : 1));
  for (const device of sorted) await registerDeviceIn(deps, tx, { key, device, at });
}

async function registerDeviceIn(
  deps: ChainDeps,
  tx: Tx,
  { key, device, at }: { readonly key: store.PlantKey; readonly device: Device; readonly at: Date },
): Promise<Device> {
  if (!(await store.insertDevice(tx, key, device, at))) {
    throw new Fault(
      "already-exists",
      `The device ${device.device_id} exists already in your organisation: choose another device_id.`,
    );
  }
  const content = { device: device as Json };
  await appendConfiguration(deps, tx, key, at, { kind: "device", deviceId: device.device_id, content });
  return device;
}

/** @throws {Fault} `not-found`, `forbidden` */
export async function getPlant(deps: PlantDeps, actor: Actor, plantId: string): Promise<PlantView> {
  requireRole(actor, readers);
  const view = mayUsePlant(actor, plantId)
    ? await viewPlant(deps.db.of(actor.orgId), { orgId: actor.orgId, plantId })
    : undefined;
  if (view === undefined) throw plantNotFound(plantId);
  return seenBy(actor, view);
}

/** To a key of some devices the others are as if they were not there. */
export function seenBy(actor: Actor, view: PlantView): PlantView {
  return { ...view, devices: view.devices.filter(({ device_id: deviceId }) => mayUseDevice(actor, deviceId)) };
}

/** A plant with its devices, as it stands. */
export type PlantView = { readonly plant: Plant; readonly version: number; readonly devices: readonly Device[] };

export async function viewPlant(db: Db, key: store.PlantKey): Promise<PlantView | undefined> {
  const found = await store.findVersioned(db, key);
  return found && { ...found, devices: await store.listDevices(db, key.orgId, key.plantId) };
}

/** One page of plants by id. `next` is the id to continue after. */
export async function listPlants(
  deps: PlantDeps,
  actor: Actor,
  page: { after: string; limit: number },
): Promise<{ plants: Plant[]; next: string | undefined }> {
  requireRole(actor, readers);
  const found = await store.listPlants(
    deps.db.of(actor.orgId),
    actor.orgId,
    page.after,
    page.limit + 1,
    actor.limits?.plants,
  );
  const plants = found.slice(0, page.limit);
  return { plants, next: found.length > page.limit ? plants.at(-1)?.plant_id : undefined };
}

/** The same words for a plant that does not exist and one of another organisation. */
export function plantNotFound(plantId: string): Fault {
  return new Fault("not-found", `There is no plant ${plantId} in your organisation: register it, or check plant_id.`);
}
