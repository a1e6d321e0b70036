import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hydraulicPowerKw } from "../../src/hydropower/hydraulics.ts";
import { coarseBy, decimalsOf, halfStepLn, hiddenBy } from "../../src/verification/rounding.ts";
import { noTraits } from "../../src/verification/state.ts";
import { effectOf, judge, memory, type Situation } from "./builders.ts";
import { calmPlant } from "./learning.ts";

describe("decimals of a figure", () => {
  test.each([
    [0, 0],
    [12, 0],
    [2.5, 1],
    [0.011, 3],
    [12.11, 2],
    [2.1150001, 6],
    [Math.PI, 6],
    [1e-7, 6],
  ])("%d shows %d", (figure, decimals) => {
    expect(decimalsOf(figure)).toBe(decimals);
  });

  test("are at most those it was rounded to, whatever it was", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 100_000, noNaN: true }),
        fc.integer({ min: 0, max: 6 }),
        (value, decimals) => {
          expect(decimalsOf(Number(value.toFixed(decimals)))).toBeLessThanOrEqual(decimals);
        },
      ),
    );
  });
});

describe("half a step", () => {
  test("of 0.001 is 4.4 % of 0.011 m3/s and nothing beside 50 m3/s", () => {
    expect(halfStepLn({ decimals: 3 }, 0.011)).toBeCloseTo(Math.log(0.0115 / 0.011), 12);
    expect(halfStepLn({ decimals: 3 }, 50)).toBeCloseTo(1e-5, 9);
  });

  test("matters only where it is more than readings scatter", () => {
    expect(coarseBy({ decimals: 3, scatter: 0.01 }, 0.011)).toBeCloseTo(0.04445, 5);
    expect(coarseBy({ decimals: 3, scatter: 0.05 }, 0.011)).toBeUndefined();
    expect(coarseBy({ decimals: 3, scatter: 0.0005 }, 5)).toBeUndefined();
  });
});

describe("what a figure of flow hides in one reading", () => {
  const ofType = ["pelton", "turgo", "crossflow", undefined] as const;
  const pico = (turbine_type: (typeof ofType)[number]) => ({
    ...calmPlant,
    turbine_type,
    rated_power_kw: 4.2,
    design_head_m: 60,
    design_flow_m3s: 0.009,
  });
  const atFlow = (m3s: number, shown: number, efficiency: number, more: Partial<Situation> = {}): Situation => ({
    quantities: {
      flow_rate_m3s: shown,
      head_height_m: 60,
      power_output_kw: efficiency * hydraulicPowerKw({ flowM3s: m3s, headM: 60 }),
      efficiency: Math.min(1, efficiency),
    },
    ...more,
  });

  test.each(ofType)("is no doubt about an honest pico plant in whole litres per second: %s", (type) => {
    fc.assert(
      fc.property(fc.double({ min: 0.0031, max: 0.009, noNaN: true }), (m3s) => {
        const shown = Math.round(m3s * 1000) / 1000;
        expect(judge(atFlow(m3s, shown, 0.68, { plant: pico(type) })).status).toBe("APPROVED");
      }),
    );
  });

  test("is half a step of the finest figure that the meter showed", () => {
    const finer = (flowDecimals: number): Partial<Situation> => ({
      plant: pico(undefined),
      memory: memory(3600, {
        powerKw: null,
        flowM3s: null,
        learnt: { river: null, channels: {}, traits: { ...noTraits, flowDecimals } },
      }),
    });
    const rule = "physics.efficiency-above-possible";
    expect(effectOf(judge(atFlow(0.0044, 0.004, 0.9, finer(3))), rule)).toBe("none");
    expect(effectOf(judge(atFlow(0.0044, 0.004, 0.96, finer(4))), rule)).toBe("reject");
    expect(effectOf(judge(atFlow(0.0045, 0.004, 1.01, finer(3))), rule)).toBe("reject");
  });

  test("is next to nothing of more water, however few digits are sent", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 5000, noNaN: true }), fc.integer({ min: 0, max: 6 }), (m3s, decimals) => {
        const shown = Number(m3s.toFixed(decimals));
        expect(hiddenBy(shown)).toBeLessThanOrEqual(0.0005);
        expect(hiddenBy(shown, 6)).toBeLessThanOrEqual(0.0000005);
      }),
    );
    const rule = "physics.efficiency-above-possible";
    expect(effectOf(judge(atFlow(2, 2, 1.001, { plant: { design_head_m: 60 } })), rule)).toBe("reject");
  });
});

test("power at a flow that a meter of few digits shows as 0 waits for a verifier, more than may hide there is rejected", () => {
  const pico = (flowDecimals: number | undefined, power_output_kw: number, head_height_m = 80) => {
    const traits = flowDecimals === undefined ? noTraits : { ...noTraits, flowDecimals };
    const learnt = { river: null, channels: {}, traits };
    const quantities = { flow_rate_m3s: 0, head_height_m, power_output_kw };
    const plant = { rated_power_kw: 1.8, design_head_m: 80, design_flow_m3s: 0.003, turbine_type: "pelton" } as const;
    return judge({ quantities, plant, memory: memory(3600, { flowM3s: 0.001, headM: 80, powerKw: 0.4, learnt }) });
  };
  const effects = (flowDecimals: number | undefined, ...kws: number[]) =>
    kws.map((kw) => effectOf(pico(flowDecimals, kw), "physics.generation-at-zero-flow"));
  // Half a litre per second gives 0.39 kW at 80 m, were nothing lost.
  expect(effects(3, 0.3, 0.39, 0.4)).toEqual(["flag", "flag", "reject"]);
  expect(effects(4, 0.03, 0.3)).toEqual(["flag", "reject"]);
  // Nothing is known of the meter's digits yet.
  expect(effects(undefined, 0.3)).toEqual(["reject"]);
  expect(effectOf(pico(3, 0.3, 0), "physics.generation-at-zero-flow")).toBe("reject");
});
