import { expect, test } from "vitest";
import policyFile from "../../src/verification/policies/policy-v5.json" with { type: "json" };
import { loadPolicy, policyInForce } from "../../src/verification/policy.ts";
import { verdictJson } from "../../src/verification/wire.ts";
import { judge } from "./builders.ts";

type Mutable = Record<string, Record<string, Record<string, unknown>>>;
const changed = (change: (policy: Mutable) => void) => {
  const copy = structuredClone(policyFile) as unknown as Mutable;
  change(copy);
  return copy;
};
const set = (group: string, name: string, member: string, value: unknown) =>
  changed((policy) => Object.assign(policy[group]?.[name] ?? {}, { [member]: value }));

test.each([
  ["a threshold without a unit", set("physics", "idle_power", "unit", "")],
  ["a threshold without a source", set("environmental", "ph_low", "source", undefined)],
  ["a band whose lines are out of order", set("device", "nameplate", "flag", 1.3)],
  ["weights that do not add up to 1", set("weights", "physics", "value", 0.5)],
  [
    "a layer without weight",
    changed((p) => Object.assign(p.weights ?? {}, { device: { value: 0, unit: "", source: "" } })),
  ],
  ["a flag cap at approval", set("scores", "flag_cap", "value", 0.9)],
  ["a reject cap at the flag line", set("scores", "reject_cap", "value", 0.5)],
  ["another efficiency table", changed((p) => Object.assign(p.efficiency_table ?? {}, { hash: "0".repeat(64) }))],
  [
    "an unknown threshold",
    changed((p) => Object.assign(p.physics ?? {}, { luck: { value: 1, unit: "x", source: "x" } })),
  ],
  ["a missing threshold", changed((p) => delete p.temporal?.gap)],
])("a policy with %s does not load", (_name, policy) => {
  expect(() => loadPolicy(policy)).toThrow();
});

test("any change of the file is another policy, its key order is not", () => {
  expect(loadPolicy(policyFile).hash).toBe(policyInForce.hash);
  expect(loadPolicy(Object.fromEntries(Object.entries(policyFile).reverse())).hash).toBe(policyInForce.hash);
  expect(loadPolicy(set("temporal", "late", "source", "elsewhere")).hash).not.toBe(policyInForce.hash);
});

test("the wire form names layers, reasons, policy and model", () => {
  const verdict = judge({ quantities: { flow_rate_m3s: 0, power_output_kw: 900 } });
  const json = verdictJson(verdict, policyInForce, { id: "forest", hash: "ab" });
  expect(json.status).toBe("REJECTED");
  expect(json.trust_score).toBe(verdict.trustScore);
  expect(json.policy).toEqual({ id: "policy-v5", hash: policyInForce.hash });
  expect(json.model).toEqual({ id: "forest", hash: "ab" });
  expect(json.layers.map(({ layer }) => layer)).toEqual([
    "physics",
    "temporal",
    "environmental",
    "statistical",
    "device",
  ]);
  expect(json.reasons).toContainEqual({
    layer: "physics",
    rule: "physics.generation-at-zero-flow",
    effect: "reject",
    detail: "900 kW without any flow",
  });
});
