import { expect, test } from "vitest";
import { quantitiesSchema } from "../../src/hydropower/quantities.ts";
import { judge, memory, objections, type Situation } from "./builders.ts";

const usual = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 };

test("900 kWh in an hour at 2.5 m3/s and 45 m is approved without objection", () => {
  const verdict = judge({ quantities: { ...usual, energy_kwh: 900 } });
  expect(verdict.status).toBe("APPROVED");
  expect(objections(verdict)).toEqual([]);
  expect(verdict.trustScore).toBeGreaterThanOrEqual(0.97);
});

test.each([
  ["5 minutes", 300, 75],
  ["15 minutes", 900, 225],
  ["24 hours", 86_400, 21_600],
])("the same power is approved over %s", (_name, intervalS, energy_kwh) => {
  for (const quantities of [usual, { ...usual, energy_kwh }, { ...usual, power_output_kw: undefined, energy_kwh }]) {
    const verdict = judge({ quantities, intervalS, memory: memory(intervalS) });
    expect(verdict.status).toBe("APPROVED");
    expect(objections(verdict)).toEqual([]);
  }
});

test("the bare body of flow, head and power without a time is approved, first and again", () => {
  const bare = { quantities: usual, intervalS: undefined, timed: false };
  expect(judge(bare).status).toBe("APPROVED");
  expect(judge({ ...bare, memory: memory(0.05, { intervalS: null }) }).status).toBe("APPROVED");
});

test.each([1.3, 1.5, 2, 3, 10, 100])("power times %d at a measured head is rejected", (factor) => {
  for (const intervalS of [undefined, 300, 3600]) {
    expect(judge({ quantities: { ...usual, power_output_kw: 900 * factor }, intervalS }).status).toBe("REJECTED");
  }
});

test("interval energy times 1.3 is rejected as power is, also behind an honest power", () => {
  const { power_output_kw, ...water } = usual;
  expect(judge({ quantities: { ...water, energy_kwh: 1170 } }).status).toBe("REJECTED");
  expect(judge({ quantities: { ...water, power_output_kw, energy_kwh: 1170 } }).status).toBe("REJECTED");
});

test("ten times the power is rejected also where head and flow were not measured", () => {
  expect(judge({ quantities: { power_output_kw: 9000 } }).status).toBe("REJECTED");
});

test("half the power is flagged as under-reported, not rejected", () => {
  const verdict = judge({ quantities: { ...usual, power_output_kw: 450 } });
  expect(verdict.status).toBe("FLAGGED");
  expect(objections(verdict).map(({ rule }) => rule)).toEqual(["physics.power-below-turbine-type"]);
});

test("pH 4.5 with turbidity 180 is flagged", () => {
  expect(judge({ quantities: { ...usual, ph: 4.5, turbidity_ntu: 180 } }).status).toBe("FLAGGED");
  expect(judge({ quantities: { ...usual, ph: 7.2, turbidity_ntu: 180 } }).status).toBe("APPROVED");
});

test("pH 0 is judged as 0, a missing pH is not judged", () => {
  const dead = judge({ quantities: { ...usual, ph: 0 } });
  expect(dead.status).toBe("FLAGGED");
  expect(objections(dead).map(({ rule }) => rule)).toEqual(["environmental.ph-low"]);
  expect(judge({ quantities: usual }).layers.find(({ layer }) => layer === "environmental")?.applies).toBe(false);
});

test("an efficiency above 1 is refused before anything is judged", () => {
  expect(quantitiesSchema.safeParse({ ...usual, efficiency: 1 }).success).toBe(true);
  expect(quantitiesSchema.safeParse({ ...usual, efficiency: 1.01 }).success).toBe(false);
});

test("a stopped plant and its honest restart are approved", () => {
  const stopped = judge({ quantities: { flow_rate_m3s: 0, power_output_kw: 0 }, memory: memory(3600) });
  expect(stopped.status).toBe("APPROVED");
  for (const intervalS of [300, 3600]) {
    const memoryAtRest = memory(intervalS, { intervalS, powerKw: 0, flowM3s: 0 });
    const restarted = judge({ quantities: { ...usual }, intervalS, memory: memoryAtRest });
    expect(restarted.status).toBe("APPROVED");
    expect(restarted.reasons.map(({ rule, effect }) => [rule, effect])).toEqual([["temporal.start", "note"]]);
  }
});

test("power without flow is rejected, also at night and also a little", () => {
  for (const power_output_kw of [5, 100, 900]) {
    const verdict = judge({ quantities: { flow_rate_m3s: 0, head_height_m: 45, power_output_kw } });
    expect(verdict.status).toBe("REJECTED");
    expect(objections(verdict).map(({ rule }) => rule)).toContain("physics.generation-at-zero-flow");
  }
});

test("a 6 MW plant is judged against its own rating", () => {
  const quantities = { flow_rate_m3s: 9, head_height_m: 80, power_output_kw: 5700 };
  const big: Situation = { quantities, plant: { rated_power_kw: 6000, design_head_m: 80, design_flow_m3s: 9.5 } };
  expect(judge(big).status).toBe("APPROVED");
  expect(objections(judge(big))).toEqual([]);
  expect(judge({ quantities }).status).toBe("REJECTED");
});

test("without a measured head the design head serves, the limits widen and a note says so", () => {
  const { head_height_m: _none, ...unmeasured } = usual;
  const verdict = judge({ quantities: unmeasured });
  expect(verdict.status).toBe("APPROVED");
  expect(verdict.reasons.map(({ rule, effect }) => [rule, effect])).toEqual([["physics.design-head-used", "note"]]);
  const above = { ...usual, power_output_kw: 1090 };
  expect(judge({ quantities: above }).status).toBe("FLAGGED");
  expect(judge({ quantities: { ...above, head_height_m: undefined } }).status).toBe("APPROVED");
});
