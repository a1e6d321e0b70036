import { expect, test } from "vitest";
import { type Stillness, stillAfter } from "../../src/fraud/still.ts";

const patience = 6;
/** Five-minute readings of these values, one kW more with each. */
const after = (...values: readonly number[]): Stillness =>
  values.reduce<Stillness | null>(
    (still, value, i) => stillAfter(still, value, 100 + i, 300, patience),
    null,
  ) as Stillness;

test("values that differ never stand", () => {
  expect(after(1, 2, 3)).toEqual({ value: 3, readings: 1, seconds: 0, leastKw: 102, mostKw: 102 });
});

test("a value stands for the time between its readings, with the least and most power", () => {
  expect(after(1, 1, 1)).toEqual({ value: 1, readings: 3, seconds: 600, leastKw: 100, mostKw: 102 });
});

test("a value that comes back goes on standing, its power looked at anew", () => {
  expect(after(1, 1, 1, 2, 1, 1)).toEqual({ value: 1, readings: 5, seconds: 1_200, leastKw: 104, mostKw: 105 });
});

test("what comes back half of the time goes on standing", () => {
  const still = after(1, 1, 1, ...Array.from({ length: 20 }, (_, i) => [2 + i, 1]).flat());
  expect([still.value, still.readings]).toEqual([1, 23]);
});

test("what comes back a third of the time ends", () => {
  expect(after(1, 1, 1, ...Array.from({ length: 20 }, (_, i) => [2 + i, 50 + i, 1]).flat()).readings).toBeLessThan(5);
});

test("a short stand-still ends as soon as other values are as many, a long one after six more of them", () => {
  expect(after(1, 1, 2).value).toBe(1);
  expect(after(1, 1, 2, 3).value).toBe(3);
  const long = Array.from({ length: 40 }, () => 1);
  expect(after(...long, 2, 3, 4, 5, 6).value).toBe(1);
  expect(after(...long, 2, 3, 4, 5, 6, 7).value).toBe(7);
});
