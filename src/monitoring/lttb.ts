/**
 * Largest-Triangle-Three-Buckets (Sveinn Steinarsson, Downsampling Time Series for Visual Representation, University
 * of Iceland 2013, section 4.2): of points in the order of x, the first, the last, and between them one of each of
 * `threshold - 2` groups of equally many: that which spans the largest triangle with the point chosen before and the
 * mean of the next group. The first of equals. Pure; nothing is made up: what comes out went in.
 *
 * @param xs of the points, as `ys`
 * @param threshold how many points to leave, at least 3; as many or fewer are left as they are
 * @returns places of those that are left, in their order
 */
export function lttb(xs: ArrayLike<number>, ys: ArrayLike<number>, threshold: number): number[] {
  if (threshold < 3 || !Number.isInteger(threshold)) throw new RangeError("LTTB leaves at least 3 points");
  if (xs.length <= threshold) return Array.from(xs, (_, i) => i);
  const curve = { xs, ys };
  const last = xs.length - 1;
  const begin = (group: number) => Math.floor((group * (last - 1)) / (threshold - 2)) + 1;
  let chosen = 0;
  const left = [chosen];
  for (let group = 0; group < threshold - 2; group++) {
    const end = begin(group + 1);
    const next = meanOf(curve, end, group === threshold - 3 ? last + 1 : begin(group + 2));
    chosen = farthest(curve, begin(group), end, { x: at(xs, chosen), y: at(ys, chosen) }, next);
    left.push(chosen);
  }
  left.push(last);
  return left;
}

type Points = { readonly xs: ArrayLike<number>; readonly ys: ArrayLike<number> };
type Point = { readonly x: number; readonly y: number };

const at = (values: ArrayLike<number>, place: number) => values[place] as number;

function meanOf({ xs, ys }: Points, from: number, to: number): Point {
  let [x, y] = [0, 0];
  for (let i = from; i < to; i++) {
    x += at(xs, i);
    y += at(ys, i);
  }
  return { x: x / (to - from), y: y / (to - from) };
}

function farthest({ xs, ys }: Points, from: number, to: number, a: Point, c: Point): number {
  let best = from;
  let largest = -1;
  for (let i = from; i < to; i++) {
    const twiceArea = Math.abs((a.x - c.x) * (at(ys, i) - a.y) - (a.x - at(xs, i)) * (c.y - a.y));
    if (twiceArea > largest) {
      largest = twiceArea;
      best = i;
    }
  }
  return best;
}
