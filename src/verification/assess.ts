import type { CompiledForest } from "../fraud/forest.ts";
import { canonicalConstant } from "../kernel/canonical.ts";
import { deviceLayer } from "./device.ts";
import { environmentalLayer } from "./environmental.ts";
import { extended, type LayerFinding, scoreOf, tenThousandths } from "./grade.ts";
import { judgeHabits } from "./habit.ts";
import { heldOperation } from "./held-power.ts";
import { type Evidence, evidenceOf } from "./learnt.ts";
import { memoryAfter } from "./memory.ts";
import type { Operation } from "./operation.ts";
import { physicsLayer } from "./physics.ts";
import type { Policy } from "./policy.ts";
import { statisticalLayer } from "./statistical.ts";
import { temporalLayer } from "./temporal.ts";
import type { AssessmentInput, DeviceMemory, LayerResult, Reason, Status, Verdict } from "./verdict.ts";

/**
 * Judges one reading: five layers, their weighted mean, capped by the worst layer that flags or rejects.
 * Pure: the same input, policy and forest give the same verdict on any machine. The trust score can be
 * recomputed from the layers and reasons shown, in whole ten-thousandths.
 */
export function assess(input: AssessmentInput, policy: Policy, forest: CompiledForest): Verdict {
  const operation = heldOperation(input, policy);
  return verdictOf(input, operation, evidenceOf(input, operation, policy), policy, forest);
}

/** A verdict and what its device remembers then: `assess` and `remember` in one go. */
export function assessAndRemember(
  input: AssessmentInput,
  policy: Policy,
  forest: CompiledForest,
): { readonly verdict: Verdict; readonly memory: DeviceMemory } {
  const operation = heldOperation(input, policy);
  const evidence = evidenceOf(input, operation, policy);
  const verdict = verdictOf(input, operation, evidence, policy, forest);
  return { verdict, memory: memoryAfter(input, operation, evidence, verdict, policy) };
}

function verdictOf(
  input: AssessmentInput,
  operation: Operation,
  evidence: Evidence,
  policy: Policy,
  forest: CompiledForest,
): Verdict {
  const habits = judgeHabits(input, operation, evidence, policy);
  const findings = [
    extended(physicsLayer(input, operation, policy), habits.physics),
    extended(temporalLayer(input, operation, policy), habits.temporal),
    extended(environmentalLayer(input, operation, policy), habits.environmental),
    extended(statisticalLayer(input, operation, policy, forest), habits.statistical),
    extended(deviceLayer(input, operation, policy), habits.device),
  ];
  const layers = shareWeights(findings, policy);
  const trustScore = trust(layers, findings);
  const reasons: Reason[] = [];
  for (const finding of findings) for (const reason of finding.reasons) reasons.push(reason);
  const verdict = {
    status: statusOf(trustScore, policy),
    trustScore,
    layers,
    reasons: trustScore < policy.scores.approveAt ? sayWhyNotApproved(reasons) : reasons,
  };
  return habits.reopen === undefined ? verdict : { ...verdict, reopen: habits.reopen };
}

/** The status a trust score means under a policy. */
export function statusOf(trustScore: number, { scores }: Policy): Status {
  if (trustScore >= scores.approveAt) return "APPROVED";
  return trustScore >= scores.flagAt ? "FLAGGED" : "REJECTED";
}

/** Layers that apply share the weight of those that do not, in proportion; the shares add up to exactly 1. */
function shareWeights(findings: readonly LayerFinding[], policy: Policy): readonly LayerResult[] {
  const sound = soundLayers(findings, policy);
  if (findings.every(({ score }) => score === 1)) return sound;
  return findings.map(({ score }, i) => {
    const layer = sound[i] as LayerResult;
    return score === 1 ? layer : { ...layer, score };
  });
}

/** Layers without a fault, by which of them apply: nearly every record has the same ones. */
const soundOf = new WeakMap<Policy, Map<string, readonly LayerResult[]>>();

function soundLayers(findings: readonly LayerFinding[], policy: Policy): readonly LayerResult[] {
  const known = soundOf.get(policy) ?? new Map<string, readonly LayerResult[]>();
  soundOf.set(policy, known);
  let which = "";
  for (const { layer, applies } of findings) if (applies) which += `${layer} `;
  const found = known.get(which);
  if (found !== undefined) return found;
  const shares = sharesOf(findings.map(({ layer, applies }) => (applies ? tenThousandths(policy.weights[layer]) : 0)));
  const layers = findings.map(({ layer, applies }, i) => ({
    layer,
    applies,
    score: 1,
    weight: scoreOf(shares[i] ?? 0),
  }));
  known.set(which, canonicalConstant(layers));
  return layers;
}

/** Ten-thousandths in proportion to the weights, the largest remainders rounded up. */
function sharesOf(own: readonly number[]): readonly number[] {
  let total = 0;
  for (const weight of own) total += weight;
  if (total === 10_000) return own;
  const shares = own.map((weight) => Math.floor((weight * 10_000) / total));
  const byRemainder = own
    .map((weight, i) => ({ i, remainder: (weight * 10_000) % total }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  const missing = 10_000 - shares.reduce((sum, share) => sum + share, 0);
  for (const { i } of byRemainder.slice(0, missing)) shares[i] = (shares[i] ?? 0) + 1;
  return shares;
}

function trust(layers: readonly LayerResult[], findings: readonly LayerFinding[]): number {
  let sum = 0;
  for (const { score, weight } of layers) sum += tenThousandths(score) * tenThousandths(weight);
  let least = scoreOf(Math.floor(sum / 10_000));
  for (const { score, reasons } of findings) {
    if (reasons.some(({ effect }) => effect !== "note")) least = Math.min(least, score);
  }
  return least;
}

/**
 * Only the statistical vote may score below approval without a flag. Where it tips readings that others
 * doubted too, though none enough to flag, its note becomes the flag that explains the status.
 */
function sayWhyNotApproved(reasons: readonly Reason[]): readonly Reason[] {
  if (reasons.some(({ effect }) => effect !== "note")) return reasons;
  return reasons.map((reason) => (reason.layer === "statistical" ? { ...reason, effect: "flag" } : reason));
}
