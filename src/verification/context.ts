import { z } from "zod";
import { contentHash, type Json } from "../kernel/canonical.ts";
import { check, type Finding, figure } from "./grade.ts";
import type { Observation } from "./observation.ts";
import type { Operation } from "./operation.ts";
import contextFile from "./policies/context-v1.json" with { type: "json" };
import type { ScoreLines } from "./policy.ts";
import type { AssessmentInput, DataIdentity } from "./verdict.ts";

/**
 * What observations around a plant say of its readings: a hint to the environmental layer, and no more. They stand in
 * the record, so that whoever replays needs no weather service and no gauge.
 */

const limit = z
  .strictObject({ value: z.number().gt(0), unit: z.string().min(1), source: z.string().min(1) })
  .transform(({ value }) => value);
const rising = ({ doubt_from, doubt_full }: { doubt_from: number; doubt_full: number }) => doubt_from < doubt_full;

const contextPolicySchema = z.strictObject({
  id: z.string().min(1),
  about: z.string(),
  least_score: limit.refine((score) => score < 1, { error: "below 1" }),
  river: z
    .strictObject({ most_age: limit, doubt_from: limit, doubt_full: limit, least_share: limit })
    .refine(rising, { error: "doubt_from < doubt_full" }),
  water: z
    .strictObject({ mean_over: limit, least_hours: limit, doubt_from: limit, doubt_full: limit })
    .refine(rising, { error: "doubt_from < doubt_full" }),
});

/** How much context may cost, with the identity that goes into the records it contributed to. */
export type ContextPolicy = DataIdentity & Readonly<Omit<z.output<typeof contextPolicySchema>, "about">>;

/** @throws ZodError when a number is missing, misnamed or out of order */
export function loadContextPolicy(json: unknown): ContextPolicy {
  const { about: _about, ...policy } = contextPolicySchema.parse(json);
  return { ...policy, hash: contentHash(json as Json) };
}

export const contextPolicyInForce: ContextPolicy = loadContextPolicy(contextFile);

/** What the observations that came with a reading say of it; nothing without any. */
export function contextFindings(
  { reading, plant, context = [] }: Pick<AssessmentInput, "reading" | "plant" | "context">,
  operation: Operation,
  scores: ScoreLines,
  policy: ContextPolicy = contextPolicyInForce,
): Finding[] {
  return context.flatMap((observation) => {
    const ageS = (reading.endMs - observation.observedAtMs) / 1000;
    if (observation.kind === "river_flow_m3s")
      return ageS >= 0 && ageS <= policy.river.most_age && usesTheRiver(plant)
        ? riverFinding(observation, operation, scores, policy)
        : [];
    return ageS >= 0 && ageS <= policy.water.mean_over
      ? waterFinding(observation, reading.quantities.temperature_c, scores, policy)
      : [];
  });
}

/** Behind a reservoir more may go through the turbines for days than the river brings. */
function usesTheRiver({ reservoir }: AssessmentInput["plant"]): boolean {
  return reservoir === undefined || reservoir.type === "none";
}

function riverFinding({ value, source }: Observation, operation: Operation, scores: ScoreLines, policy: ContextPolicy) {
  const { flowM3s, spillM3s = 0, designFlowM3s } = operation;
  const usedM3s = (flowM3s ?? 0) + spillM3s;
  const { least_share, doubt_from, doubt_full } = policy.river;
  if (flowM3s === undefined || usedM3s < least_share * designFlowM3s) return [];
  const ratio = value > 0 ? usedM3s / value : Number.POSITIVE_INFINITY;
  const says = () =>
    `${figure(usedM3s)} m3/s went through the plant, but the river had ${figure(value)} m3/s (${source})`;
  return [hint("flow-above-river", ratio, [doubt_from, doubt_full], scores, policy, says)];
}

function waterFinding(
  { value, source }: Observation,
  waterC: number | undefined,
  scores: ScoreLines,
  policy: ContextPolicy,
) {
  if (waterC === undefined) return [];
  const { doubt_from, doubt_full } = policy.water;
  const apart = Math.abs(waterC - value);
  const says = () =>
    `water at ${figure(waterC)} degrees C after a week of air at ${figure(value)} degrees C (${source})`;
  return [hint("water-against-air", apart, [doubt_from, doubt_full], scores, policy, says)];
}

/** A note at most, whatever the value: its band reaches the approval score at infinity only. */
function hint(
  rule: string,
  value: number,
  [from, full]: readonly [number, number],
  scores: ScoreLines,
  { least_score: least }: ContextPolicy,
  says: () => string,
): Finding {
  // Where a band with this slope would reach the approval score; beyond `full` nothing falls any further.
  const flag = from + ((full - from) * (1 - scores.approveAt)) / (1 - least);
  const band = { good: from, flag, worst: 2 * flag, decisive: false };
  return check("environmental", rule, Math.min(value, full), band, scores, says);
}
