import { ceilDivide, floorDivide, millionths, ratioText } from "./decimal.ts";

/** Both directions of one meter over the same time, Wh. */
export type TwoWayEnergy = { readonly exportWh: bigint; readonly importWh: bigint };

/** Millionths of a per cent in a whole: per cents are read exactly to six decimals. */
const wholePercent = 100_000_000n;

/** Errors in per cent as decimal text: 0.2 means 0.2 %, not 20 %. */
export type DelayedCalibration = {
  /** Maximum permissible error of the meter's class. */
  readonly mpePercent: string;
  /** What the late calibration found, when it found any. */
  readonly identifiedErrorPercent?: string | undefined;
};

/**
 * Energy metered while the calibration was overdue: the larger of permissible and identified error is taken
 * off the export and put on the import, each rounded against the claimant (VVS on delayed calibration).
 */
export function afterDelayedCalibration(energy: TwoWayEnergy, delay: DelayedCalibration): TwoWayEnergy {
  const mpe = millionths(delay.mpePercent);
  const found = millionths(delay.identifiedErrorPercent ?? "0");
  const error = found > mpe ? found : mpe;
  return {
    exportWh: energy.exportWh - ceilDivide(energy.exportWh * error, wholePercent),
    importWh: energy.importWh + ceilDivide(energy.importWh * error, wholePercent),
  };
}

/** The lower of meter and invoice (or check meter), Wh: a second source can only lower the result. */
export function crossChecked(meteredWh: bigint, otherWh: bigint): bigint {
  return otherWh < meteredWh ? otherWh : meteredWh;
}

/** Most energy a plant of this nameplate can give in a time, Wh, rounded down. */
export function nameplateLimitWh(capacityW: bigint, durationMs: bigint): bigint {
  return floorDivide(capacityW * durationMs, 3_600_000n);
}

/** How far a figure lies above another > 0, per cent rounded down after two decimals; negative when below. */
export function percentAbove(value: bigint, reference: bigint): string {
  return ratioText((value - reference) * 100n, reference, 2);
}

/** The part of an annual ex-ante emission reduction that falls on so many days, g, rounded down. */
export function expectedReductionG(annualG: bigint, days: number): bigint {
  return floorDivide(annualG * BigInt(days), 365n);
}

/** A calibration of a meter: from its day until before `validUntil` the meter counts as calibrated. */
export type Calibration = {
  readonly on: string;
  readonly validUntil: string;
  readonly identifiedErrorPercent?: string | undefined;
};

/** Local days [from, to) on which a meter was overdue, with the errors to apply. */
export type OverdueSpan = DelayedCalibration & { readonly from: string; readonly to: string };

/**
 * Days of a period on which a meter had no valid calibration. A late test closes an overdue span and gives
 * its error; days that no test ever closed, or before the first one, are a lapse without record.
 *
 * @param calibrations in the order of their days
 */
export function overdueSpans(
  calibrations: readonly Calibration[],
  mpePercent: string,
  period: { readonly from: string; readonly to: string },
): { readonly spans: readonly OverdueSpan[] } | { readonly lapsedFrom: string } {
  const spans: OverdueSpan[] = [];
  let covered = period.from;
  for (const [i, test] of calibrations.entries()) {
    if (covered < test.on && i === 0) return { lapsedFrom: covered };
    if (covered < test.on) {
      const to = test.on < period.to ? test.on : period.to;
      spans.push({ from: covered, to, mpePercent, identifiedErrorPercent: largestErrorOn(test.on, calibrations) });
      covered = to;
    }
    if (covered < test.validUntil) covered = test.validUntil;
    if (covered >= period.to) return { spans };
  }
  return covered < period.to ? { lapsedFrom: covered } : { spans };
}

/** A test may be told twice, by the design and at closing, and once without its error: the largest error counts. */
function largestErrorOn(day: string, calibrations: readonly Calibration[]): string | undefined {
  return calibrations
    .flatMap(({ on, identifiedErrorPercent }) => (on === day ? (identifiedErrorPercent ?? []) : []))
    .reduce<string | undefined>((a, b) => (a === undefined || millionths(b) > millionths(a) ? b : a), undefined);
}
