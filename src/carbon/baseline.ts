import { ceilDivide, ceilSqrt } from "./decimal.ts";

/** Generation before the project, Wh a year, rounded up: every Wh of it lowers what may be credited. */
export type HistoricalGeneration = {
  readonly meanWh: bigint;
  /** Standard deviation with divisor n - 1: the larger, and so the careful one. */
  readonly sigmaWh: bigint;
  /** EG_historical + sigma_historical. */
  readonly baselineWh: bigint;
};

/** EG_historical and its spread from the annual generation of at least two years, Wh (ACM0002 para 67). */
export function historicalGeneration(annualWh: readonly bigint[]): HistoricalGeneration {
  if (annualWh.length < 2) throw new RangeError("a spread needs two years");
  const n = BigInt(annualWh.length);
  const sum = annualWh.reduce((all, wh) => all + wh, 0n);
  const squares = annualWh.reduce((all, wh) => all + wh * wh, 0n);
  const meanWh = ceilDivide(sum, n);
  const sigmaWh = ceilSqrt(ceilDivide(n * squares - sum * sum, n * (n - 1n)));
  return { meanWh, sigmaWh, baselineWh: meanWh + sigmaWh };
}

/**
 * EG_PJ of one period of an existing plant, Wh. The baseline is annual, so it is used up over the calendar
 * year: nothing counts until the year's generation passes it, then all of the rest does. A period of net
 * import takes back what the year had above its baseline, never more.
 *
 * @param beforeWh net generation of the calendar year before this period
 */
export function aboveAnnualBaseline(baselineWh: bigint, beforeWh: bigint, netWh: bigint): bigint {
  return above(beforeWh + netWh, baselineWh) - above(beforeWh, baselineWh);
}

function above(wh: bigint, baselineWh: bigint): bigint {
  return wh > baselineWh ? wh - baselineWh : 0n;
}
