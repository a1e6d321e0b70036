import { expect, test } from "vitest";
import { seededRandom } from "../../src/fraud/random.ts";
import { directed, distances, noSubspace, type Point, pointLearnt } from "../../src/fraud/subspace.ts";

/** A plane through four dimensions: two free directions, the rest follows but for instruments. */
function points(count: number): Point[] {
  const random = seededRandom(7, 0);
  const bell = () => random.unit() + random.unit() + random.unit() - 1.5;
  return Array.from({ length: count }, () => {
    const [a, b] = [bell(), 0.5 * bell()];
    return [0.7 + 0.2 * a, 0.6 + 0.2 * a + 0.02 * bell(), 1 + 0.1 * b, 0.8 + 0.1 * b + 0.02 * bell()];
  });
}

const learnt = directed(
  points(2_000).reduce((subspace, point) => pointLearnt(subspace, point, 5_000), noSubspace),
  1e-9,
);

test("says nothing before its directions are found", () => {
  expect(distances(noSubspace, [1, 1, 1, 1])).toBeUndefined();
});

test("finds the plane in which honest points lie: their T2 is about 2 and their Q about 1 in the mean", () => {
  const own = points(2_000).map((point) => distances(learnt, point) as { t2: number; q: number });
  const mean = (of: "t2" | "q") => own.reduce((sum, one) => sum + one[of], 0) / own.length;
  expect(mean("t2")).toBeCloseTo(2, 1);
  expect(mean("q")).toBeCloseTo(1, 1);
});

test("tells a point far out in the plane from one beside it", () => {
  const out = distances(learnt, [0.7 + 0.6, 0.6 + 0.6, 1, 0.8]);
  expect(out?.t2).toBeGreaterThan(20);
  expect(out?.q).toBeLessThan(10);
  const beside = distances(learnt, [0.7, 0.6 + 0.3, 1, 0.8]);
  expect(beside?.t2).toBeLessThan(6);
  expect(beside?.q).toBeGreaterThan(100);
});

test("gives the same bits everywhere", () => {
  expect(distances(learnt, [0.7, 0.65, 1, 0.8])).toEqual(
    distances(JSON.parse(JSON.stringify(learnt)), [0.7, 0.65, 1, 0.8]),
  );
  expect(learnt.directions.every((value) => value === Math.round(value * 1e8) / 1e8)).toBe(true);
});
