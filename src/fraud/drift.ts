import { naturalLog } from "./elementary.ts";

/**
 * How far two samples of one quantity lie apart: distances for people to judge by, nothing follows from them
 * by itself.
 */
export type Distance = {
  /** Population stability index over ten bins with equal shares of the reference. 0: alike. */
  readonly psi: number;
  /** Two-sample Kolmogorov-Smirnov statistic: the greatest distance of the distribution functions, 0-1. */
  readonly ks: number;
};

const bins = 10;

/** A bin that one sample leaves empty counts as if this share of it lay there: its logarithm stays finite. */
const leastShare = 0.0001;

/** Both distances, rounded to four decimals. @throws RangeError when a sample is empty. */
export function distance(reference: readonly number[], current: readonly number[]): Distance {
  if (reference.length === 0 || current.length === 0) throw new RangeError("an empty sample has no distribution");
  const a = Float64Array.from(reference).sort();
  const b = Float64Array.from(current).sort();
  return { psi: rounded(stabilityIndex(a, b)), ks: rounded(greatestStep(a, b)) };
}

/** PSI = sum of (p - q) ln(p / q) over the bins (Siddiqi, Credit Risk Scorecards, 2006). Equal cuts make one bin. */
function stabilityIndex(a: Float64Array, b: Float64Array): number {
  const cuts = new Set<number>();
  for (let i = 1; i < bins; i++) cuts.add(a[Math.floor((i * a.length) / bins)] as number);
  let [fromA, fromB, sum] = [0, 0, 0];
  for (const cut of [...cuts, Number.POSITIVE_INFINITY]) {
    const [toA, toB] = [notAbove(a, cut), notAbove(b, cut)];
    const p = Math.max((toA - fromA) / a.length, leastShare);
    const q = Math.max((toB - fromB) / b.length, leastShare);
    sum += (p - q) * naturalLog(p / q);
    [fromA, fromB] = [toA, toB];
  }
  return sum;
}

function greatestStep(a: Float64Array, b: Float64Array): number {
  let [i, j, greatest] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] as number, b[j] as number);
    while (i < a.length && (a[i] as number) <= value) i++;
    while (j < b.length && (b[j] as number) <= value) j++;
    greatest = Math.max(greatest, Math.abs(i / a.length - j / b.length));
  }
  return greatest;
}

/** How many values of a sorted sample are not above a cut. */
function notAbove(sorted: Float64Array, cut: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= cut) low = middle + 1;
    else high = middle;
  }
  return low;
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
