import { dayMs, stepsPerDay } from "./calendar.ts";
import { type Random, randomOf } from "./random.ts";
import { draw, type RangeName } from "./ranges.ts";
import type { Site } from "./site.ts";

/** What befalls an honest plant's machine and waterways in one step. */
export type Disturbance = {
  /** Share of the step until a trip stopped the plant; undefined: no trip now. */
  readonly tripAfter: number | undefined;
  readonly tripped: boolean;
  /** Units that cannot run for maintenance. */
  readonly unitsOut: number;
  /** Head lost to backwater, share of gross head. */
  readonly backwater: number;
  /** Rack loss at design flow, share of gross head. */
  readonly rackLoss: number;
};

/** A span of time that begins at random and lasts a while. */
type Spell = { fromMs: number; toMs: number };

export function disturbancesOf(site: Site): (endMs: number) => Disturbance {
  const random = randomOf(site.seed, 2);
  const perStep = (name: RangeName) => draw(random, name) / stepsPerDay;
  const [trips, maintenance, floods] = [perStep("tripsPerDay"), perStep("maintenancePerDay"), perStep("floodPerDay")];
  const trip: Spell = { fromMs: 0, toMs: 0 };
  const service: Spell = { fromMs: 0, toMs: 0 };
  const flood: Spell & { peak: number } = { fromMs: 0, toMs: 0, peak: 0 };
  const rackLossOf = rack(random);
  return (endMs) => {
    const tripsNow = begins(random, trip, endMs, trips, () => 3_600_000 * draw(random, "tripHours"));
    begins(random, service, endMs, maintenance, () => dayMs * draw(random, "maintenanceDays"));
    if (begins(random, flood, endMs, floods, () => dayMs * draw(random, "floodDays"))) {
      flood.peak = draw(random, site.grossHeadM < 30 ? "floodLow" : "floodHigh");
    }
    return {
      tripAfter: tripsNow ? random.unit() : undefined,
      tripped: endMs <= trip.toMs,
      unitsOut: endMs <= service.toMs ? 1 : 0,
      backwater: backwaterOf(flood, endMs),
      rackLoss: rackLossOf(endMs),
    };
  };
}

/** Whether the spell begins in this step. No spell begins within another of its kind. */
function begins(random: Random, spell: Spell, endMs: number, perStep: number, lengthMs: () => number): boolean {
  if (!random.chance(perStep) || endMs <= spell.toMs) return false;
  spell.fromMs = endMs;
  spell.toMs = endMs + lengthMs();
  return true;
}

/** Rises to its peak at a third of the spell, falls to nothing at its end. */
function backwaterOf({ fromMs, toMs, peak }: Spell & { peak: number }, endMs: number): number {
  if (endMs >= toMs) return 0;
  const share = (endMs - fromMs) / (toMs - fromMs);
  return peak * (share < 1 / 3 ? 3 * share : 1.5 * (1 - share));
}

/** Trash collects evenly until the rack is cleaned. */
function rack(random: Random): (endMs: number) => number {
  let fullLoss = draw(random, "foulingLoss");
  let steps = draw(random, "foulingDays") * stepsPerDay;
  let step = Math.floor(random.unit() * steps);
  return () => {
    if (++step > steps) {
      fullLoss = draw(random, "foulingLoss");
      steps = draw(random, "foulingDays") * stepsPerDay;
      step = 0;
    }
    return (fullLoss * step) / steps;
  };
}
