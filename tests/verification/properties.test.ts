import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalText, type Json } from "../../src/kernel/canonical.ts";
import { assess, statusOf } from "../../src/verification/assess.ts";
import { remember } from "../../src/verification/memory.ts";
import { policyInForce } from "../../src/verification/policy.ts";
import type { DeviceMemory, Verdict } from "../../src/verification/verdict.ts";
import { verdictJson } from "../../src/verification/wire.ts";
import { endMs, headForest, input, type Situation } from "./builders.ts";

/** Values around the pilot plant's own, and now and then anything at all. */
const around = (usual: number, most: number) =>
  fc.option(
    fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: 0.5, max: 1.4, noNaN: true }).map((factor) => usual * factor) },
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: most, noNaN: true }) },
    ),
    { nil: undefined },
  );
const kwh = (most: number) =>
  fc.option(
    fc.integer({ min: 0, max: most * 1000 }).map((wh) => wh / 1000),
    { nil: undefined },
  );

const quantities = fc.record({
  flow_rate_m3s: around(2.4, 100_000),
  head_height_m: around(40, 2_500),
  power_output_kw: around(850, 30_000_000),
  energy_kwh: kwh(2_000),
  energy_export_kwh_total: kwh(3_000),
  energy_import_kwh_total: kwh(3_000),
  efficiency: around(0.8, 1),
  ph: around(7, 14),
  turbidity_ntu: around(500, 100_000),
  temperature_c: around(12, 60),
  dissolved_oxygen_mg_l: around(10, 50),
  tds_mg_l: around(1_500, 200_000),
  spill_flow_m3s: around(100, 200_000),
  reservoir_level_m: around(500, 9_000),
  tailwater_level_m: around(455, 9_000),
  gate_opening_pct: around(70, 100),
  frequency_hz: around(50, 500),
  rotor_speed_rpm: around(600, 10_000),
});

const memory: fc.Arbitrary<DeviceMemory | undefined> = fc.option(
  fc.record({
    endMs: fc.integer({ min: -7_200, max: 600 }).map((s) => endMs + s * 1000),
    intervalS: fc.constantFrom(null, 300, 3600),
    status: fc.constantFrom("APPROVED", "FLAGGED", "REJECTED"),
    flowM3s: fc.constant(2.5),
    headM: fc.constantFrom(null, 0, 1e-310, 45),
    powerKw: fc.option(fc.double({ min: 0, max: 2_000, noNaN: true })),
    exportWh: fc.option(fc.integer({ min: 0, max: 3_000_000 }).map(String)),
    importWh: fc.option(fc.integer({ min: 0, max: 3_000_000 }).map(String)),
  }),
  { nil: undefined },
);

const situation: fc.Arbitrary<Situation> = fc.record({
  quantities,
  memory,
  intervalS: fc.constantFrom(undefined, 1, 60, 300, 3600, 86_400),
  timed: fc.boolean(),
  plant: fc.constantFrom(
    {},
    { turbine_type: undefined, design_flow_m3s: undefined },
    { efficiency_curve: [0.1, 1].map((flow_fraction) => ({ flow_fraction, efficiency: 0.85 })) },
  ),
  device: fc.constantFrom({}, { rated_power_kw: 500 }),
});

function holds(promise: (verdict: Verdict, situation: Situation) => void): void {
  fc.assert(
    fc.property(situation, (given) => promise(assess(input(given), policyInForce, headForest), given)),
    { numRuns: 3_000 },
  );
}

test("no layer flags a reading that passed it, and none lowers a score without saying why", () => {
  const seen = new Set<string>();
  holds(({ layers, reasons, status }) => {
    seen.add(status);
    for (const { layer, score, applies } of layers) {
      const own = reasons.filter((reason) => reason.layer === layer);
      const objects = own.some(({ effect }) => effect !== "note");
      if (score >= 0.9) expect(objects).toBe(false);
      else if (layer !== "statistical") expect(objects).toBe(true);
      if (score < 0.5) expect(own.some(({ effect }) => effect === "reject")).toBe(true);
      if (score < 1) expect(own).not.toEqual([]);
      if (!applies) expect([score, objects]).toEqual([1, false]);
    }
  });
  expect([...seen].sort()).toEqual(["APPROVED", "FLAGGED", "REJECTED"]);
});

test("the status is what the score says, and the reasons say the same", () => {
  holds(({ status, trustScore, reasons }) => {
    expect(status).toBe(statusOf(trustScore, policyInForce));
    const effects = new Set(reasons.map(({ effect }) => effect));
    expect(status === "REJECTED").toBe(effects.has("reject"));
    expect(status === "APPROVED").toBe(!effects.has("reject") && !effects.has("flag"));
  });
});

test("anyone can recompute the trust score from the layers and reasons shown", () => {
  holds(({ layers, reasons, trustScore }) => {
    const units = (x: number) => Math.round(x * 10_000);
    const mean = Math.floor(layers.reduce((sum, { score, weight }) => sum + units(score) * units(weight), 0) / 10_000);
    const caps = layers
      .filter(({ layer, score }) => score < 0.9 && reasons.some((r) => r.layer === layer && r.effect !== "note"))
      .filter(({ layer }) => layer !== "statistical")
      .map(({ score }) => units(score));
    expect(units(trustScore)).toBe(Math.min(mean, ...caps));
  });
});

test("weights add up to exactly 1, and what does not apply has none", () => {
  holds(({ layers }) => {
    expect(layers.reduce((sum, { weight }) => sum + Math.round(weight * 10_000), 0)).toBe(10_000);
    for (const { applies, weight } of layers) expect(weight > 0).toBe(applies);
  });
});

test("scores are four decimals between 0 and 1", () => {
  holds(({ layers, trustScore }) => {
    for (const score of [trustScore, ...layers.map((layer) => layer.score)]) {
      expect(score).toBe(Math.round(score * 10_000) / 10_000);
      expect(score >= 0 && score <= 1).toBe(true);
    }
  });
});

test("the same input gives the same bytes, also from a memory that was stored as JSON", () => {
  holds((verdict, given) => {
    const again = { ...given, memory: given.memory && (JSON.parse(JSON.stringify(given.memory)) as DeviceMemory) };
    const second = assess(input(again), policyInForce, headForest);
    const bytes = (v: Verdict) => canonicalText(verdictJson(v, policyInForce, headForest.identity) satisfies Json);
    expect(bytes(second)).toBe(bytes(verdict));
  });
});

test("memory moves forward only, and survives JSON", () => {
  holds((verdict, given) => {
    const next = remember(given.memory, input(given), verdict);
    // Where a device sends intervals its instants move nothing, and its first one may be a little older than its instants.
    const [memory, isInstant] = [given.memory, given.intervalS === undefined];
    if (memory === undefined) expect(next.endMs).toBe(endMs);
    else if (isInstant ? memory.intervalS !== null : memory.intervalS !== null && memory.endMs >= endMs)
      expect(next).toBe(memory);
    else if (memory.endMs < endMs) expect(next.endMs).toBe(endMs);
    else expect([memory.endMs, endMs]).toContain(next.endMs);
    expect(JSON.parse(JSON.stringify(next))).toEqual(next);
  });
});
