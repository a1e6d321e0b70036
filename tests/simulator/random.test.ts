import { expect, test } from "vitest";
import { randomOf } from "../../src/simulator/random.ts";

const many = Array.from({ length: 20_000 });
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("a seed and a stream give the same numbers again, another of either gives others", () => {
  const numbers = (seed: number, stream: number) => {
    const random = randomOf(seed, stream);
    return Array.from({ length: 20 }, () => random.unit());
  };
  expect(numbers(7, 3)).toEqual(numbers(7, 3));
  expect(numbers(7, 3)).not.toEqual(numbers(8, 3));
  expect(numbers(7, 3)).not.toEqual(numbers(7, 4));
});

test("the first numbers are those of every machine", () => {
  const random = randomOf(1);
  expect([random.unit(), random.unit(), random.unit()]).toEqual([
    0.7586082189809531, 0.39944067341275513, 0.5820146629121155,
  ]);
});

test("draws fill their range evenly", () => {
  const random = randomOf(2);
  const drawn = many.map(() => random.between(10, 30));
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(10);
  expect(Math.max(...drawn)).toBeLessThan(30);
  expect(mean(drawn)).toBeCloseTo(20, 0);
  const whole = Map.groupBy(
    many.map(() => random.whole(1, 4)),
    (value) => value,
  );
  expect([...whole.keys()].sort()).toEqual([1, 2, 3, 4]);
  for (const same of whole.values()) expect(same.length / many.length).toBeCloseTo(0.25, 1);
});

test("bell draws have mean 0 and standard deviation 1", () => {
  const random = randomOf(3);
  const drawn = many.map(() => random.bell());
  expect(Math.abs(mean(drawn))).toBeLessThan(0.02);
  expect(Math.abs(mean(drawn.map((value) => value * value)) - 1)).toBeLessThan(0.03);
});

test("a chance comes true as often as it says", () => {
  const random = randomOf(4);
  expect(mean(many.map(() => (random.chance(0.1) ? 1 : 0)))).toBeCloseTo(0.1, 1);
  expect(many.some(() => random.chance(0))).toBe(false);
});

test("a seed that is no unsigned 32-bit integer is refused", () => {
  for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) expect(() => randomOf(seed)).toThrow(RangeError);
});
