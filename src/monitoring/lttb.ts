/** A point of a curve. */
export type Point = { readonly x: number; readonly y: number };

/**
 * Largest-Triangle-Three-Buckets (Sveinn Steinarsson, Downsampling Time Series for Visual Representation, University
 * of Iceland 2013, section 4.2): of points in the order of x, the first, the last, and between them one of each of
 * `threshold - 2` groups of equally many: that which spans the largest triangle with the point chosen before and the
 * mean of the next group. The first of equals. Pure; nothing is made up: what comes out went in.
 *
 * @param threshold how many points to leave, at least 3; as many or fewer are left as they are
 */
export function lttb<T extends Point>(points: readonly T[], threshold: number): T[] {
  if (threshold < 3 || !Number.isInteger(threshold)) throw new RangeError("LTTB leaves at least 3 points");
  if (points.length <= threshold) return [...points];
  const last = points.length - 1;
  const begin = (group: number) => Math.floor((group * (last - 1)) / (threshold - 2)) + 1;
  let chosen = points[0] as T;
  const left = [chosen];
  for (let group = 0; group < threshold - 2; group++) {
    const end = begin(group + 1);
    const next = group === threshold - 3 ? (points[last] as T) : meanOf(points, end, begin(group + 2));
    chosen = farthest(points, begin(group), end, chosen, next);
    left.push(chosen);
  }
  left.push(points[last] as T);
  return left;
}

function meanOf(points: readonly Point[], from: number, to: number): Point {
  let [x, y] = [0, 0];
  for (let i = from; i < to; i++) {
    const point = points[i] as Point;
    x += point.x;
    y += point.y;
  }
  return { x: x / (to - from), y: y / (to - from) };
}

function farthest<T extends Point>(points: readonly T[], from: number, to: number, a: Point, c: Point): T {
  let best = points[from] as T;
  let largest = -1;
  for (let i = from; i < to; i++) {
    const b = points[i] as T;
    const twiceArea = Math.abs((a.x - c.x) * (b.y - a.y) - (a.x - b.x) * (c.y - a.y));
    if (twiceArea > largest) {
      largest = twiceArea;
      best = b;
    }
  }
  return best;
}
