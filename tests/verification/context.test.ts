import { describe, expect, test } from "vitest";
import { priorForest } from "../../src/fraud/prior.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { canonicalText, type Json } from "../../src/kernel/canonical.ts";
import { assess } from "../../src/verification/assess.ts";
import {
  type ContextPolicy,
  contextFindings,
  contextPolicyInForce,
  loadContextPolicy,
} from "../../src/verification/context.ts";
import { contextJson, readContext } from "../../src/verification/context-wire.ts";
import type { Observation } from "../../src/verification/observation.ts";
import { operationOf } from "../../src/verification/operation.ts";
import contextFile from "../../src/verification/policies/context-v1.json" with { type: "json" };
import { policyInForce } from "../../src/verification/policy.ts";
import { endMs, input, judge, pilotPlant, type Situation, scoreOf } from "./builders.ts";

const hourMs = 3_600_000;
const observed = (more: Partial<Observation>): Observation => ({
  ...{
    kind: "river_flow_m3s",
    value: 10,
    source: "gauge:Banjar",
    observedAtMs: endMs - hourMs,
    sha256: "0".repeat(64),
  },
  ...more,
});
const river = (value: number, agoMs = hourMs) => observed({ value, observedAtMs: endMs - agoMs });
const air = (value: number, agoMs = hourMs) =>
  observed({ kind: "air_temperature_mean_c", value, source: "weather:api", observedAtMs: endMs - agoMs });
const running: Quantities = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 };

const situation = (quantities: Quantities = {}, plant: Situation["plant"] = {}): Situation => ({
  quantities: { ...running, ...quantities },
  plant,
});
/** Score of the hints alone, and the rules that speak. */
function hints(one: Situation, context: readonly Observation[], policy: ContextPolicy = contextPolicyInForce) {
  const given = { ...input(one), context };
  const found = contextFindings(given, operationOf(given), policyInForce.scores, policy);
  return found.map(({ score, reason }) => [score, reason?.rule ?? "", reason?.effect ?? "none"] as const);
}
const verdictOf = (one: Situation, context: readonly Observation[] | undefined) =>
  assess({ ...input(one), context }, policyInForce, priorForest);

describe("without context", () => {
  test.each<[string, Situation]>([
    ["an ordinary reading", situation()],
    ["a reading of the water", situation({ ph: 7, temperature_c: 12 })],
    ["a doubtful one", situation({ ph: 4.5, turbidity_ntu: 180 })],
  ])("%s is judged byte for byte as if there were none", (_, one) => {
    const text = (verdict: unknown) => canonicalText(verdict as Json);
    expect(text(verdictOf(one, undefined))).toBe(text(judge(one)));
    expect(text(verdictOf(one, []))).toBe(text(judge(one)));
  });

  test("a record has no member for it", () => {
    expect([contextJson(undefined), contextJson([])]).toEqual([undefined, undefined]);
  });
});

describe("the river's flow", () => {
  test("is doubted from one and a half times on, and no further than at four times", () => {
    const scores = [1.4, 1.6, 2.75, 4, 40].map((times) => hints(situation(), [river(2.5 / times)])[0]?.[0] ?? 0);
    expect(scores[0]).toBe(1);
    expect(scores[1]).toBeLessThan(1);
    expect(scores[2]).toBeCloseTo(0.96, 3);
    expect(scores[3]).toBeCloseTo(0.92, 3);
    expect(scores[4]).toBe(scores[3]);
    expect(hints(situation(), [river(0)])[0]?.slice(1)).toEqual(["environmental.flow-above-river", "note"]);
  });

  test("counts what is spilled with what goes through the turbines", () => {
    expect(hints(situation({ spill_flow_m3s: 5 }), [river(2.5)])[0]?.[0]).toBeLessThan(1);
  });

  test("says nothing when it is older than a day and a half, or newer than the reading", () => {
    for (const agoMs of [37 * hourMs, -1]) expect(hints(situation(), [river(0.1, agoMs)])).toEqual([]);
    expect(hints(situation(), [river(0.1, 35 * hourMs)])).toHaveLength(1);
  });

  test("says nothing of a plant behind a reservoir, or of one that stands", () => {
    const storage = { reservoir: { type: "storage" } } as const;
    expect(hints(situation({}, storage), [river(0.1)])).toEqual([]);
    expect(hints(situation({}, { reservoir: { type: "none" } }), [river(0.1)])).toHaveLength(1);
    const standing = pilotPlant.design_flow_m3s ?? 0;
    expect(hints(situation({ flow_rate_m3s: 0.09 * standing }), [river(0.01)])).toEqual([]);
    expect(hints(situation({ flow_rate_m3s: 0.11 * standing }), [river(0.01)])).toHaveLength(1);
  });
});

describe("the week's air", () => {
  test("is held against the water, and against nothing where no water was measured", () => {
    const scores = [11, 13, 18.5, 25, 60].map((apart) => hints(situation({ temperature_c: 20 }), [air(20 - apart)])[0]);
    expect(scores.map((one) => one?.[2])).toEqual(["none", "note", "note", "note", "note"]);
    expect(scores[2]?.[0]).toBeCloseTo(0.96, 3);
    expect(scores[4]?.[0]).toBe(scores[3]?.[0]);
    expect(hints(situation(), [air(-30)])).toEqual([]);
  });

  test("of more than a week before says nothing", () => {
    expect(hints(situation({ temperature_c: 30 }), [air(-30, 8 * 24 * hourMs)])).toEqual([]);
  });
});

test("a hint costs the trust score little, and flags or rejects nothing by itself, however far off", () => {
  const worst = [river(0), air(-100)];
  const one = situation({ temperature_c: 20 });
  const [plain, hinted] = [judge(one), verdictOf(one, worst)];
  expect(hinted.status).toBe("APPROVED");
  expect(hinted.reasons.every(({ effect }) => effect === "note")).toBe(true);
  expect(plain.trustScore - hinted.trustScore).toBeGreaterThan(0);
  expect(plain.trustScore - hinted.trustScore).toBeLessThan(0.02);
  expect(scoreOf(hinted, "environmental")).toBeGreaterThanOrEqual(policyInForce.scores.approveAt);
});

test("what stands in the record gives the same verdict again", () => {
  const observations = [river(1.1), air(4.2)];
  const member = JSON.parse(canonicalText(contextJson(observations) as Json));
  const read = readContext(member);
  expect(read).toEqual({
    policy: { id: "context-v1", hash: contextPolicyInForce.hash },
    observations,
  });
  const one = situation({ temperature_c: 20 });
  expect(verdictOf(one, read?.observations)).toEqual(verdictOf(one, observations));
  expect(readContext({ ...member, more: 1 })).toBeUndefined();
});

describe("every number of the policy is held by some behaviour", () => {
  type File = { [name: string]: { value: number } & { [name: string]: { value: number } } };
  const paths = ["least_score", "river.most_age", "river.doubt_from", "river.doubt_full", "river.least_share"];
  paths.push("water.mean_over", "water.doubt_from", "water.doubt_full");
  const edges: [Situation, Observation][] = [
    ...[1.4, 1.6, 3, 8].map((times): [Situation, Observation] => [situation(), river(2.5 / times)]),
    ...[30, 35, 37, 50].map((hours): [Situation, Observation] => [situation(), river(0.1, hours * hourMs)]),
    ...[0.05, 0.095, 0.105].map((share): [Situation, Observation] => [
      situation({ flow_rate_m3s: share * 2.8 }),
      river(0.001),
    ]),
    ...[11, 13, 18, 60].map((apart): [Situation, Observation] => [situation({ temperature_c: 20 }), air(20 - apart)]),
    ...[5, 6.9, 7.3, 8].map((days): [Situation, Observation] => [
      situation({ temperature_c: 20 }),
      air(-9, days * 24 * hourMs),
    ]),
  ];
  const outcome = (policy: ContextPolicy) => edges.map(([one, context]) => hints(one, [context], policy));

  test.each(paths.flatMap((path) => [1.1, 1 / 1.1].map((factor) => [path, factor] as const)))(
    "%s times %d",
    (path, factor) => {
      const file = structuredClone(contextFile) as unknown as File;
      const [group = "", member] = path.split(".");
      const leaf = member === undefined ? file[group] : file[group]?.[member];
      if (leaf === undefined) throw new Error(path);
      leaf.value = path === "least_score" ? 1 - (1 - leaf.value) * factor : leaf.value * factor;
      const changed = loadContextPolicy(file);
      expect(changed.hash).not.toBe(contextPolicyInForce.hash);
      expect(outcome(changed)).not.toEqual(outcome(contextPolicyInForce));
    },
  );
});
