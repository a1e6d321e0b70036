import { efficiencyEnvelope } from "../hydropower/efficiency.ts";
import { hydraulicPowerKw } from "../hydropower/hydraulics.ts";
import { seasonal, stepS } from "./calendar.ts";
import { dispatchOf } from "./dispatch.ts";
import { type Disturbance, disturbancesOf } from "./disturbances.ts";
import { randomOf } from "./random.ts";
import { monthlyTemperatureC } from "./ranges.ts";
import { riverOf } from "./river.ts";
import type { Site } from "./site.ts";

/** What truly happened at a plant in five minutes: means of the interval, no instrument in between. */
export type Truth = {
  readonly flowM3s: number;
  readonly spillM3s: number;
  readonly powerKw: number;
  readonly grossHeadM: number;
  readonly netHeadM: number;
  /** Above the tailwater at rest, m. */
  readonly forebayM: number;
  readonly tailwaterM: number;
  /** Mean guide-vane opening of all units, 0 to 1. */
  readonly gate: number;
  readonly temperatureC: number;
  /** What an honest plant would write in its log. */
  readonly event: PlantEvent | undefined;
};

export type PlantEvent = "trip" | "start" | "stop" | "maintenance" | "flood";

/** Flow of a unit that turns without load, of its design flow. */
const spinningFlow = 0.1;

/** Steps a plant through time: river, waterways, units. Call it once for every interval, in order. */
export function plantOf(site: Site): (endMs: number) => Truth {
  const random = randomOf(site.seed, 4);
  const [river, dispatch, disturbances] = [riverOf(site), dispatchOf(site), disturbancesOf(site)];
  let store = { level: random.between(0.4, 0.8), spillM3s: site.ecoFlowM3s };
  let flowM3s = 0;
  let units = 0;
  return (endMs) => {
    const inflowM3s = river(endMs);
    const disturbance = disturbances(endMs);
    const wanted = dispatch({ endMs, inflowM3s, level: store.level, running: units > 0 });
    const before = { flowM3s, units };
    units = unitsFor(site, wanted, units, disturbance);
    flowM3s = nextFlow(site, wanted, units, before.flowM3s);
    const part = partOfStep(before.units, units, disturbance, () => random.between(0.15, 0.9));

    const working = units > 0 ? { flowM3s, units } : before;
    const heads = headsOf(site, store, part.running * working.flowM3s, disturbance);
    const kw = powerKw(site, working.flowM3s, working.units, heads.netHeadM);
    // The governor holds the rating by closing: less water for the same power.
    const held = Math.min(1, (site.fullLoadPower * site.plant.rated_power_kw) / Math.max(kw, 1e-9));
    flowM3s *= held;
    const spinning = part.spinning * spinningFlow * site.designFlowM3s * (units / site.units);
    const turbinesM3s = part.running * held * working.flowM3s + spinning;
    store = storeAfter(site, store, inflowM3s, turbinesM3s);
    return {
      ...heads,
      flowM3s: turbinesM3s,
      spillM3s: store.spillM3s,
      powerKw: part.running * held * kw,
      gate: Math.min(1, (0.9 * turbinesM3s) / site.designFlowM3s),
      temperatureC: seasonal(monthlyTemperatureC[site.climate], endMs),
      event: eventOf(disturbance, before.units, units),
    };
  };
}

function unitsFor(site: Site, wantedM3s: number, running: number, { tripped, unitsOut }: Disturbance): number {
  const available = Math.max(0, site.units - unitsOut);
  if (tripped || wantedM3s <= 0 || available === 0) return 0;
  const unitFlowM3s = site.designFlowM3s / site.units;
  let units = Math.min(Math.max(1, running), available);
  while (units < available && wantedM3s > 0.97 * units * unitFlowM3s) units++;
  while (units > 1 && wantedM3s < 0.85 * (units - 1) * unitFlowM3s) units--;
  return units;
}

/** Units start at their least load at once; from there the flow moves no faster than the plant's ramp. */
function nextFlow(site: Site, wantedM3s: number, units: number, beforeM3s: number): number {
  if (units === 0) return 0;
  const unitFlowM3s = site.designFlowM3s / site.units;
  const [least, most] = [site.minLoad * units * unitFlowM3s, units * unitFlowM3s];
  const stepM3s = site.ramp * site.designFlowM3s;
  const reached = Math.min(Math.max(wantedM3s, beforeM3s - stepM3s), beforeM3s + stepM3s);
  return Math.min(Math.max(reached, least), most);
}

type Part = { readonly running: number; readonly spinning: number };

/** Shares of the step in which the plant generated, or only turned. */
function partOfStep(before: number, after: number, { tripAfter }: Disturbance, share: () => number): Part {
  if (before > 0 && after === 0) return { running: tripAfter ?? share(), spinning: 0 };
  if (before > 0 || after === 0) return { running: 1, spinning: 0 };
  const running = share();
  return { running, spinning: Math.min(1 - running, 0.3) };
}

type Store = {
  /** Live storage in use, 0 to 1. */
  readonly level: number;
  /** Past the turbines in the step before, ecological release included. */
  readonly spillM3s: number;
};

function headsOf(site: Site, { level, spillM3s }: Store, turbinesM3s: number, { backwater, rackLoss }: Disturbance) {
  const used = turbinesM3s / site.designFlowM3s;
  const risen = site.tailwaterRise * Math.sqrt(used + spillM3s / site.designFlowM3s);
  const forebayM = site.grossHeadM * (1 + site.swing * (level - 0.7));
  const tailwaterM = site.grossHeadM * (risen + backwater);
  const grossHeadM = Math.max(0.2 * site.grossHeadM, forebayM - tailwaterM);
  const lossM = site.grossHeadM * (site.penstockLoss + rackLoss) * used * used;
  return { forebayM, tailwaterM, grossHeadM, netHeadM: grossHeadM - lossM };
}

function storeAfter(site: Site, { level }: Store, inflowM3s: number, turbinesM3s: number): Store {
  const capacityM3 = site.storageS * site.designFlowM3s;
  const eco = Math.min(site.ecoFlowM3s, inflowM3s);
  const filled = level + ((inflowM3s - eco - turbinesM3s) * stepS) / capacityM3;
  const over = Math.max(0, filled - 1);
  return { level: Math.min(1, Math.max(0, filled)), spillM3s: eco + (over * capacityM3) / stepS };
}

function powerKw(site: Site, flowM3s: number, units: number, netHeadM: number): number {
  if (units === 0 || flowM3s <= 0) return 0;
  const fraction = (flowM3s * site.units) / (units * site.designFlowM3s);
  const { expected, most } = efficiencyEnvelope({ turbine_type: site.turbineType }, fraction);
  return hydraulicPowerKw({ flowM3s, headM: netHeadM }) * Math.min(expected * site.fitness, most);
}

function eventOf(
  { tripAfter, unitsOut, backwater }: Disturbance,
  before: number,
  after: number,
): PlantEvent | undefined {
  if (tripAfter !== undefined && before > 0) return "trip";
  if (before === 0 && after > 0) return "start";
  if (before > 0 && after === 0) return "stop";
  if (unitsOut > 0) return "maintenance";
  return backwater > 0.001 ? "flood" : undefined;
}
