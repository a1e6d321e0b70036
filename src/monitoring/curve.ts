import { lttb } from "./lttb.ts";

/** What a device's quantity was in a bucket, or of one reading. Without readings that are not rejected: no values. */
export type Bucket = {
  readonly deviceId: string;
  readonly endedAtMs: number;
  /** Readings that are not rejected, of which the next five are. */
  readonly count: number;
  readonly sum: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly last: number | null;
  readonly lastAtMs: number | null;
  readonly approved: number;
  readonly flagged: number;
  readonly rejected: number;
};

/**
 * What one needs to know of a device's buckets, or readings, to choose among them; in columns, by time. A year has
 * thousands, of which few are shown: as objects they would cost more than all the rest of an answer. Typed arrays lie outside
 * of the engine's young generation, and what is thrown away of them brings a full collection nearer, which holds up an answer for
 * longer than all of this takes: these are plain. Pure.
 */
export type Curve = {
  readonly endsMs: readonly number[];
  /** Readings that are not rejected, and their sum. */
  readonly counts: readonly number[];
  readonly sums: readonly number[];
};

export function curveOf(buckets: readonly Bucket[]): Curve {
  return {
    endsMs: buckets.map(({ endedAtMs }) => endedAtMs),
    counts: buckets.map(({ count }) => count),
    sums: buckets.map(({ sum }) => sum),
  };
}

/** One behind the other, as they are. */
export function strung(curves: readonly Curve[]): Curve {
  if (curves.length === 1) return curves[0] as Curve;
  const all = (column: (curve: Curve) => readonly number[]) => ([] as number[]).concat(...curves.map(column));
  return {
    endsMs: all(({ endsMs }) => endsMs),
    counts: all(({ counts }) => counts),
    sums: all(({ sums }) => sums),
  };
}

/** Both; a bucket that is in both is put together. */
export function joined(one: Curve, other: Curve): Curve {
  if (other.endsMs.length === 0) return one;
  const whole = { endsMs: [] as number[], counts: [] as number[], sums: [] as number[] };
  for (let [i, j] = [0, 0]; i < one.endsMs.length || j < other.endsMs.length; ) {
    const [a, b] = [one.endsMs[i] ?? Number.POSITIVE_INFINITY, other.endsMs[j] ?? Number.POSITIVE_INFINITY];
    whole.endsMs.push(Math.min(a, b));
    whole.counts.push((a <= b ? (one.counts[i] as number) : 0) + (b <= a ? (other.counts[j] as number) : 0));
    whole.sums.push((a <= b ? (one.sums[i] as number) : 0) + (b <= a ? (other.sums[j] as number) : 0));
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return whole;
}

/**
 * Places of at most so many, chosen by their means ({@link lttb}); those without a reading that is not rejected have
 * none, and are the first to be left out.
 */
export function thinned({ endsMs, counts, sums }: Curve, most: number): number[] {
  if (endsMs.length <= most) return Array.from({ length: endsMs.length }, (_, i) => i);
  const [places, xs, ys] = [[] as number[], [] as number[], [] as number[]];
  for (let i = 0; i < endsMs.length; i++) {
    const count = counts[i] as number;
    if (count === 0) continue;
    places.push(i);
    xs.push(endsMs[i] as number);
    ys.push((sums[i] as number) / count);
  }
  return lttb(xs, ys, most).map((place) => places[place] as number);
}
