import { describe, expect, test } from "vitest";
import { compileForest } from "../../src/fraud/forest.ts";
import { priorForest } from "../../src/fraud/prior.ts";
import { type DriftInput, driftReport, driftReportSchema } from "../../src/telemetry/model-drift.ts";
import { loadModelPolicy, modelPolicy } from "../../src/telemetry/model-policy.ts";
import policyFile from "../../src/telemetry/model-policy-v1.json" with { type: "json" };
import { ownRows, sampled, trained } from "./plant-model.ts";

const rows = sampled(ownRows(4, 40), 1_000);
const own = compileForest(await trained(rows));
const span = { from: "2025-05-01T00:00:00.000Z", to: "2025-06-01T00:00:00.000Z" };

const input = (change: Partial<DriftInput> = {}): DriftInput => ({
  inForce: own,
  candidate: own,
  recent: { ...span, rows },
  reference: rows,
  isPrior: false,
  ...change,
});

/** Readings whose power is three tenths more than the plant's own for the same water. */
const inflated = rows.map(({ row, ...rest }) => {
  const more = 0.3 * (row[1] as number);
  const [flow, load, head, efficiency, residual] = row as [number, number, number, number, number];
  return { ...rest, row: [flow, load + more, head, 1.3 * efficiency, residual + more] };
});

describe("a drift report", () => {
  test("of a model against itself on the readings of its training has nothing to say", () => {
    const report = driftReport(input(), modelPolicy);
    expect(report).toMatchObject({
      against: own.identity,
      scores: { psi: 0, ks: 0 },
      votes: { changed: 0, flags_added: 0, flags_gone: 0 },
      too_far: false,
    });
    expect(report.sentence).toMatch(
      /^Of 1000 recent approved readings it votes on 0 % otherwise .*within the lines\.$/,
    );
    expect(driftReportSchema.parse(report)).toEqual(report);
  });

  test("tells a plant that gives more for the same water now than when the model in force was trained", () => {
    const report = driftReport(input({ recent: { ...span, rows: inflated } }), modelPolicy);
    expect(report.too_far).toBe(true);
    expect(report.sentence).toMatch(/drifts too far: .*KS of implied efficiency/);
    expect(report.features?.flow_fraction).toEqual({ psi: 0, ks: 0 });
  });

  test("without recent readings says that there is nothing to compare, and passes no line", () => {
    const report = driftReport(input({ recent: { ...span, rows: [] }, reference: [] }), modelPolicy);
    expect(report).toMatchObject({ scores: null, features: null, votes: null, too_far: false });
    expect(report.sentence).toMatch(/^No approved reading/);
  });

  test("against the prior judges by flags and features: other scores are what a plant's own model is for", () => {
    const change = { inForce: priorForest, isPrior: true };
    const report = driftReport(input(change), modelPolicy);
    expect(report.scores?.psi).toBeGreaterThan(modelPolicy.drift.score_psi);
    expect(report.too_far).toBe(false);
    expect(driftReport(input({ ...change, isPrior: false }), modelPolicy).sentence).toContain("PSI of scores");
  });
});

describe("each line of the policy decides", () => {
  const against = input({ inForce: own, recent: { ...span, rows: inflated }, candidate: priorForest });
  const { votes, scores, features } = driftReport(against, modelPolicy);
  const at = {
    votes_changed: votes?.changed,
    flags_added: votes?.flags_added,
    score_psi: scores?.psi,
    efficiency_ks: features?.implied_efficiency?.ks,
    residual_ks: features?.load_residual?.ks,
  };
  const words = {
    votes_changed: "votes changed",
    flags_added: "flags added",
    score_psi: "PSI of scores",
    efficiency_ks: "KS of implied efficiency",
    residual_ks: "KS of the load residual",
  };

  test.each(Object.entries(words))("%s", (line, word) => {
    const value = at[line as keyof typeof at] as number;
    expect(value).toBeGreaterThan(0);
    const said = (limit: number) =>
      driftReport(against, { ...modelPolicy, drift: { ...modelPolicy.drift, [line]: limit } }).sentence;
    expect(said(0.999 * value)).toContain(word);
    expect(said(value)).not.toContain(word);
  });
});

test("a policy without a source, or with a number too many, is refused", () => {
  const { source: _, ...bare } = policyFile.least_days;
  expect(() => loadModelPolicy({ ...policyFile, least_days: bare })).toThrow("source");
  expect(() => loadModelPolicy({ ...policyFile, most_days: policyFile.least_days })).toThrow("most_days");
});
