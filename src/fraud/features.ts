import { designFlowM3s, efficiencyEnvelope } from "../hydropower/efficiency.ts";
import { hydraulicPowerKw } from "../hydropower/hydraulics.ts";
import type { Plant } from "../hydropower/plant.ts";

/**
 * What the forest looks at: one reading against its own plant, so that a 50 kW mill and a 2 GW dam are
 * judged by one model. Their order is the order of the rows.
 */
export const featureNames = [
  "flow_fraction",
  "load_fraction",
  "head_ratio",
  "implied_efficiency",
  "load_residual",
] as const;

/** The same in plain words, for a reason's sentence. */
export const featureWords: Readonly<Record<string, string>> = {
  flow_fraction: "flow",
  load_fraction: "power",
  head_ratio: "head",
  implied_efficiency: "power from that water",
  load_residual: "power beyond the turbine's curve",
} satisfies Record<(typeof featureNames)[number], string>;

export type ReadingForFeatures = {
  readonly plant: Pick<
    Plant,
    "rated_power_kw" | "design_head_m" | "design_flow_m3s" | "turbine_type" | "efficiency_curve"
  >;
  /** Flow through the turbines, m3/s. */
  readonly flowM3s: number | undefined;
  /** Measured head, m; the design head serves when it is undefined. */
  readonly headM: number | undefined;
  /** Mean power of the interval, kW. */
  readonly powerKw: number | undefined;
};

/** Water-to-wire efficiency assumed where nothing is known. */
const usualEfficiency = 0.85;

/**
 * Share of the plant's hydraulic power by which both sides of the efficiency are widened: at a stand-still
 * 0/0 becomes the usual efficiency, and meter noise at a trickle of water does not blow it up.
 */
const efficiencyCushion = 0.02;

/** Keeps a feature a believable float32 even for a plant registered with absurd figures. */
const featureLimit = 1_000;

/**
 * The features of a reading, dimensionless, all relative to the registered plant:
 * flow over design flow (from rating and design head where none is registered); power over rating; head over
 * design head (1 when not measured); power over hydraulic power; and power beyond what the part-load curve
 * lets expect, over rating. Undefined without flow and power.
 */
export function readingFeatures(reading: ReadingForFeatures): readonly number[] | undefined {
  const { plant, flowM3s, powerKw } = reading;
  if (flowM3s === undefined || powerKw === undefined) return undefined;
  const headM = reading.headM ?? plant.design_head_m;
  const atDesign = { flowM3s: designFlowM3s(plant), headM: plant.design_head_m };
  const hydraulicKw = hydraulicPowerKw({ flowM3s, headM });
  const flowFraction = flowM3s / atDesign.flowM3s;
  const cushionKw = efficiencyCushion * hydraulicPowerKw(atDesign);
  const expectedKw = Math.min(hydraulicKw * efficiencyEnvelope(plant, flowFraction).expected, plant.rated_power_kw);
  return [
    limited(flowFraction),
    limited(powerKw / plant.rated_power_kw),
    limited(headM / plant.design_head_m),
    limited((powerKw + usualEfficiency * cushionKw) / (hydraulicKw + cushionKw)),
    limited((powerKw - expectedKw) / plant.rated_power_kw),
  ];
}

function limited(feature: number): number {
  return Math.min(Math.max(feature, -featureLimit), featureLimit);
}
