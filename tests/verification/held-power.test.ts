import { describe, expect, test } from "vitest";
import { priorForest } from "../../src/fraud/prior.ts";
import { hydraulicPowerKw } from "../../src/hydropower/hydraulics.ts";
import { assessAndRemember } from "../../src/verification/assess.ts";
import { heldOperation } from "../../src/verification/held-power.ts";
import { remember } from "../../src/verification/memory.ts";
import { type Policy, policies, policyInForce } from "../../src/verification/policy.ts";
import type { DeviceMemory } from "../../src/verification/verdict.ts";
import { endMs, input, judge, memory } from "./builders.ts";
import { calmPlant, Operation, wobble } from "./learning.ts";

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
      "the register rose by as much in two hours, and says nothing of the last",
      { kw: 4, registerKwh: 1007.04 },
      hourAgo({ endMs: endMs - 7_200_000 }),
    ],
    [
      "the register showed its last value half an hour ago, within this hour",
      { kw: 4, registerKwh: 1001.76 },
      hourAgo({ endMs: endMs - 1_800_000 }),
    ],
    [
      "the register's last value was not believed",
      { kw: 4, registerKwh: 1003.52 },
      hourAgo({
        exportWh: null,
        register: { stepWh: 1, aheadWh: 0, shown: { wh: "1000000", endMs: endMs - 3_600_000, isDisbelieved: true } },
      }),
    ],
    [
      "a newer reading is known, which showed no register",
      { kw: 4, registerKwh: 1003.52 },
      hourAgo({
        endMs: endMs + 3_600_000,
        exportWh: null,
        register: { stepWh: 1, aheadWh: 0, shown: { wh: "1000000", endMs: endMs - 3_600_000, isDisbelieved: false } },
      }),
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

  test("is what a stopped plant claims where its register falls by a step", () => {
    const held = heldOperation(input(situation({ kw: 0, registerKwh: 999.999 })), policyInForce);
    expect(held.held).toBe(held.power);
  });

  test("stands as it is claimed under the policies before it", () => {
    for (const policy of policies.slice(0, -1))
      expect(heldTo({ kw: 4, registerKwh: 1003.52 }, hourAgo(), policy)?.kw).toBe(4);
  });
});

/** A plant of 5 kW by the hour: what it truly makes, beside a register of Wh. */
class SmallPlant {
  readonly #operation = new Operation(3600, policyInForce, { ...calmPlant, ...plant });
  #exportWh = 0;
  #next = 0;

  /** Runs for so many days with a display of such a step. */
  run(days: number, displayKw: number): this {
    for (let hour = 0; hour < 24 * days; hour++) {
      const i = this.#next++;
      const flowM3s = 0.009 + 0.005 * Math.abs(((i % 24) / 24) * 2 - 1);
      const trueKw = 0.75 * hydraulicPowerKw({ flowM3s, headM: 36 }) * (1 + 0.003 * wobble(i, 3));
      this.#exportWh += Math.round(1000 * trueKw);
      this.#operation.send({
        flow_rate_m3s: Math.round(flowM3s * 1e5) / 1e5,
        head_height_m: 36,
        power_output_kw: Number((displayKw * Math.round(trueKw / displayKw)).toFixed(3)),
        energy_export_kwh_total: this.#exportWh / 1000,
      });
    }
    return this;
  }

  get memory(): DeviceMemory | undefined {
    return this.#operation.memory;
  }

  get curve(): readonly number[] {
    return this.memory?.learnt?.channels.efficiency?.curve?.coefficients ?? [];
  }
}

describe("what a machine is taught", () => {
  test("is by a display of whole kW beside a fine register what a display of watts teaches", () => {
    const [byWatts = [], byKw = []] = [0.001, 1].map((step) => new SmallPlant().run(30, step).curve);
    expect(byWatts.length).toBeGreaterThan(0);
    expect(byKw).toHaveLength(byWatts.length);
    // As logarithms; by what the display alone shows they are 0.18 apart.
    for (const [i, coefficient] of byKw.entries()) expect(Math.abs(coefficient - (byWatts[i] ?? 0))).toBeLessThan(0.01);
  });

  test("is the same where a reading is remembered from its record alone", () => {
    const before = new SmallPlant().run(30, 1).memory;
    const registerKwh = Number(before?.exportWh) / 1000 + 3.52;
    const hour = { ...situation({ kw: 4, registerKwh }, before), endMs: (before?.endMs ?? 0) + 3_600_000 };
    const { verdict, memory: after } = assessAndRemember(input(hour), policyInForce, priorForest);
    expect(remember(before, input(hour), verdict)).toEqual(after);
    expect(after.learnt?.channels.efficiency).not.toEqual(before?.learnt?.channels.efficiency);
  });
});
