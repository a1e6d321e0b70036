import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coarseBy, decimalsOf, halfStepLn } from "../../src/verification/rounding.ts";

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
