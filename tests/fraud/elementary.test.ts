import { expect, test } from "vitest";
import { exp2, naturalLog } from "../../src/fraud/elementary.ts";

const relativeError = (value: number, truth: number) => Math.abs(value - truth) / Math.abs(truth);

test("exp2 agrees with the engine's power within 1e-14 all over its range", () => {
  let worst = 0;
  for (let i = -40_000; i <= 40_000; i++) {
    const x = (i / 40_000) * 1022;
    worst = Math.max(worst, relativeError(exp2(x), 2 ** x));
    worst = Math.max(worst, relativeError(exp2(x / 1022), 2 ** (x / 1022)));
  }
  expect(worst).toBeLessThan(1e-14);
});

test("exp2 of an integer is exact", () => {
  for (let n = -1022; n <= 1022; n++) expect(exp2(n)).toBe(2 ** n);
});

test("exp2 gives these bits everywhere", () => {
  expect([-0.1, -0.5, -0.75, -1.3].map(exp2)).toEqual([
    0.9330329915368074, 0.7071067811865475, 0.5946035575013605, 0.40612619817811774,
  ]);
});

test("naturalLog agrees with the engine's logarithm within 1e-14", () => {
  let worst = 0;
  for (let n = 2; n <= 5_000; n++) worst = Math.max(worst, relativeError(naturalLog(n), Math.log(n)));
  for (const x of [1e-300, 1e-9, 0.3, 0.7, 1.4, 1e9, 1e300]) {
    worst = Math.max(worst, relativeError(naturalLog(x), Math.log(x)));
  }
  expect(worst).toBeLessThan(1e-14);
  expect(naturalLog(1)).toBe(0);
});

test("values outside the stated ranges are refused, never answered wrongly", () => {
  for (const x of [Number.NaN, 1023, -1023, Number.POSITIVE_INFINITY]) expect(() => exp2(x)).toThrow(RangeError);
  for (const x of [Number.NaN, 0, -1, Number.POSITIVE_INFINITY]) expect(() => naturalLog(x)).toThrow(RangeError);
});
