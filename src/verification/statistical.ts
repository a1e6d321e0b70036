import { featureWords, readingFeatures } from "../fraud/features.ts";
import { anomalyScore, attribution, type CompiledForest } from "../fraud/forest.ts";
import type { Plant } from "../hydropower/plant.ts";
import { check, figure, type LayerFinding, layerOf } from "./grade.ts";
import type { Operation } from "./operation.ts";
import type { Policy } from "./policy.ts";
import type { AssessmentInput } from "./verdict.ts";

/**
 * How unusual is flow, head and power together? One vote: it lowers the trust score by its weight and says
 * so in a note, but flags nothing by itself. Nothing to judge unless flow and power are known.
 */
export function statisticalLayer(
  { plant }: AssessmentInput,
  operation: Operation,
  policy: Policy,
  forest: CompiledForest,
): LayerFinding {
  const features = operationFeatures(plant, operation);
  if (features === undefined) return layerOf("statistical", false, []);
  const anomaly = anomalyScore(forest, features);
  const { score, reason } = check("statistical", "unusual", anomaly, policy.statistical.anomaly, policy.scores, () => {
    const because = weighedMost(forest, features);
    return `flow, head and power are unusual together: isolation score ${figure(anomaly)}${because}`;
  });
  return layerOf("statistical", true, [
    reason === undefined ? { score } : { score, reason: { ...reason, effect: "note" } },
  ]);
}

/** What a forest sees of an operation: one row of features; undefined unless flow and power are known. */
export function operationFeatures(
  plant: Plant,
  { flowM3s, headM, power, ratedKw, designFlowM3s }: Operation,
): readonly number[] | undefined {
  // One unit is compared with itself, not with the whole plant.
  const machine = {
    rated_power_kw: ratedKw,
    design_head_m: plant.design_head_m,
    design_flow_m3s: designFlowM3s,
    turbine_type: plant.turbine_type,
    efficiency_curve: plant.efficiency_curve,
  };
  return readingFeatures({ plant: machine, flowM3s, headM, powerKw: power?.kw });
}

/** The feature whose splits set the reading apart most, with its share; nothing where none did. */
function weighedMost(forest: CompiledForest, features: readonly number[]): string {
  const shares = attribution(forest, features);
  const most = Math.max(...shares);
  if (most === 0) return "";
  const name = forest.featureNames[shares.indexOf(most)] as string;
  return `, mostly for ${featureWords[name] ?? name} (${Math.round(100 * most)} %)`;
}
