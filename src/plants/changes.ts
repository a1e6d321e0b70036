import { type Device, type Plant, publicFieldsOf } from "../hydropower/plant.ts";
import { withUnitFigures } from "../hydropower/plant-parts.ts";
import { differing, fixedOfDevice, judgedBy, settledOfDevice, settledOfPlant } from "../hydropower/settled.ts";
import type { Actor } from "../kernel/actor.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import type { Tx } from "../platform/database.ts";
import { managers, mayUseDevice, mayUsePlant, owners, readers, requireRole } from "../tenancy/scope.ts";
import { appendConfiguration, type PlantDeps } from "./append.ts";
import { hasReading } from "./chain.ts";
import { deviceNotFound } from "./device-keys.ts";
import { lockPlants } from "./heads.ts";
import { type PlantView, plantNotFound, seenBy, viewPlant } from "./plants.ts";
import * as store from "./store.ts";

/** Changes of configurations, each from a known state: a version that is not in force any more changes nothing. */

export type DeviceView = { readonly plantId: string; readonly device: Device; readonly version: number };

export type Change<T, View> = {
  /** Throws where the caller does not mean the state that stands; asked under the lock of the change. */
  mayChange(standing: View): void;
  /** The new configuration from the one in force. */
  apply(before: T): T;
};

/**
 * Puts another configuration of a plant in force, for every record from the next one on. The same one again adds none.
 *
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request`, and what `mayChange` throws
 */
export async function changePlant(
  deps: PlantDeps,
  actor: Actor,
  plantId: string,
  change: Change<Plant, PlantView>,
): Promise<PlantView> {
  requireRole(actor, managers);
  if (!mayUsePlant(actor, plantId)) throw plantNotFound(plantId);
  const key = { orgId: actor.orgId, plantId };
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      await store.lockConfiguration(tx, key);
      await lockPlants(tx, [key]);
      const standing = await viewPlant(tx, key);
      if (standing === undefined) throw plantNotFound(plantId);
      const before = seenBy(actor, standing);
      change.mayChange(before);
      const plant = withUnitFigures(change.apply(before.plant));
      if (canonicalText(plant as Json) === canonicalText(before.plant as Json)) return before;
      requireSame(before.plant, plant, ["plant_id"]);
      await requireSettled(tx, key, before.plant, plant);
      const fields = (one: Plant) => canonicalText((publicFieldsOf(one) ?? []) as Json);
      if (fields(plant) !== fields(before.plant)) requireRole(actor, owners);
      await store.updatePlant(tx, actor.orgId, plant);
      await appendConfiguration(deps, tx, key, at, { kind: "plant", content: { plant: plant as Json } });
      return { ...before, plant, version: before.version + 1 };
    });
}

/** One device as it is configured. @throws {Fault} `forbidden`, `not-found` */
export async function getDevice(
  deps: PlantDeps,
  actor: Actor,
  { plantId, deviceId }: { readonly plantId: string; readonly deviceId: string },
): Promise<DeviceView> {
  requireRole(actor, readers);
  const plant = mayUsePlant(actor, plantId)
    ? await store.findPlant(deps.db.of(actor.orgId), actor.orgId, plantId)
    : undefined;
  if (plant === undefined) throw plantNotFound(plantId);
  const place = { orgId: actor.orgId, plantId, deviceId };
  const found = mayUseDevice(actor, deviceId) ? await store.findDevice(deps.db.of(actor.orgId), place) : undefined;
  if (found === undefined) throw deviceNotFound(plantId, deviceId);
  return found;
}

/** The same for a device. @throws {Fault} as {@link changePlant} */
export async function changeDevice(
  deps: PlantDeps,
  actor: Actor,
  { plantId, deviceId }: { readonly plantId: string; readonly deviceId: string },
  change: Change<Device, DeviceView>,
): Promise<DeviceView> {
  requireRole(actor, managers);
  const key = { orgId: actor.orgId, plantId };
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const locked = mayUsePlant(actor, plantId) ? await lockPlants(tx, [key]) : undefined;
      const plant = locked?.get(store.plantKeyText(key));
      if (plant === undefined) throw plantNotFound(plantId);
      const before = mayUseDevice(actor, deviceId) ? await store.findDevice(tx, { ...key, deviceId }) : undefined;
      if (before === undefined) throw deviceNotFound(plantId, deviceId);
      change.mayChange(before);
      const device = change.apply(before.device);
      if (canonicalText(device as Json) === canonicalText(before.device as Json)) return before;
      requireSame(before.device, device, fixedOfDevice);
      if (Object.hasOwn(plant.memory, deviceId)) requireSame(before.device, device, settledOfDevice);
      await store.updateDevice(tx, key, device);
      const content = { device: device as Json };
      await appendConfiguration(deps, tx, key, at, { kind: "device", deviceId, content });
      return { ...before, device, version: before.version + 1 };
    });
}

/** What is settled stays once there is a reading. */
async function requireSettled(tx: Tx, key: store.PlantKey, before: Plant, after: Plant): Promise<void> {
  const [was, is] = [judgedBy(before), judgedBy(after)];
  if (differing(was, is, settledOfPlant).length > 0 && (await hasReading(tx, key)))
    requireSame(was, is, settledOfPlant);
}

function requireSame<T extends object>(before: T, after: T, names: readonly (keyof T & string)[]): void {
  const errors = differing(before, after, names).map((name) => ({
    pointer: `/${name}`,
    rule: "fixed",
    detail: `stays ${canonicalText((before[name] ?? null) as Json)}`,
  }));
  if (errors.length > 0)
    throw new Fault("invalid-request", `${errors[0]?.pointer.slice(1)} cannot be changed any more.`, { errors });
}
