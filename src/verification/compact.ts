/**
 * Numbers as memory keeps them: rounded, so that years of learning stay a few kB of JSON. Rounding is part
 * of the arithmetic (what is kept is what the next reading is judged by), and exact on every machine.
 */

/** The nearest whole number, and never -0: JSON keeps no such thing. */
export function whole(value: number): number {
  return Math.round(value) + 0;
}

/** Logarithms are kept in whole hundred-thousandths. */
const logUnit = 100_000;

export function logToKeep(value: number): number {
  return whole(value * logUnit);
}

export function logKept(value: number): number {
  return value / logUnit;
}

/** Fractions of rating or design flow are kept in whole ten-thousandths. */
const shareUnit = 10_000;

export function shareToKeep(value: number): number {
  return whole(value * shareUnit);
}

export function shareKept(value: number): number {
  return value / shareUnit;
}

export function sumToKeep(value: number): number {
  return whole(value * 1_000) / 1_000;
}

export function hoursToKeep(value: number): number {
  return whole(value * 10) / 10;
}

export function coefficientToKeep(value: number): number {
  return whole(value * logUnit) / logUnit;
}

/** Middle of a list; the mean of the middle two of an even one. NaN for an empty one. */
export function median(values: readonly number[]): number {
  return medianOfOwn(values.slice());
}

/** {@link median} of a list that nobody needs any more: it is sorted in place. */
export function medianOfOwn(values: number[]): number {
  return quantileOf(inserted(values), 0.5);
}

/** In ascending order by insertion: a day's hours are sorted with every reading, and this is fastest for so few. */
function inserted(sorted: number[]): number[] {
  for (let i = 1; i < sorted.length; i++) {
    const value = sorted[i] as number;
    let at = i;
    for (; at > 0 && (sorted[at - 1] as number) > value; at--) sorted[at] = sorted[at - 1] as number;
    sorted[at] = value;
  }
  return sorted;
}

/** Quantile of an ascending list by linear interpolation. */
export function quantileOf(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const i = Math.floor(place);
  const low = sorted[i] ?? Number.NaN;
  const high = sorted[i + 1];
  return high === undefined ? low : low + (place - i) * (high - low);
}

export const ascending = (a: number, b: number): number => a - b;
