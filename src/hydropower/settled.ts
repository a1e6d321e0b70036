import { canonicalText, type Json } from "../kernel/canonical.ts";
import type { Device, Plant } from "./plant.ts";

/**
 * What readings were judged by stays once there are any: the local days of periods, the machine whose efficiency is
 * learnt, and how far a head that nobody measures may move. Else an inflation could hide behind another registration.
 */
export const settledOfPlant = [
  ...(["time_zone", "commissioned_on", "rated_power_kw", "design_head_m", "design_flow_m3s"] as const),
  ...(["turbine_type", "units", "turbine_units", "efficiency_curve", "reservoir"] as const),
] as const;

/** What a device stays from the beginning, and from its first reading on: what is remembered is in shares of its rating. */
export const fixedOfDevice = ["device_id", "kind"] as const satisfies readonly (keyof Device)[];
export const settledOfDevice = ["rated_power_kw"] as const satisfies readonly (keyof Device)[];

/** A plant without what its reservoir is beside how far its head may move: area and volume may be put right. */
export function judgedBy({ reservoir, ...plant }: Plant): Plant {
  if (reservoir === undefined) return plant;
  const { area_m2: _area, live_volume_m3: _volume, ...levels } = reservoir;
  return { ...plant, reservoir: levels };
}

/** Those of the members in which two configurations differ. */
export function differing<T extends object, N extends keyof T & string>(
  before: T,
  after: T,
  names: readonly N[],
): readonly N[] {
  const text = (one: T, name: N) => canonicalText((one[name] ?? null) as Json);
  return names.filter((name) => text(before, name) !== text(after, name));
}
