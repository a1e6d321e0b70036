import { expect, test } from "vitest";
import { flowForPowerM3s, hydraulicPowerKw, waterDensityKgM3 } from "../../src/hydropower/hydraulics.ts";

test.each([
  [0, 999.84],
  [3.98, 999.97],
  [10, 999.7],
  [20, 998.21],
  [30, 995.65],
  [40, 992.22],
])("water at %d degrees C weighs %d kg/m3, as the published tables say", (temperatureC, density) => {
  expect(waterDensityKgM3(temperatureC)).toBeCloseTo(density, 1);
});

test("outside the formula's range the nearer end holds", () => {
  expect(waterDensityKgM3(-5)).toBe(waterDensityKgM3(0));
  expect(waterDensityKgM3(60)).toBe(waterDensityKgM3(40));
});

test("2.5 m3/s over 45 m carry 1,101 kW", () => {
  expect(hydraulicPowerKw({ flowM3s: 2.5, headM: 45 })).toBeCloseTo(1101.27, 1);
});

test("cold water carries more than warm water", () => {
  const at = (temperatureC: number) => hydraulicPowerKw({ flowM3s: 2.5, headM: 45, temperatureC });
  expect(at(4)).toBeGreaterThan(at(30));
});

test("the flow needed for a power gives that power back", () => {
  const flowM3s = flowForPowerM3s(900, 45, 0.85);
  expect(hydraulicPowerKw({ flowM3s, headM: 45 }) * 0.85).toBeCloseTo(900, 9);
});
