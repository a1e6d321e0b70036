import type { CompiledForest } from "../fraud/forest.ts";
import { deviceLayer } from "./device.ts";
import { environmentalLayer } from "./environmental.ts";
import { type LayerFinding, scoreOf, tenThousandths } from "./grade.ts";
import { operationOf } from "./operation.ts";
import { physicsLayer } from "./physics.ts";
import type { Policy } from "./policy.ts";
import { statisticalLayer } from "./statistical.ts";
import { temporalLayer } from "./temporal.ts";
import type { AssessmentInput, LayerResult, Reason, Status, Verdict } from "./verdict.ts";

/**
 * Judges one reading: five layers, their weighted mean, capped by the worst layer that flags or rejects.
 * Pure: the same input, policy and forest give the same verdict on any machine. The trust score can be
 * recomputed from the layers and reasons shown, in whole ten-thousandths.
 */
export function assess(input: AssessmentInput, policy: Policy, forest: CompiledForest): Verdict {
  const operation = operationOf(input);
  const findings = [
    physicsLayer(input, operation, policy),
    temporalLayer(input, operation, policy),
    environmentalLayer(input, operation, policy),
    statisticalLayer(input, operation, policy, forest),
    deviceLayer(input, operation, policy),
  ];
  const layers = shareWeights(findings, policy);
  const trustScore = trust(layers, findings);
  const reasons = findings.flatMap((finding) => finding.reasons);
  return {
    status: statusOf(trustScore, policy),
    trustScore,
    layers,
    reasons: trustScore < policy.scores.approveAt ? sayWhyNotApproved(reasons) : reasons,
  };
}

/** The status a trust score means under a policy. */
export function statusOf(trustScore: number, { scores }: Policy): Status {
  if (trustScore >= scores.approveAt) return "APPROVED";
  return trustScore >= scores.flagAt ? "FLAGGED" : "REJECTED";
}

/** Layers that apply share the weight of those that do not, in proportion; the shares add up to exactly 1. */
function shareWeights(findings: readonly LayerFinding[], { weights }: Policy): LayerResult[] {
  const own = findings.map(({ layer, applies }) => (applies ? tenThousandths(weights[layer]) : 0));
  const total = own.reduce((sum, weight) => sum + weight, 0);
  const shares = own.map((weight) => Math.floor((weight * 10_000) / total));
  const byRemainder = own
    .map((weight, i) => ({ i, remainder: (weight * 10_000) % total }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  const missing = 10_000 - shares.reduce((sum, share) => sum + share, 0);
  for (const { i } of byRemainder.slice(0, missing)) shares[i] = (shares[i] ?? 0) + 1;
  return findings.map(({ layer, applies, score }, i) => ({ layer, applies, score, weight: scoreOf(shares[i] ?? 0) }));
}

function trust(layers: readonly LayerResult[], findings: readonly LayerFinding[]): number {
  const sum = layers.reduce((total, { score, weight }) => total + tenThousandths(score) * tenThousandths(weight), 0);
  const objections = findings.filter(({ reasons }) => reasons.some(({ effect }) => effect !== "note"));
  return objections.reduce((least, { score }) => Math.min(least, score), scoreOf(Math.floor(sum / 10_000)));
}

/**
 * Only the statistical vote may score below approval without a flag. Where it tips readings that others
 * doubted too, though none enough to flag, its note becomes the flag that explains the status.
 */
function sayWhyNotApproved(reasons: readonly Reason[]): readonly Reason[] {
  if (reasons.some(({ effect }) => effect !== "note")) return reasons;
  return reasons.map((reason) => (reason.layer === "statistical" ? { ...reason, effect: "flag" } : reason));
}
