import { localHour, stepsPerDay } from "./calendar.ts";
import { type Random, randomOf } from "./random.ts";
import type { Site } from "./site.ts";

/** What the operator sees when deciding how much water to use. */
export type Outlook = {
  readonly endMs: number;
  readonly inflowM3s: number;
  /** Live storage in use, 0 to 1. */
  readonly level: number;
  readonly running: boolean;
};

/** The turbine flow the operator wants, m3/s, 0 for a stop. */
export type Dispatch = (outlook: Outlook) => number;

export function dispatchOf(site: Site): Dispatch {
  const random = randomOf(site.seed, 3);
  switch (site.kind) {
    case "run-of-river":
      return runOfRiver(site);
    case "peaking":
      return peaking(site, random);
    case "reservoir":
      return reservoir(site, random);
  }
}

/** Keeps the pond near 70 %: what flows in goes through, less the ecological release. */
function runOfRiver(site: Site): Dispatch {
  const least = site.minLoad * (site.designFlowM3s / site.units);
  return ({ inflowM3s, level, running }) => {
    const wanted = inflowM3s - site.ecoFlowM3s + 0.5 * (level - 0.7) * site.designFlowM3s;
    if (wanted >= least) return wanted;
    // Too little to run on: the pond is let fill, then drawn down.
    return level > (running ? 0.4 : 0.85) ? least : 0;
  };
}

/** Runs when power is dear, mornings and evenings, for as long as there is water. */
function peaking(site: Site, random: Random): Dispatch {
  const morning = random.between(5.5, 7.5);
  const evening = random.between(16.5, 18.5);
  let load = random.between(0.6, 1);
  let step = 0;
  return ({ endMs, level, running }) => {
    if (step++ % stepsPerDay === 0) load = random.between(0.6, 1);
    if (level > (running ? 0.9 : 0.97)) return site.designFlowM3s;
    if (level < (running ? 0.03 : 0.1)) return 0;
    const hour = localHour(endMs, site.utcOffsetMs);
    const peak = (hour >= morning && hour < morning + 3) || (hour >= evening && hour < evening + 4.5);
    return peak ? load * site.designFlowM3s : 0;
  };
}

/** A load plan of several hours that follows the level, higher by day. */
function reservoir(site: Site, random: Random): Dispatch {
  let plan = 0;
  let left = 0;
  return ({ endMs, level, inflowM3s, running }) => {
    if (left-- <= 0) {
      left = random.whole(24, 288);
      const bySeason = (0.6 * inflowM3s) / site.designFlowM3s;
      plan = Math.min(1, Math.max(0.2, bySeason + 0.6 * (level - 0.3) + 0.15 * random.bell()));
    }
    if (level < (running ? 0.02 : 0.1)) return 0;
    const hour = localHour(endMs, site.utcOffsetMs);
    return plan * (hour >= 6 && hour < 22 ? 1 : 0.75) * site.designFlowM3s;
  };
}
