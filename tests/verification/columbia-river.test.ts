import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { priorForest } from "../../src/fraud/prior.ts";
import type { Plant } from "../../src/hydropower/plant.ts";
import { assess } from "../../src/verification/assess.ts";
import { remember } from "../../src/verification/memory.ts";
import { policyInForce } from "../../src/verification/policy.ts";
import type { DeviceMemory, Verdict } from "../../src/verification/verdict.ts";
import { input, objections } from "./builders.ts";

/** Registered as its operator can: nameplate, greatest turbine flow, greatest head. */
const theDalles: Plant = {
  plant_id: "THE-DALLES",
  name: "The Dalles",
  time_zone: "Etc/GMT+8",
  commissioned_on: "1957-05-01",
  rated_power_kw: 2_160_000,
  design_head_m: 26.15,
  design_flow_m3s: 7_470,
  turbine_type: "kaplan",
};

type Hour = { readonly timestamp: string; readonly verdict: Verdict };

function judgeHours(plant: Plant, tamper: (powerKw: number) => number = (kw) => kw): Hour[] {
  const file = new URL("../vectors/columbia-river/the-dalles-31-days.csv", import.meta.url);
  const [, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  let memory: DeviceMemory | undefined;
  return lines.flatMap((line) => {
    const [timestamp = "", power, flow, spill] = line.split(",");
    if (power === "") return [];
    const quantities = {
      power_output_kw: tamper(Number(power)),
      flow_rate_m3s: Number(flow),
      spill_flow_m3s: Number(spill),
    };
    const hour = input({ quantities, plant, memory, endMs: Date.parse(timestamp), device: { kind: "station" } });
    const verdict = assess(hour, policyInForce, priorForest);
    memory = remember(memory, hour, verdict);
    return [{ timestamp, verdict }];
  });
}

test("31 days of a real dam are approved, but for the hour whose power its water could not give", () => {
  const hours = judgeHours(theDalles);
  expect(hours.length).toBe(743);
  const objected = hours.filter(({ verdict }) => verdict.status !== "APPROVED");
  expect(objected.map(({ timestamp, verdict }) => [timestamp, verdict.status])).toEqual([
    ["2015-10-22T10:00:00-08:00", "FLAGGED"],
  ]);
  const rules = objected.flatMap(({ verdict }) => objections(verdict).map(({ rule }) => rule));
  expect(rules).toContain("physics.power-above-design-head");
});

test("each of its hours says that the design head was used", () => {
  const rules = judgeHours(theDalles).map(({ verdict }) => verdict.reasons.map(({ rule }) => rule));
  expect(rules.every((own) => own.includes("physics.design-head-used"))).toBe(true);
});

test("the same holds when its operator names neither turbine type nor design flow", () => {
  const sparse = { ...theDalles, turbine_type: undefined, design_flow_m3s: undefined };
  const objected = judgeHours(sparse).filter(({ verdict }) => verdict.status !== "APPROVED");
  expect(objected.length).toBe(1);
});

test("without a head, power times 1.3 is found in every hour and times 2 rejected", () => {
  expect(judgeHours(theDalles, (kw) => kw * 1.3).every(({ verdict }) => verdict.status !== "APPROVED")).toBe(true);
  expect(judgeHours(theDalles, (kw) => kw * 2).every(({ verdict }) => verdict.status === "REJECTED")).toBe(true);
});
