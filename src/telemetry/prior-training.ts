import { featureNames, readingFeatures } from "../fraud/features.ts";
import type { ForestModel } from "../fraud/forest.ts";
import { type SeededRandom, seededRandom } from "../fraud/random.ts";
import { designFlowM3s, efficiencyEnvelope } from "../hydropower/efficiency.ts";
import { hydraulicPowerKw } from "../hydropower/hydraulics.ts";
import { type Plant, turbineTypes } from "../hydropower/plant.ts";
import { canonicalText } from "../kernel/canonical.ts";
import { trainForest } from "./forest-training.ts";

/**
 * The cold start of the statistical layer: what a plant's readings look like before it has sent any.
 * Honest operation is drawn from the physics (plants of every turbine type, stops, part load, head that
 * swings, meters that err) with basic arithmetic only, so that the same model comes out on any machine.
 */
const priorId = "prior-v1";
const priorSeed = 20_260_801;
const priorPlants = 512;
export const readingsPerPlant = 16;

/** `count` plants drawn from `seed`, each with readings as {@link readingFeatures} sees them. */
export function priorRows(seed: number, plants: number, readings: number): number[][] {
  const rows: number[][] = [];
  for (let i = 0; i < plants; i++) {
    const random = seededRandom(seed, i);
    const site = drawSite(random);
    for (let j = 0; j < readings; j++) {
      const features = readingFeatures({ plant: site.plant, ...drawReading(random, site) });
      if (features !== undefined) rows.push([...features]);
    }
  }
  return rows;
}

/** The prior's own rows of its first `plants` plants: what a plant's model is trained on beside its own readings. */
export function physicsRows(plants: number): number[][] {
  return priorRows(priorSeed, plants, readingsPerPlant);
}

/** Trains the prior afresh: byte-identical to `fraud/models/prior-v1.json` for as long as nothing changed. */
export function trainPrior(): ForestModel {
  const rows = physicsRows(priorPlants);
  return trainForest({ id: priorId, rows, featureNames, seed: priorSeed });
}

/** A plant with what its registration does not tell. */
type Site = {
  readonly plant: Plant;
  readonly headMeasured: boolean;
  /** Mean of head over the registered design head, and its swing (one standard deviation). */
  readonly headLevel: number;
  readonly headSwing: number;
  /** True efficiency over the curve's. */
  readonly fitness: number;
  /** Several units: the plant keeps its best efficiency at any flow. */
  readonly manyUnits: boolean;
  /** Constant error of the flow meter. */
  readonly flowBias: number;
};

function drawSite(random: SeededRandom): Site {
  const headMeasured = random.unit() < 0.5;
  const designHeadM = between(random, 5, 50) * between(random, 1, 10);
  const turbineType = turbineTypes[random.below(turbineTypes.length)];
  const base = {
    plant_id: "prior",
    name: "prior",
    time_zone: "UTC",
    commissioned_on: "2000-01-01",
    rated_power_kw: 1_000,
    design_head_m: designHeadM,
    // A third tells no type: all types' common curve then serves.
    ...(turbineType !== undefined && random.unit() < 0.67 ? { turbine_type: turbineType } : {}),
  };
  // A registered design flow is seldom the one the rating needs at design head.
  const plant =
    random.unit() < 0.5 ? base : { ...base, design_flow_m3s: designFlowM3s(base) * between(random, 0.8, 1.3) };
  return {
    plant,
    headMeasured,
    // Without a head gauge operators often register the greatest head they have seen.
    headLevel: headMeasured ? between(random, 0.92, 1.03) : between(random, 0.9, 1.02),
    headSwing: between(random, 0.005, 0.04),
    fitness: 1 + 0.03 * bell(random),
    manyUnits: random.unit() < 0.4,
    flowBias: 1 + 0.015 * bell(random),
  };
}

type DrawnReading = { readonly flowM3s: number; readonly headM: number | undefined; readonly powerKw: number };

function drawReading(random: SeededRandom, site: Site): DrawnReading {
  const { plant } = site;
  const headRatio = site.headLevel + site.headSwing * bell(random);
  const headM = headRatio * plant.design_head_m;
  const gaugedHeadM = site.headMeasured ? headM * (1 + 0.005 * bell(random)) : undefined;
  const kind = random.unit();
  const fullFlowM3s = designFlowM3s(plant);
  if (kind < 0.06) {
    // Stopped: the gauge may still show a trickle.
    return { flowM3s: random.unit() < 0.7 ? 0 : 0.01 * random.unit() * fullFlowM3s, headM: gaugedHeadM, powerKw: 0 };
  }
  const flowFraction = kind < 0.2 ? between(random, 0.03, 0.3) : between(random, 0.25, 1.1);
  const envelope = efficiencyEnvelope(plant, flowFraction);
  const curve = site.manyUnits ? envelope.most - between(random, 0.02, 0.06) : envelope.expected;
  // In an hour of starting or stopping, the flow and the power of the interval do not quite belong together.
  const lag = random.unit() < 0.02 ? between(random, 0.6, 1.2) : 1;
  const flowM3s = flowFraction * fullFlowM3s;
  const powerKw = hydraulicPowerKw({ flowM3s, headM }) * clamp(curve * site.fitness, 0.02, 0.94) * lag;
  return {
    flowM3s: flowM3s * site.flowBias * (1 + 0.012 * bell(random)),
    headM: gaugedHeadM,
    powerKw: Math.min(powerKw * (1 + 0.004 * bell(random)), plant.rated_power_kw * 1.02),
  };
}

function between(random: SeededRandom, from: number, to: number): number {
  return from + (to - from) * random.unit();
}

/** About normal with mean 0 and standard deviation 1, within -6 to 6: twelve uniform draws less six. */
function bell(random: SeededRandom): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.unit();
  return sum;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

if (import.meta.main) {
  // Run as a program: prints the model, for `src/fraud/models/prior-v1.json`.
  process.stdout.write(canonicalText(trainPrior()));
}
