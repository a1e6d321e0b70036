import { describe, expect, test } from "vitest";
import { heldOperation } from "../../src/verification/held-power.ts";
import { type Policy, policies, policyInForce } from "../../src/verification/policy.ts";
import type { DeviceMemory } from "../../src/verification/verdict.ts";
import { input, judge, memory } from "./builders.ts";

// What water and machine are held to at a plant of 5 kW whose controller shows whole kW, beside a fine energy figure.

const plant = { rated_power_kw: 5, design_head_m: 36, design_flow_m3s: 0.016 };
/** 3.2 kW from the wire, at most 3.88 from the water. */
const water = { flow_rate_m3s: 0.011, head_height_m: 36 };
const hourAgo = (more: Partial<DeviceMemory> = {}) =>
  memory(3600, { flowM3s: 0.011, headM: 36, powerKw: 4, exportWh: "1000000", powerStepW: 1000, ...more });

type Said = { readonly kw: number; readonly energyKwh?: number; readonly registerKwh?: number };

function situation({ kw, energyKwh, registerKwh }: Said, before: DeviceMemory | null = hourAgo()) {
  const energy = { energy_kwh: energyKwh, energy_export_kwh_total: registerKwh };
  return { quantities: { ...water, power_output_kw: kw, ...energy }, plant, memory: before ?? undefined };
}

const heldTo = (said: Said, before?: DeviceMemory | null, policy: Policy = policyInForce) =>
  heldOperation(input(situation(said, before)), policy).held;

const rules = (said: Said) =>
  judge(situation(said))
    .reasons.filter(({ effect }) => effect !== "note")
    .map(({ rule }) => rule);

describe("the power that water is held to", () => {
  test("is what the register rose by, where a display of whole kW rounds it up", () => {
    expect(heldTo({ kw: 4, registerKwh: 1003.52 })).toMatchObject({
      kw: expect.closeTo(3.52, 9),
      leastKw: expect.closeTo(3.51, 9),
    });
    expect(rules({ kw: 4, registerKwh: 1003.52 })).toEqual([]);
  });

  test("is what the register rose by, where the display rounds it down: showing less gains nothing", () => {
    expect(heldTo({ kw: 4, registerKwh: 1004.48 })?.leastKw).toBeCloseTo(4.47, 2);
    expect(rules({ kw: 3, registerKwh: 1003.48 })).toEqual([]);
    const drier = {
      ...situation({ kw: 3, registerKwh: 1003.48 }),
      quantities: { ...water, flow_rate_m3s: 0.0095, power_output_kw: 3, energy_export_kwh_total: 1003.48 },
    };
    expect(judge(drier).status).toBe("REJECTED");
  });

  test("is the larger of register and energy, as neither may be inflated behind the other", () => {
    expect(heldTo({ kw: 4, registerKwh: 1003.95, energyKwh: 3.521 })?.kw).toBeCloseTo(3.95, 9);
    expect(heldTo({ kw: 4, registerKwh: 1003.521, energyKwh: 3.951 })?.kw).toBeCloseTo(3.951, 9);
  });

  test.each([
    ["the register has steps as wide as the display's", { kw: 4, registerKwh: 1003 }, hourAgo()],
    [
      "the register says nothing of this hour",
      { kw: 4, registerKwh: 1003.52 },
      hourAgo({ endMs: input(situation({ kw: 4 })).reading.endMs - 7_200_000 }),
    ],
    ["the register fell", { kw: 4, registerKwh: 999.52 }, hourAgo()],
    ["the register is more than half a kW away", { kw: 4, registerKwh: 1003.48 }, hourAgo()],
    ["energy agrees and the register does not", { kw: 4, energyKwh: 3.521, registerKwh: 1003.1 }, hourAgo()],
    [
      "energy agrees and the register, which is credited, cannot be read",
      { kw: 4, energyKwh: 3.521, registerKwh: 1003.52 },
      null,
    ],
    ["the device once showed watts", { kw: 4, registerKwh: 1003.52 }, hourAgo({ powerStepW: 1 })],
    ["no energy is told", { kw: 4 }, hourAgo()],
  ])("stands as it is claimed where %s", (_, said, before) => {
    const held = heldOperation(input(situation(said, before)), policyInForce);
    expect(held.held).toEqual(held.power);
    expect(held.held?.kw).toBe(4);
  });

  test("stands as it is claimed under the policies before it", () => {
    for (const policy of policies.slice(0, -1))
      expect(heldTo({ kw: 4, registerKwh: 1003.52 }, hourAgo(), policy)?.kw).toBe(4);
  });
});
