import { type CompiledForest, compileForest } from "../../src/fraud/forest.ts";
import { packTrees } from "../../src/fraud/forest-model.ts";
import { priorForest } from "../../src/fraud/prior.ts";
import { hydraulicPowerKw } from "../../src/hydropower/hydraulics.ts";
import type { Device, Plant } from "../../src/hydropower/plant.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { assess } from "../../src/verification/assess.ts";
import { policyInForce } from "../../src/verification/policy.ts";
import type { AssessmentInput, DeviceMemory, LayerName, Reason, Verdict } from "../../src/verification/verdict.ts";

/** The pilot plant: 1 MW Francis. */
export const pilotPlant: Plant = {
  plant_id: "PLANT-HP-001",
  name: "Pilot",
  time_zone: "Asia/Kolkata",
  commissioned_on: "2019-04-01",
  rated_power_kw: 1000,
  design_head_m: 45,
  design_flow_m3s: 2.8,
  turbine_type: "francis",
};

export const endMs = Date.parse("2024-06-01T12:00:00+05:30");

export type Situation = {
  readonly quantities: Quantities;
  readonly plant?: Partial<Plant>;
  readonly device?: Partial<Device>;
  readonly intervalS?: number | undefined;
  readonly timed?: boolean;
  readonly endMs?: number;
  readonly receivedAtMs?: number;
  readonly memory?: DeviceMemory | undefined;
  readonly siblings?: AssessmentInput["siblings"];
};

export function input(situation: Situation): AssessmentInput {
  const end = situation.endMs ?? endMs;
  const plant = { ...pilotPlant, ...situation.plant };
  return {
    plant,
    device: { device_id: "TURBINE-001", kind: "turbine", ...situation.device },
    reading: {
      plantId: plant.plant_id,
      deviceId: "TURBINE-001",
      endMs: end,
      intervalS: "intervalS" in situation ? situation.intervalS : 3600,
      timed: situation.timed ?? true,
      deviceSeq: undefined,
      quantities: situation.quantities,
    },
    receivedAtMs: situation.receivedAtMs ?? end + 1000,
    memory: situation.memory,
    ...(situation.siblings === undefined ? {} : { siblings: situation.siblings }),
  };
}

export function judge(situation: Situation, forest: CompiledForest = priorForest, policy = policyInForce): Verdict {
  return assess(input(situation), policy, forest);
}

/** The device `agoS` seconds before the reading, running as at the pilot's usual point. */
export function memory(agoS: number, overrides: Partial<DeviceMemory> = {}): DeviceMemory {
  return {
    endMs: endMs - agoS * 1000,
    intervalS: 3600,
    status: "APPROVED",
    flowM3s: 2.5,
    headM: 45,
    powerKw: 900,
    exportWh: null,
    importWh: null,
    ...overrides,
  };
}

/** Power at a water-to-wire efficiency, kW. */
export function powerAt(efficiency: number, flowM3s = 2.5, headM = 45): number {
  return hydraulicPowerKw({ flowM3s, headM }) * efficiency;
}

export function effectOf(verdict: Verdict, rule: string): Reason["effect"] | "none" {
  return verdict.reasons.find((reason) => reason.rule === rule)?.effect ?? "none";
}

export function scoreOf(verdict: Verdict, layer: LayerName): number {
  return verdict.layers.find((result) => result.layer === layer)?.score ?? Number.NaN;
}

export function objections(verdict: Verdict): readonly Reason[] {
  return verdict.reasons.filter(({ effect }) => effect !== "note");
}

/**
 * A forest whose anomaly score falls as head over design head rises from 0.6 to 1: of 100 trees, a head
 * ratio r is isolated at once by a share of (1 - r) / 0.4.
 */
export const headForest: CompiledForest = compileForest({
  format: "isolation-forest/1",
  id: "head-steps",
  feature_names: ["flow_fraction", "load_fraction", "head_ratio", "implied_efficiency", "load_residual"],
  trees: 100,
  sample_size: 256,
  seed: 1,
  training_rows: 256,
  training_sha256: "0".repeat(64),
  ...packTrees(
    Array.from({ length: 100 }, (_, i) => ({
      feature: 2,
      threshold: 0.6 + (0.4 * i) / 100,
      left: { size: 1 },
      right: { size: 255 },
    })),
  ),
});

/** A situation at a head that the forest above finds the more unusual the lower it is; otherwise ordinary. */
export function atHead(headM: number, efficiency = 0.8, quantities: Quantities = {}): Situation {
  const power_output_kw = powerAt(efficiency, 2.5, headM);
  return { quantities: { flow_rate_m3s: 2.5, head_height_m: headM, power_output_kw, ...quantities } };
}
