import { areaUnderCurve } from "../../tests/fraud/anomaly-sets.ts";

export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}

export function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** The value that `share` of the values do not exceed; NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** How often a tampered day is more suspicious than an honest one, ties counting half; NaN without either. */
export function auc(honest: readonly number[], tampered: readonly number[]): number {
  if (honest.length === 0 || tampered.length === 0) return Number.NaN;
  const labels = [...honest.map(() => false), ...tampered.map(() => true)];
  return areaUnderCurve([...honest, ...tampered], labels);
}
