import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distance } from "../../src/fraud/drift.ts";

const whole = (n: number, from = 0) => Array.from({ length: n }, (_, i) => from + i);
const upTo = (n: number, shift = 0) => Array.from({ length: n }, (_, i) => i / n + shift);

describe("distance", () => {
  test("is 0 between a sample and itself, in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (sample) => {
        expect(distance(sample, [...sample].reverse())).toEqual({ psi: 0, ks: 0 });
      }),
    );
  });

  test("KS is the greatest distance of the two distribution functions", () => {
    expect(distance([1, 2, 3, 4], [3, 4, 5, 6]).ks).toBe(0.5);
    expect(distance(whole(1_000), whole(1_000, 250)).ks).toBe(0.25);
    expect(distance([1, 1, 1], [2]).ks).toBe(1);
  });

  test("KS is the same both ways and agrees with its definition", () => {
    const sample = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const share = (of: number[], limit: number) => of.filter((value) => value <= limit).length / of.length;
        const steps = Array.from({ length: 13 }, (_, limit) => Math.abs(share(a, limit) - share(b, limit)));
        expect(distance(a, b).ks).toBe(distance(b, a).ks);
        expect(distance(a, b).ks).toBeCloseTo(Math.max(...steps), 4);
      }),
    );
  });

  test("PSI is the sum of (p - q) ln(p / q) over ten bins of equal shares", () => {
    // The current sample lies in the upper half: a fifth of it in each of five bins, 0.0001 stands for none. A cut
    // itself belongs to the bin below it.
    const p = [0.1001, ...new Array<number>(8).fill(0.1), 0.0999];
    const q = [...new Array<number>(5).fill(0.0001), ...new Array<number>(5).fill(0.2)];
    const formula = p.reduce((sum, a, i) => sum + (a - (q[i] as number)) * Math.log(a / (q[i] as number)), 0);
    expect(distance(whole(10_000), whole(4_999, 5_001)).psi).toBeCloseTo(formula, 2);
    expect(distance(upTo(1_000), upTo(1_000, 0.01)).psi).toBeLessThan(0.1);
    expect(distance(upTo(1_000), upTo(1_000, 0.3)).psi).toBeGreaterThan(0.25);
  });

  test("an empty sample has none", () => {
    expect(() => distance([], [1])).toThrow("empty sample");
  });
});
