import { expect, test } from "vitest";
import { sampleWithoutReplacement, seededRandom } from "../../src/fraud/random.ts";

const firstOf = (seed: number, stream?: number) => {
  const random = seededRandom(seed, stream);
  return [random.uint32(), random.uint32(), random.uint32()];
};

test("a seed gives these numbers everywhere", () => {
  expect(firstOf(1)).toEqual([1_526_988_584, 2_907_895_945, 1_394_869_624]);
  expect(firstOf(1, 1)).toEqual([2_991_280_365, 2_592_090_783, 2_838_195_659]);
  expect(seededRandom(4_294_967_295).unit()).toBe(0.11483349422910427);
});

test("streams of one seed, and seeds of one stream, differ", () => {
  const heads = new Set<string>();
  for (let seed = 0; seed < 50; seed++) {
    for (let stream = 0; stream < 50; stream++) heads.add(firstOf(seed, stream).join());
  }
  expect(heads.size).toBe(2_500);
});

test("unit lies in [0, 1) with mean 1/2 and variance 1/12", () => {
  const random = seededRandom(7);
  const drawn = Array.from({ length: 100_000 }, () => random.unit());
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / drawn.length;
  expect(mean).toBeCloseTo(1 / 2, 2);
  expect(variance).toBeCloseTo(1 / 12, 2);
});

test("below draws every value equally often", () => {
  const random = seededRandom(8);
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70_000; i++) {
    const drawn = random.below(7);
    counts[drawn] = (counts[drawn] as number) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test("a sample without replacement holds no row twice, and every row is drawn in some sample", () => {
  const seen = new Set<number>();
  for (let tree = 0; tree < 100; tree++) {
    const sample = sampleWithoutReplacement(seededRandom(9, tree), 1_000, 256);
    expect(new Set(sample).size).toBe(256);
    for (const row of sample) seen.add(row);
  }
  expect(seen.size).toBe(1_000);
  expect([...sampleWithoutReplacement(seededRandom(9), 5, 5)].sort()).toEqual([0, 1, 2, 3, 4]);
});

test("seeds that are no 32-bit integers are refused", () => {
  for (const seed of [-1, 0.5, 4_294_967_296, Number.NaN]) {
    expect(() => seededRandom(seed)).toThrow(RangeError);
    expect(() => seededRandom(1, seed)).toThrow(RangeError);
  }
  expect(() => seededRandom(1).below(0)).toThrow(RangeError);
  expect(() => sampleWithoutReplacement(seededRandom(1), 3, 4)).toThrow(RangeError);
});
