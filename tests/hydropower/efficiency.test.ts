import { expect, test } from "vitest";
import { designFlowM3s, efficiencyEnvelope } from "../../src/hydropower/efficiency.ts";
import { turbineTypes } from "../../src/hydropower/plant.ts";
import table from "../../src/hydropower/turbine-efficiency-v1.json" with { type: "json" };
import { ranges, tableFor, tableForUnknown } from "./canmet.ts";

test.each(turbineTypes)("the %s table is what the published correlation gives", (type) => {
  const range = ranges[type];
  expect(range && tableFor(range)).toEqual(table.types[type]);
});

test("a plant that names no type gets the envelope of all types", () => {
  expect(tableForUnknown()).toEqual(table.types.unknown);
  for (const fraction of [0.2, 0.5, 0.9]) {
    const unknown = efficiencyEnvelope({}, fraction);
    for (const turbine_type of turbineTypes) {
      const known = efficiencyEnvelope({ turbine_type }, fraction);
      expect(unknown.least).toBeLessThanOrEqual(known.least);
      expect(unknown.most).toBeGreaterThanOrEqual(known.most);
    }
  }
});

test("a Kaplan holds its efficiency at part load where a propeller loses it", () => {
  const at = (turbine_type: "kaplan" | "propeller") => efficiencyEnvelope({ turbine_type }, 0.5).expected;
  expect(at("kaplan")).toBeGreaterThan(0.85);
  expect(at("propeller")).toBeLessThan(0.45);
});

test("between two points of the table the efficiency lies between theirs", () => {
  const at = (fraction: number) => efficiencyEnvelope({ turbine_type: "francis" }, fraction).expected;
  expect(at(0.525)).toBeCloseTo((at(0.5) + at(0.55)) / 2, 9);
});

test("the plant's own curve overrides its type, and its ends hold beyond it", () => {
  const plant = {
    turbine_type: "francis" as const,
    efficiency_curve: [
      { flow_fraction: 0.4, efficiency: 0.7 },
      { flow_fraction: 0.8, efficiency: 0.9 },
    ],
  };
  const between = efficiencyEnvelope(plant, 0.6);
  expect(between.expected).toBeCloseTo(0.8, 12);
  expect(between).toEqual({
    expected: between.expected,
    least: between.expected,
    most: between.expected,
    from: "plant",
  });
  expect(efficiencyEnvelope(plant, 0.1).expected).toBe(0.7);
  expect(efficiencyEnvelope(plant, 1.5).expected).toBe(0.9);
});

test("an unregistered design flow follows from rating and design head", () => {
  const plant = { rated_power_kw: 1000, design_head_m: 45, turbine_type: "francis" as const };
  expect(designFlowM3s(plant)).toBeCloseTo(2.67, 2);
  expect(designFlowM3s({ ...plant, design_flow_m3s: 2.8 })).toBe(2.8);
});
