import { describe, expect, test } from "vitest";
import { featureNames, readingFeatures } from "../../src/fraud/features.ts";
import { anomalyScore, attribution } from "../../src/fraud/forest.ts";
import priorModel from "../../src/fraud/models/prior-v1.json" with { type: "json" };
import { priorForest } from "../../src/fraud/prior.ts";
import type { Plant } from "../../src/hydropower/plant.ts";
import { canonicalBytes } from "../../src/kernel/canonical.ts";
import { priorRows } from "../../src/telemetry/prior-training.ts";
import { damHours, quantile } from "./anomaly-sets.ts";

const pilot: Plant = {
  plant_id: "PLANT-HP-001",
  name: "Pilot",
  time_zone: "Asia/Kolkata",
  commissioned_on: "2015-01-01",
  rated_power_kw: 1_000,
  design_head_m: 45,
};

function score(flowM3s: number, headM: number | undefined, powerKw: number, plant = pilot): number {
  return anomalyScore(priorForest, readingFeatures({ plant, flowM3s, headM, powerKw }) ?? []);
}

/** Plants and readings that training has not seen. */
const honest = priorRows(4_711, 400, 25).map((row) => anomalyScore(priorForest, row));
const honest99 = quantile(honest, 0.99);

describe("the prior forest", () => {
  test("finds at least 99 % of unseen honest readings ordinary (score under 0.6)", () => {
    expect(honest.filter((value) => value < 0.6).length / honest.length).toBeGreaterThanOrEqual(0.99);
  });

  test("scores the pilot's honest hour, its stop, and a plant six times as large under 0.5", () => {
    expect(score(2.5, 45, 900)).toBeLessThan(0.5);
    expect(score(0, 45, 0)).toBeLessThan(0.5);
    expect(score(0, undefined, 0)).toBeLessThan(0.5);
    expect(score(15, 45, 5_400, { ...pilot, rated_power_kw: 6_000 })).toBeLessThan(0.5);
  });

  test("scores ten times the power, and generation without water, above 99 % of honest readings", () => {
    expect(score(2.5, 45, 9_000)).toBeGreaterThan(honest99);
    expect(score(0.5, undefined, 1_700)).toBeGreaterThan(honest99);
    expect(score(0, 45, 900)).toBeGreaterThan(honest99);
    expect(score(0, undefined, 300)).toBeGreaterThan(honest99);
  });

  test("finds the hours of eight real dams ordinary, and the same hours with ten times the power not", () => {
    const hours = damHours();
    const scoresAt = (inflation: number) =>
      hours.map((hour) => {
        const plant = {
          ...pilot,
          rated_power_kw: hour.ratedPowerKw,
          design_head_m: hour.greatestHeadM,
          design_flow_m3s: hour.greatestFlowM3s,
        };
        return score(hour.flowM3s, undefined, hour.powerKw * inflation, plant);
      });
    const real = scoresAt(1);
    expect(hours.length).toBeGreaterThan(1_400);
    expect(quantile(real, 0.5)).toBeLessThan(0.45);
    expect(quantile(real, 0.999)).toBeLessThan(0.55);
    const inflated = scoresAt(10).filter((_, i) => (hours[i]?.powerKw ?? 0) > 0);
    expect(quantile(inflated, 0)).toBeGreaterThan(quantile(real, 0.999));
  });

  test("says what makes ten times the power stand out", () => {
    const features = readingFeatures({ plant: pilot, flowM3s: 2.5, headM: 45, powerKw: 9_000 }) ?? [];
    const shares = attribution(priorForest, features);
    const shareOf = (name: (typeof featureNames)[number]) => shares[featureNames.indexOf(name)] as number;
    expect(shareOf("implied_efficiency") + shareOf("load_residual")).toBeGreaterThan(0.8);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  test("gives these scores everywhere, to the last bit", () => {
    expect([score(2.5, 45, 900), score(2.5, 45, 9_000), score(0, 45, 0)]).toEqual([
      0.3964499036546283, 0.6231849029247747, 0.41573838041754196,
    ]);
  });

  test("fits in 200 kB of canonical JSON and judges the features that readings have", () => {
    expect(canonicalBytes(priorModel).length).toBeLessThanOrEqual(200_000);
    expect(priorForest.featureNames).toEqual(featureNames);
    expect(priorForest.trees).toBe(100);
    expect(priorModel.sample_size).toBe(256);
  });
});
