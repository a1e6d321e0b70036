import { readingFeatures } from "../fraud/features.ts";
import { anomalyScore, type CompiledForest } from "../fraud/forest.ts";
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
  { flowM3s, headM, power, ratedKw, designFlowM3s }: Operation,
  policy: Policy,
  forest: CompiledForest,
): LayerFinding {
  // One unit is compared with itself, not with the whole plant.
  const machine = { ...plant, rated_power_kw: ratedKw, design_flow_m3s: designFlowM3s };
  const features =
    flowM3s === undefined || power === undefined
      ? undefined
      : readingFeatures({ plant: machine, flowM3s, headM, powerKw: power.kw });
  if (features === undefined) return layerOf("statistical", false, []);
  const anomaly = anomalyScore(forest, features);
  const { score, reason } = check("statistical", "unusual", anomaly, policy.statistical.anomaly, policy.scores, () => {
    return `flow, head and power are unusual together: isolation score ${figure(anomaly)}`;
  });
  return layerOf("statistical", true, [
    reason === undefined ? { score } : { score, reason: { ...reason, effect: "note" } },
  ]);
}
