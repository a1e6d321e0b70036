import { naturalLog } from "../fraud/elementary.ts";

/** More decimals than these are a converted unit, not a meter's figures. */
const mostDecimals = 6;
const tens = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;

/** Decimals that a figure shows, 0 to 6: of 2.5 one, of 0.011 three. */
export function decimalsOf(value: number): number {
  for (let decimals = 0; decimals < mostDecimals; decimals++) {
    const ten = tens[decimals] as number;
    if (Math.round(value * ten) / ten === value) return decimals;
  }
  return mostDecimals;
}

/** What is known of a flow meter's figures. */
export type FlowMeter = {
  /** The most that it ever showed: 0.02 of one that shows thousandths is 0.020. */
  readonly decimals: number;
  /** ln by which its readings usually scatter, beside power and head. */
  readonly scatter: number;
};

/** From one figure to the next, m3/s. */
export function stepOf(decimals: number): number {
  return 1 / (tens[decimals] as number);
}

/** Half of a litre per second: what a pico plant's meter rounds away. More than that is no excuse for one reading. */
const mostHiddenM3s = 0.0005;

/**
 * By how much the true flow may lie above or below a figure, m3/s: half a step of the finest figure that the meter ever
 * showed, so that rounding more coarsely gains nothing, and never more than half a litre per second.
 */
export function hiddenBy(flowM3s: number, shownDecimals = 0): number {
  const decimals = Math.max(shownDecimals, decimalsOf(flowM3s));
  return Math.min(mostHiddenM3s, stepOf(decimals) / 2, flowM3s / 2);
}

/** ln by which the true flow may lie above a figure: half a step. */
export function halfStepLn({ decimals }: Pick<FlowMeter, "decimals">, flowM3s: number): number {
  return naturalLog(1 + stepOf(decimals) / (2 * flowM3s));
}

/**
 * The same where it matters: undefined where readings scatter by more, so that rounding averages out.
 * (Quantisation with dither: the mean's error falls as exp(-2 pi^2 (scatter / step)^2).)
 */
export function coarseBy(meter: FlowMeter, flowM3s: number): number | undefined {
  // ln(1 + x) is at most x: nearly every meter needs no logarithm.
  if (stepOf(meter.decimals) <= 2 * flowM3s * meter.scatter) return undefined;
  const half = halfStepLn(meter, flowM3s);
  return half > meter.scatter ? half : undefined;
}
