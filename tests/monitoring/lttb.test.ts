import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lttb } from "../../src/monitoring/lttb.ts";

type Point = { readonly x: number; readonly y: number };

/** The points that are left. */
function left(points: readonly Point[], threshold: number): Point[] {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return lttb(xs, ys, threshold).map((place) => points[place] as Point);
}

/**
 * The definition, written as the thesis has it and not as the product does: groups as lists of their own, the area by
 * the determinant of the three corners.
 */
function byDefinition(points: readonly Point[], threshold: number): Point[] {
  const inner = points.slice(1, -1);
  const groups: Point[][] = Array.from({ length: threshold - 2 }, () => []);
  const every = inner.length / (threshold - 2);
  inner.forEach((point, i) => {
    const group = groups.findLastIndex((_, g) => i >= Math.floor(g * every));
    groups[group]?.push(point);
  });
  const chosen = [points[0] as Point];
  groups.forEach((group, g) => {
    const next = groups[g + 1] ?? [points.at(-1) as Point];
    const c = { x: mean(next.map(({ x }) => x)), y: mean(next.map(({ y }) => y)) };
    const a = chosen.at(-1) as Point;
    const areas = group.map((b) => Math.abs((a.x - c.x) * (b.y - a.y) - (a.x - b.x) * (c.y - a.y)) / 2);
    chosen.push(group[areas.indexOf(Math.max(...areas))] as Point);
  });
  return [...chosen, points.at(-1) as Point];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const curves = fc
  .array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 3, maxLength: 300 })
  .map((ys) => ys.map((y, x) => ({ x, y })));

describe("Largest-Triangle-Three-Buckets", () => {
  test("chooses what its definition chooses", () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 3, max: 40 }), (points, threshold) => {
        fc.pre(points.length > threshold);
        expect(left(points, threshold)).toEqual(byDefinition(points, threshold));
      }),
    );
  });

  test("leaves exactly so many points, the first and the last among them, in order and none made up", () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 3, max: 400 }), (points, threshold) => {
        const { xs, ys } = { xs: points.map(({ x }) => x), ys: points.map(({ y }) => y) };
        const places = lttb(xs, ys, threshold);
        expect(places).toHaveLength(Math.min(threshold, points.length));
        expect([places[0], places.at(-1)]).toEqual([0, points.length - 1]);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      }),
    );
  });

  test("keeps the one spike of a flat curve", () => {
    const points = Array.from({ length: 1_000 }, (_, x) => ({ x, y: x === 617 ? 50 : 1 }));
    expect(left(points, 20)).toContainEqual({ x: 617, y: 50 });
  });

  test("refuses fewer than three points", () => {
    expect(() => lttb([], [], 2)).toThrow(RangeError);
  });
});
