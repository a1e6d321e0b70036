import type { TurbineType } from "../hydropower/plant.ts";
import type { Random } from "./random.ts";

/**
 * Everything that is drawn by a seed and where from: uniform between `from` and `to` unless the text says
 * otherwise. This table is the whole of it; the other files only say how the values act.
 */
export const ranges = {
  ratedPowerKw: {
    from: 200,
    to: 20_000,
    unit: "kW",
    about: "rated power; the square of a uniform draw, small plants are many",
  },
  flowMargin: {
    from: 1,
    to: 1.06,
    unit: "ratio",
    about: "registered design flow over the flow that rated power needs",
  },
  meanInflow: { from: 0.35, to: 0.85, unit: "of design flow", about: "mean inflow of a year" },
  ecoFlow: { from: 0.02, to: 0.1, unit: "of design flow", about: "ecological release past the turbines, always" },
  fitness: { from: 0.97, to: 1.02, unit: "ratio", about: "true efficiency over the turbine type's usual one" },
  houseLoad: { from: 0.002, to: 0.006, unit: "of rated power", about: "the station's own draw" },
  ramp: { from: 0.25, to: 1, unit: "of design flow per 5 min", about: "how fast the flow may change" },
  penstockLoss: {
    from: 0.01,
    to: 0.06,
    unit: "of gross head",
    about: "head loss at design flow; it grows with the flow's square",
  },
  tailwaterLow: {
    from: 0.01,
    to: 0.06,
    unit: "of gross head",
    about: "tailwater rise at design flow, head below 30 m; grows with the root of all flow",
  },
  tailwaterHigh: { from: 0.001, to: 0.008, unit: "of gross head", about: "the same, head of 30 m and more" },
  fullLoadPower: { from: 1, to: 1.03, unit: "of rated power", about: "the governor's limit" },

  pondHours: { from: 1, to: 4, unit: "h of design flow", about: "live storage, run-of-river" },
  peakingHours: { from: 8, to: 48, unit: "h of design flow", about: "live storage, peaking" },
  reservoirHours: { from: 600, to: 3_000, unit: "h of design flow", about: "live storage, reservoir" },
  pondSwing: { from: 0.005, to: 0.02, unit: "of gross head", about: "empty to full, run-of-river" },
  peakingSwing: { from: 0.02, to: 0.08, unit: "of gross head", about: "empty to full, peaking" },
  reservoirSwing: { from: 0.08, to: 0.25, unit: "of gross head", about: "empty to full, reservoir" },

  stormsPerDay: {
    from: 0.05,
    to: 0.2,
    unit: "1/day",
    about: "in a month of mean inflow; as many more or fewer as the month is wetter or drier",
  },
  stormSize: { from: 0.2, to: 2.5, unit: "of mean inflow", about: "peak of a storm's pulse" },
  stormDays: { from: 0.5, to: 3, unit: "days", about: "recession time of a pulse" },
  meltWave: { from: 0.02, to: 0.15, unit: "of inflow", about: "daily wave of snow melt, greatest in the evening" },

  tripsPerDay: { from: 0.01, to: 0.06, unit: "1/day", about: "grid or unit trips: full stop" },
  tripHours: { from: 0.3, to: 6, unit: "h", about: "until restart" },
  maintenancePerDay: { from: 0.005, to: 0.015, unit: "1/day", about: "a unit taken out" },
  maintenanceDays: { from: 4, to: 14, unit: "days", about: "how long" },
  floodPerDay: { from: 0.004, to: 0.012, unit: "1/day", about: "backwater from the river below" },
  floodDays: { from: 0.5, to: 4, unit: "days", about: "rise and fall of the backwater" },
  floodLow: { from: 0.03, to: 0.2, unit: "of gross head", about: "head lost at its peak, head below 30 m" },
  floodHigh: { from: 0.002, to: 0.015, unit: "of gross head", about: "the same, head of 30 m and more" },
  foulingDays: { from: 4, to: 30, unit: "days", about: "between cleanings of the trash rack" },
  foulingLoss: { from: 0.002, to: 0.03, unit: "of gross head", about: "rack loss at design flow before cleaning" },

  flowBias: { from: -0.03, to: 0.03, unit: "ratio", about: "constant error of the flow meter" },
  flowNoise: {
    from: 0.002,
    to: 0.012,
    unit: "ratio",
    about: "its scatter from reading to reading, one standard deviation",
  },
  flowDrift: { from: -0.01, to: 0.01, unit: "per 60 days", about: "its drift until recalibrated" },
  flowRepairDays: {
    from: 30,
    to: 90,
    unit: "days",
    about: "between recalibrations, which take the drift away and move the bias",
  },
  flowRepairStep: { from: -0.008, to: 0.008, unit: "ratio", about: "the bias's move" },
  powerBias: { from: -0.004, to: 0.004, unit: "ratio", about: "constant error of the power transducer" },
  powerNoise: { from: 0.001, to: 0.004, unit: "ratio", about: "its scatter" },
  meterBias: { from: -0.002, to: 0.002, unit: "ratio", about: "constant error of the energy meter" },
  headBias: { from: -0.005, to: 0.005, unit: "ratio", about: "constant error of the head gauge" },
  headNoise: { from: 0.0002, to: 0.002, unit: "ratio", about: "its scatter" },
  stuckPerDay: { from: 0.005, to: 0.02, unit: "1/day", about: "flow meter freezes until reset" },
  stuckReadings: { from: 3, to: 18, unit: "readings", about: "for so long" },
  lossPerDay: { from: 0.02, to: 0.08, unit: "1/day", about: "readings lost for good" },
  lossReadings: { from: 1, to: 12, unit: "readings", about: "so many" },
  outagePerDay: { from: 0.02, to: 0.1, unit: "1/day", about: "no network: readings are kept and sent late, in order" },
  outageReadings: { from: 2, to: 72, unit: "readings", about: "so many" },
  clockSkewMs: { from: -900, to: 900, unit: "ms", about: "error of the device's clock, which wanders within" },
  latencyMs: { from: 200, to: 4_000, unit: "ms", about: "from the end of an interval to its receipt" },
} as const satisfies Record<string, { from: number; to: number; unit: string; about: string }>;

export type RangeName = keyof typeof ranges;

export function draw(random: Random, name: RangeName): number {
  return random.between(ranges[name].from, ranges[name].to);
}

/** Gross head a type is built for, m, and the least flow one unit runs at, of its design flow. */
export const machines: Readonly<
  Record<TurbineType, { readonly headM: readonly [number, number]; readonly minLoad: number }>
> = {
  pelton: { headM: [150, 900], minLoad: 0.15 },
  turgo: { headM: [60, 250], minLoad: 0.2 },
  francis: { headM: [25, 350], minLoad: 0.45 },
  kaplan: { headM: [5, 35], minLoad: 0.35 },
  propeller: { headM: [4, 20], minLoad: 0.8 },
  crossflow: { headM: [6, 80], minLoad: 0.2 },
};

export const climates = ["monsoon", "snow-melt"] as const;
export type Climate = (typeof climates)[number];

/** Inflow of each month over the year's mean: a Himalayan foothill river, a northern mountain river. */
export const monthlyInflow: Readonly<Record<Climate, readonly number[]>> = {
  monsoon: [0.3, 0.28, 0.32, 0.4, 0.6, 1.1, 2.4, 2.7, 1.9, 0.95, 0.6, 0.45],
  "snow-melt": [0.35, 0.3, 0.35, 0.7, 1.9, 2.6, 1.9, 1.3, 0.95, 0.7, 0.55, 0.4],
};

/** Water temperature at mid-month, degrees Celsius. */
export const monthlyTemperatureC: Readonly<Record<Climate, readonly number[]>> = {
  monsoon: [9, 10, 13, 17, 20, 21, 20, 20, 19, 17, 13, 10],
  "snow-melt": [1, 1, 2, 3, 5, 8, 12, 13, 10, 6, 3, 1],
};
