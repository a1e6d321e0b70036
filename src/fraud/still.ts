/** How long a sensor has shown one value while the plant generated, and what power did meanwhile. */
export type Stillness = {
  readonly value: number;
  readonly readings: number;
  readonly seconds: number;
  readonly leastKw: number;
  readonly mostKw: number;
  /** Readings of another value in between, less those of the value since; absent for none. */
  readonly missed?: number;
};

/**
 * The stillness after a reading. A measured value that scatters does not come back to the last digit: one that does
 * goes on standing, however often the meter showed another in between, until it did so `patience` times more often.
 */
export function stillAfter(
  before: Stillness | null,
  value: number,
  powerKw: number,
  elapsedS: number,
  patience: number,
): Stillness {
  const anew = { value, readings: 1, seconds: 0, leastKw: powerKw, mostKw: powerKw };
  if (before === null) return anew;
  const missed = before.missed ?? 0;
  if (before.value !== value) {
    return missed + 1 < Math.min(before.readings, patience) ? { ...before, missed: missed + 1 } : anew;
  }
  const { missed: _, ...same } = before;
  return {
    ...same,
    readings: before.readings + 1,
    seconds: before.seconds + elapsedS,
    // What power did while another flow was shown is no sign of a frozen meter.
    leastKw: missed > 0 ? powerKw : Math.min(before.leastKw, powerKw),
    mostKw: missed > 0 ? powerKw : Math.max(before.mostKw, powerKw),
    ...(missed > 1 && { missed: missed - 1 }),
  };
}

/**
 * How quiet a signal's noise is beside what it used to be: running means of the absolute step from reading
 * to reading, over a few readings and over thousands.
 */
export type Noise = { readonly last: number; readonly now: number; readonly usual: number; readonly readings: number };

/** The noise after a value, averaged over so many readings shortly and in the long run. */
export function noiseAfter(before: Noise | null, value: number, shortly: number, longly: number): Noise {
  if (before === null) return { last: value, now: 0, usual: 0, readings: 0 };
  const step = Math.abs(value - before.last);
  const readings = before.readings + 1;
  const towards = (mean: number, over: number) => rounded(mean + (step - mean) / Math.min(readings, over));
  return {
    last: rounded(value),
    now: towards(before.now, shortly),
    usual: towards(before.usual, longly),
    readings,
  };
}

/** Memory keeps eight decimals, and no -0: JSON has none. */
const rounded = (value: number): number => (Math.round(value * 1e8) + 0) / 1e8;
