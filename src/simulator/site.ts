import { efficiencyEnvelope } from "../hydropower/efficiency.ts";
import { flowForPowerM3s } from "../hydropower/hydraulics.ts";
import { type Device, type Plant, type TurbineType, turbineTypes } from "../hydropower/plant.ts";
import { type Random, randomOf } from "./random.ts";
import { type Climate, climates, draw, machines } from "./ranges.ts";

export const siteKinds = ["run-of-river", "reservoir", "peaking"] as const;
export type SiteKind = (typeof siteKinds)[number];

/** Reservoir and tailwater gauges count from here, m above the datum of the country. */
export const datumM = 500;

/** A made-up plant: what its operator registers, and what is true but nobody registers. Shares are of 1. */
export type Site = {
  readonly seed: number;
  readonly kind: SiteKind;
  readonly climate: Climate;
  /** Local time is UTC plus this, all year. */
  readonly utcOffsetMs: number;
  readonly plant: Plant;
  readonly device: Device;
  readonly turbineType: TurbineType;
  readonly units: number;
  /** Through all units at full load, m3/s. */
  readonly designFlowM3s: number;
  /** Forebay at 70 % of live storage above tailwater at rest, m. */
  readonly grossHeadM: number;
  readonly fitness: number;
  readonly minLoad: number;
  readonly fullLoadPower: number;
  readonly houseLoad: number;
  readonly ramp: number;
  readonly penstockLoss: number;
  readonly tailwaterRise: number;
  /** Live storage in seconds of design flow, and the head between empty and full as a share of gross head. */
  readonly storageS: number;
  readonly swing: number;
  readonly meanInflowM3s: number;
  readonly ecoFlowM3s: number;
  /** What the plant measures beside flow and power. */
  readonly headGauge: "net" | "gross" | "none";
  readonly gauges: {
    readonly spill: boolean;
    readonly levels: boolean;
    readonly gate: boolean;
    readonly temperature: boolean;
  };
  readonly intervalEnergy: boolean;
};

/** The plant of a seed: kinds, climates and turbine types take turns over seeds, all else is drawn. */
export function drawSite(seed: number): Site {
  const random = randomOf(seed, 0);
  const kind = siteKinds[seed % siteKinds.length] as SiteKind;
  const climate = random.pick(climates);
  const turbineType = turbineTypes[Math.floor(seed / siteKinds.length) % turbineTypes.length] as TurbineType;
  const { headM, minLoad } = machines[turbineType];
  const grossHeadM = Math.round(10 * random.between(headM[0], headM[1])) / 10;
  const low = grossHeadM < 30;
  const size = random.unit();
  const ratedPowerKw = 10 * Math.round(20 + 1_980 * size * size);
  const fitness = draw(random, "fitness");
  const penstockLoss = draw(random, "penstockLoss");
  const netHeadM = grossHeadM * (1 - penstockLoss);
  const efficiency = efficiencyEnvelope({ turbine_type: turbineType }, 1).expected * fitness;
  const designFlowM3s = flowForPowerM3s(ratedPowerKw, netHeadM, efficiency) * draw(random, "flowMargin");
  const headGauge = random.pick(["net", "net", "gross", "none"] as const);
  const gauged = {
    spill: random.chance(0.7),
    levels: random.chance(0.5),
    gate: random.chance(0.5),
    temperature: random.chance(0.5),
  };
  const site = {
    seed,
    kind,
    climate,
    utcOffsetMs: climate === "monsoon" ? 19_800_000 : 3_600_000,
    plant: {
      plant_id: `SIM-${seed}`,
      name: `Simulated ${kind} plant ${seed}`,
      time_zone: climate === "monsoon" ? "Asia/Kolkata" : "Etc/GMT-1",
      commissioned_on: "2010-01-01",
      rated_power_kw: ratedPowerKw,
      design_head_m: Math.round(100 * (headGauge === "gross" ? grossHeadM : netHeadM)) / 100,
      ...(random.chance(0.7) ? { design_flow_m3s: Math.round(1_000 * designFlowM3s) / 1_000 } : {}),
      ...(random.chance(0.8) ? { turbine_type: turbineType } : {}),
      ...(climate === "monsoon" ? { grid_factor_table: "cea-v21.0" } : {}),
    },
    device: { device_id: `SIM-${seed}-STATION`, kind: "station" as const },
    turbineType,
    units: random.whole(1, 4),
    designFlowM3s,
    grossHeadM,
    fitness,
    minLoad,
    penstockLoss,
    ...storageOf(random, kind),
    fullLoadPower: draw(random, "fullLoadPower"),
    houseLoad: draw(random, "houseLoad"),
    ramp: draw(random, "ramp"),
    tailwaterRise: draw(random, low ? "tailwaterLow" : "tailwaterHigh"),
    meanInflowM3s: draw(random, "meanInflow") * designFlowM3s,
    ecoFlowM3s: draw(random, "ecoFlow") * designFlowM3s,
    headGauge,
    gauges: gauged,
    intervalEnergy: random.chance(0.5),
  };
  return { ...site, plant: { ...site.plant, units: site.units, reservoir: reservoirOf(site) } };
}

/** As operators register it: what is behind the weir, and the levels between which it is used. */
function reservoirOf({ kind, grossHeadM, swing, storageS, designFlowM3s }: ReservoirOf): Plant["reservoir"] {
  const levels = {
    full_level_m: Math.round(100 * (datumM + grossHeadM * (1 + 0.3 * swing))) / 100,
    lowest_level_m: Math.round(100 * (datumM + grossHeadM * (1 - 0.7 * swing))) / 100,
  };
  if (kind === "run-of-river") return { type: "none", ...levels };
  const live_volume_m3 = Math.round(storageS * designFlowM3s);
  return { type: kind === "peaking" ? "pondage" : "storage", live_volume_m3, ...levels };
}

type ReservoirOf = Pick<Site, "kind" | "grossHeadM" | "swing" | "storageS" | "designFlowM3s">;

function storageOf(random: Random, kind: SiteKind): { storageS: number; swing: number } {
  const [hours, swing] = {
    "run-of-river": ["pondHours", "pondSwing"],
    peaking: ["peakingHours", "peakingSwing"],
    reservoir: ["reservoirHours", "reservoirSwing"],
  }[kind] as ["pondHours" | "peakingHours" | "reservoirHours", "pondSwing" | "peakingSwing" | "reservoirSwing"];
  return { storageS: 3_600 * draw(random, hours), swing: draw(random, swing) };
}
