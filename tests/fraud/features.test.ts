import { describe, expect, test } from "vitest";
import { featureNames, readingFeatures } from "../../src/fraud/features.ts";
import { hydraulicPowerKw } from "../../src/hydropower/hydraulics.ts";
import type { Plant } from "../../src/hydropower/plant.ts";

const plant: Plant = {
  plant_id: "P",
  name: "Test plant",
  time_zone: "Asia/Kolkata",
  commissioned_on: "2010-01-01",
  rated_power_kw: 1_000,
  design_head_m: 45,
  design_flow_m3s: 2.8,
  turbine_type: "francis",
};

function named(reading: { flowM3s?: number; headM?: number; powerKw?: number }, of: Plant = plant) {
  const features = readingFeatures({
    plant: of,
    flowM3s: reading.flowM3s,
    headM: reading.headM,
    powerKw: reading.powerKw,
  });
  if (features === undefined) throw new Error("no features");
  return Object.fromEntries(featureNames.map((name, i) => [name, features[i] as number])) as Record<
    (typeof featureNames)[number],
    number
  >;
}

describe("readingFeatures", () => {
  test("sees a reading as fractions of its own plant", () => {
    const features = named({ flowM3s: 2.1, headM: 40.5, powerKw: 700 });
    expect(features.flow_fraction).toBeCloseTo(0.75, 12);
    expect(features.load_fraction).toBeCloseTo(0.7, 12);
    expect(features.head_ratio).toBeCloseTo(0.9, 12);
    expect(features.implied_efficiency).toBeCloseTo(700 / hydraulicPowerKw({ flowM3s: 2.1, headM: 40.5 }), 2);
  });

  test("does not depend on the size of the plant", () => {
    const large = { ...plant, rated_power_kw: 2_000_000, design_flow_m3s: 5_600 };
    const small = named({ flowM3s: 2.1, headM: 44, powerKw: 700 });
    const scaled = named({ flowM3s: 4_200, headM: 44, powerKw: 1_400_000 }, large);
    for (const name of featureNames) expect(scaled[name]).toBeCloseTo(small[name], 10);
  });

  test("takes the design head where none is measured", () => {
    expect(named({ flowM3s: 2, powerKw: 700 })).toEqual(named({ flowM3s: 2, headM: 45, powerKw: 700 }));
  });

  test("finds nothing odd in a stopped plant", () => {
    const stopped = named({ flowM3s: 0, headM: 45, powerKw: 0 });
    expect(stopped.implied_efficiency).toBeCloseTo(0.85, 12);
    expect(stopped.load_residual).toBe(0);
  });

  test("shows generation without water as impossible efficiency and power beyond expectation", () => {
    const phantom = named({ flowM3s: 0, headM: 45, powerKw: 500 });
    expect(phantom.implied_efficiency).toBeGreaterThan(5);
    expect(phantom.load_residual).toBeCloseTo(0.5, 12);
  });

  test("measures the residual against the plant's own curve when it has one", () => {
    const own = { ...plant, efficiency_curve: [0, 1].map((flow_fraction) => ({ flow_fraction, efficiency: 0.8 })) };
    const expectedKw = 0.8 * hydraulicPowerKw({ flowM3s: 2, headM: 45 });
    expect(named({ flowM3s: 2, powerKw: expectedKw }, own).load_residual).toBeCloseTo(0, 12);
    expect(named({ flowM3s: 2, powerKw: expectedKw + 100 }, own).load_residual).toBeCloseTo(0.1, 12);
  });

  test("expects no more than the rating at any flow", () => {
    expect(named({ flowM3s: 28, powerKw: 1_000 }).load_residual).toBeCloseTo(0, 12);
  });

  test("takes the flow the rating needs as design flow where none is registered", () => {
    const { design_flow_m3s: _, ...unregistered } = plant;
    const fraction = named({ flowM3s: 2.8, powerKw: 1_000 }, unregistered).flow_fraction;
    expect(fraction).toBeGreaterThan(0.85);
    expect(fraction).toBeLessThan(1.2);
  });

  test("has no answer without flow or without power", () => {
    expect(readingFeatures({ plant, flowM3s: undefined, headM: 45, powerKw: 900 })).toBeUndefined();
    expect(readingFeatures({ plant, flowM3s: 2.5, headM: 45, powerKw: undefined })).toBeUndefined();
  });

  test("stays a finite float32 at the extremes of what a plant and a reading may say", () => {
    const absurd = { ...plant, rated_power_kw: 1e-300, design_head_m: 1e-300, design_flow_m3s: 1e-300 };
    const features = named({ flowM3s: 100_000, headM: 2_500, powerKw: 30_000_000 }, absurd);
    for (const value of Object.values(features)) expect(Number.isFinite(Math.fround(value))).toBe(true);
  });
});
