import { sumToKeep, whole } from "./compact.ts";

/**
 * A meter that shows wide steps beside a power that is known well: what it shows between two times may differ from what was
 * generated, by its steps, in sum and not with each reading.
 */
export type Wander = {
  /** The finest step that it ever showed. */
  readonly stepWh: number;
  /** By how much it has run ahead of the power that was judged. */
  readonly aheadWh: number;
  /** Gaps behind which it stood somewhere between two of its steps anew, short ones in part; absent before the first. */
  readonly gaps?: number;
};

/**
 * Steps by which a meter may be ahead of power. Between two values it shows nothing, so one; and where it stood
 * between them is not known anew after a gap, so another one.
 */
export const stepsAhead = 2;

/**
 * Where a meter in wide steps stands between two of them is chance anew behind each gap, whose energy nobody counts. So the
 * sum of what it shows between gaps wanders about what was generated there: by half a step a gap at most (standard deviation),
 * and so by the root of their number. Three such deviations are no reason for doubt. Beyond {@link gapsCounted} the 5 % that power
 * and meter may lie apart take back what wanders.
 */
const stepsByRootOfGaps = 1.5;
const gapsCounted = 400;

/**
 * @param slackWh what else may put it ahead, as clocks that are apart
 * @param moreWh by how much more it showed with a reading than the power gives
 * @returns what is left of its steps and the slack, 0-1, before the reading; and how far it is ahead after it
 */
export function wandered(before: Omit<Wander, "stepWh"> | undefined, stepWh: number, slackWh: number, moreWh: number) {
  const atOnceWh = stepsAhead * stepWh + slackWh;
  const mostWh = atOnceWh + stepsByRootOfGaps * Math.sqrt(before?.gaps ?? 0) * stepWh;
  const beforeWh = Math.min(before?.aheadWh ?? 0, mostWh);
  const aheadWh = whole(Math.min(mostWh, Math.max(0, beforeWh + moreWh)));
  return { left: Math.min(1, (mostWh - beforeWh) / atOnceWh), aheadWh };
}

/** Gaps with another one; one through which the power gives less than half a step counts in part: by the variance of what is shown of that. */
export function gapsAnd(gaps: number | undefined, generatedWh: number, stepWh: number): { readonly gaps?: number } {
  const share = Math.min(0.5, generatedWh / stepWh);
  const all = Math.min(gapsCounted, sumToKeep((gaps ?? 0) + 4 * share * (1 - share)));
  return all > 0 ? { gaps: all } : {};
}
