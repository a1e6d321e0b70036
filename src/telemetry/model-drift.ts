import { z } from "zod";
import { distance } from "../fraud/drift.ts";
import { featureNames } from "../fraud/features.ts";
import { anomalyScore, type CompiledForest } from "../fraud/forest.ts";
import { figure } from "../verification/grade.ts";
import { policyInForce } from "../verification/policy.ts";
import type { ModelPolicy } from "./model-policy.ts";
import type { TrainingRow } from "./model-set.ts";

const share = z.number().min(0).max(1);
const distanceSchema = z.strictObject({ psi: z.number().min(0), ks: share });
const identity = z.strictObject({ id: z.string(), hash: z.string().regex(/^[0-9a-f]{64}$/) });

export const driftReportSchema = z.strictObject({
  /** The model in force when it was made. */
  against: identity,
  policy: identity,
  recent: z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime(), readings: z.int().min(0) }),
  /** Readings that recent features were held against. */
  reference_readings: z.int().min(0),
  /** Of recent readings under both models; null where there is none. */
  scores: distanceSchema.nullable(),
  /** Of recent readings against the reference; null where one of the two is empty. */
  features: z.record(z.string(), distanceSchema).nullable(),
  votes: z.strictObject({ changed: share, flags_added: share, flags_gone: share }).nullable(),
  too_far: z.boolean(),
  sentence: z.string(),
});
/** How a candidate differs from the model in force. For a verifier to judge by: it decides nothing. */
export type DriftReport = z.output<typeof driftReportSchema>;

export type DriftInput = {
  readonly inForce: CompiledForest;
  readonly candidate: CompiledForest;
  /** Recent approved readings. */
  readonly recent: { readonly from: string; readonly to: string; readonly rows: readonly TrainingRow[] };
  /** What the model in force was trained on, or, where that is the prior, the candidate before the recent span. */
  readonly reference: readonly TrainingRow[];
  /** The model in force is the physics prior: it knows no plant, so that other scores are no drift. */
  readonly isPrior: boolean;
};

/** Holds a candidate against the model in force on the same recent readings. Pure. */
export function driftReport(input: DriftInput, policy: ModelPolicy): DriftReport {
  const { inForce, candidate, recent, reference, isPrior } = input;
  const rows = recent.rows.map(({ row }) => row);
  const before = rows.map((row) => anomalyScore(inForce, row));
  const after = rows.map((row) => anomalyScore(candidate, row));
  const facts = {
    scores: rows.length === 0 ? null : distance(before, after),
    features: rows.length === 0 || reference.length === 0 ? null : featureDistances(rows, reference),
    votes: rows.length === 0 ? null : votesOf(before, after),
  };
  const beyond = beyondLines(facts, isPrior, policy);
  return {
    against: inForce.identity,
    policy: { id: policy.id, hash: policy.hash },
    recent: { from: recent.from, to: recent.to, readings: rows.length },
    reference_readings: reference.length,
    ...facts,
    too_far: beyond.length > 0,
    sentence: sentenceOf(input, facts.votes, beyond),
  };
}

function featureDistances(rows: readonly (readonly number[])[], reference: readonly TrainingRow[]) {
  return Object.fromEntries(
    featureNames.map((name, i) => {
      const column = (row: readonly number[]) => row[i] as number;
      return [
        name,
        distance(
          reference.map(({ row }) => column(row)),
          rows.map(column),
        ),
      ];
    }),
  );
}

/** How the vote on a reading would change: nothing to say, a note, or unusual enough for a flag. */
function votesOf(before: readonly number[], after: readonly number[]) {
  const { good, flag } = policyInForce.statistical.anomaly;
  const vote = (score: number) => (score > flag ? 2 : score > good ? 1 : 0);
  let [changed, added, gone] = [0, 0, 0];
  before.forEach((score, i) => {
    const [was, is] = [vote(score), vote(after[i] as number)];
    if (was !== is) changed++;
    if (was < 2 && is === 2) added++;
    if (was === 2 && is < 2) gone++;
  });
  const part = (n: number) => Math.round((10_000 * n) / before.length) / 10_000;
  return { changed: part(changed), flags_added: part(added), flags_gone: part(gone) };
}

type Facts = Pick<DriftReport, "scores" | "features" | "votes">;

function beyondLines({ scores, features, votes }: Facts, isPrior: boolean, { drift }: ModelPolicy): string[] {
  const lines: [what: string, value: number | undefined, line: number][] = [
    // The prior's votes are those of all plants: that a plant's own model has others is what it is for.
    ["votes changed", isPrior ? undefined : votes?.changed, drift.votes_changed],
    ["flags added", votes?.flags_added, drift.flags_added],
    ["PSI of scores", isPrior ? undefined : scores?.psi, drift.score_psi],
    ["KS of implied efficiency", features?.implied_efficiency?.ks, drift.efficiency_ks],
    ["KS of the load residual", features?.load_residual?.ks, drift.residual_ks],
  ];
  return lines.flatMap(([what, value, line]) =>
    value !== undefined && value > line ? [`${what} ${figure(value)} (line ${figure(line)})`] : [],
  );
}

function sentenceOf({ recent, inForce }: DriftInput, votes: Facts["votes"], beyond: readonly string[]): string {
  if (votes === null) return `No approved reading of the recent days to compare it with ${inForce.identity.id} on.`;
  const percent = (part: number) => `${figure(100 * part)} %`;
  const told = `Of ${recent.rows.length} recent approved readings it votes on ${percent(votes.changed)} otherwise than ${inForce.identity.id}, with ${percent(votes.flags_added)} found anomalous that were not and ${percent(votes.flags_gone)} no longer`;
  return beyond.length === 0
    ? `${told}: within the lines.`
    : `${told}. It drifts too far: ${beyond.join(", ")}. Look for the cause before approving it.`;
}
