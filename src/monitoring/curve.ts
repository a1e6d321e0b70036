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
 * thousands, of which few are shown: as objects they would cost more than all the rest of an answer. Pure.
 */
export type Curve = {
  readonly endsMs: Float64Array;
  /** Readings that are not rejected, and their sum. */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
};

export function curveOf(buckets: readonly Bucket[]): Curve {
  return {
    endsMs: Float64Array.from(buckets, ({ endedAtMs }) => endedAtMs),
    counts: Float64Array.from(buckets, ({ count }) => count),
    sums: Float64Array.from(buckets, ({ sum }) => sum),
  };
}

/** One behind the other, as they are. */
export function strung(curves: readonly Curve[]): Curve {
  const length = curves.reduce((sum, { endsMs }) => sum + endsMs.length, 0);
  const whole = {
    endsMs: new Float64Array(length),
    counts: new Float64Array(length),
    sums: new Float64Array(length),
  };
  let at = 0;
  for (const curve of curves) {
    whole.endsMs.set(curve.endsMs, at);
    whole.counts.set(curve.counts, at);
    whole.sums.set(curve.sums, at);
    at += curve.endsMs.length;
  }
  return whole;
}

/** Both; a bucket that is in both is put together. */
export function joined(one: Curve, other: Curve): Curve {
  if (other.endsMs.length === 0) return one;
  const most = one.endsMs.length + other.endsMs.length;
  const [endsMs, counts, sums] = [new Float64Array(most), new Float64Array(most), new Float64Array(most)];
  let length = 0;
  for (let [i, j] = [0, 0]; i < one.endsMs.length || j < other.endsMs.length; length++) {
    const [a, b] = [one.endsMs[i] ?? Number.POSITIVE_INFINITY, other.endsMs[j] ?? Number.POSITIVE_INFINITY];
    endsMs[length] = Math.min(a, b);
    counts[length] = (a <= b ? (one.counts[i] as number) : 0) + (b <= a ? (other.counts[j] as number) : 0);
    sums[length] = (a <= b ? (one.sums[i] as number) : 0) + (b <= a ? (other.sums[j] as number) : 0);
    if (a <= b) i++;
    if (b <= a) j++;
  }
  const taken = (column: Float64Array) => column.subarray(0, length);
  return { endsMs: taken(endsMs), counts: taken(counts), sums: taken(sums) };
}

/**
 * Places of at most so many, chosen by their means ({@link lttb}); those without a reading that is not rejected have
 * none, and are the first to be left out.
 */
export function thinned({ endsMs, counts, sums }: Curve, most: number): number[] {
  if (endsMs.length <= most) return Array.from({ length: endsMs.length }, (_, i) => i);
  const [places, xs, ys] = [
    new Uint32Array(endsMs.length),
    new Float64Array(endsMs.length),
    new Float64Array(endsMs.length),
  ];
  let valued = 0;
  for (let i = 0; i < endsMs.length; i++) {
    const count = counts[i] as number;
    if (count === 0) continue;
    places[valued] = i;
    xs[valued] = endsMs[i] as number;
    ys[valued] = (sums[i] as number) / count;
    valued++;
  }
  return lttb(xs.subarray(0, valued), ys.subarray(0, valued), most).map((place) => places[place] as number);
}
