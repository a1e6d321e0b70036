import { coefficientToKeep, hoursToKeep, sumToKeep } from "./compact.ts";
import type { Curve, OperatingPoint } from "./state.ts";

/**
 * Places of the main variable (flow or opening, of 1) at which a curve has a value of its own; straight lines
 * between. Closer where machines at little load bend most.
 */
const knots = [0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.05] as const;

/** Straight-line influences beside the main variable. */
const slopes = 3;
const size = knots.length + slopes;

/** One hour to learn from: a value at a point. */
export type Lesson = { readonly point: OperatingPoint; readonly y: number };

export type CurveRules = {
  /** Hours' worth of pull between neighbouring knots: one that taught nothing follows those that did. */
  readonly knotDoubt: number;
  /** The same for the slopes, whose prior is 0. */
  readonly slopeDoubt: number;
  /** Share of the old sums kept from day to day. */
  readonly kept: number;
};

/** What the curve expects at a point. */
export function expectedAt({ coefficients }: Curve, point: OperatingPoint): number {
  const [i, share] = placeOf(point[0]);
  const c = (at: number) => coefficients[at] as number;
  return (
    c(i) * (1 - share) +
    (share === 0 ? 0 : c(i + 1) * share) +
    c(knots.length) * point[1] +
    c(knots.length + 1) * point[2] +
    c(knots.length + 2) * point[3]
  );
}

/**
 * By how much the curve lies under its best value at a value of the main variable, ln: what another unit, or
 * another number of them, may give there. Only knots that enough hours taught count as the best.
 */
export function spareAt({ sums, coefficients }: Curve, main: number, hours: number): number {
  const [i, share] = placeOf(main);
  const c = (at: number) => coefficients[at] as number;
  const here = c(i) * (1 - share) + (share === 0 ? 0 : c(i + 1) * share);
  let best = here;
  for (let knot = 0; knot < knots.length; knot++) {
    if ((sums[triangle(knot, knot)] as number) >= hours) best = Math.max(best, c(knot));
  }
  return best - here;
}

/** Mean of all that taught the curve. */
export function levelOfAll({ sums }: Curve): number {
  return meanLevel(sums);
}

/**
 * Whether the curve speaks at a value of the main variable: so many hours (after forgetting) taught it right there
 * or on both sides, and more of them around. Many hours at one flow say nothing of the slope beside it.
 */
export function speaksAt({ seen }: Curve, main: number, rules: Hours): boolean {
  const at = slotOf(main);
  const hours = (slot: number) => seen[slot] ?? 0;
  if (Math.max(hours(at), Math.min(hours(at - 1), hours(at + 1))) < rules.hours_near) return false;
  const around = hours(at - 2) + hours(at - 1) + hours(at) + hours(at + 1) + hours(at + 2);
  if (around >= rules.hours_around) return true;
  // A plant that runs an hour or two a day never has as many anywhere.
  return around >= rules.hours_share * seen.reduce((sum, one) => sum + one, 0);
}

/** Whether it was at least taught so many hours within a tenth of a value, those at the value counted twice. */
export function guessesAt({ seen }: Curve, main: number, hours: number): boolean {
  const at = slotOf(main);
  let around = 2 * (seen[at] ?? 0);
  for (let away = 1; away <= guessSlots; away++) around += (seen[at - away] ?? 0) + (seen[at + away] ?? 0);
  return around >= hours;
}

/** Hours that must have taught a curve near a value, around it, and around it as a share of all. */
type Hours = { readonly hours_near: number; readonly hours_around: number; readonly hours_share: number };

/** Width of the slots in which hours are counted, and their number: they end at 1.1. */
const slotWidth = 0.0125;
const slots = 88;
/** A tenth, in slots. */
const guessSlots = 8;

function slotOf(main: number): number {
  return Math.min(slots - 1, Math.max(0, Math.floor(main / slotWidth)));
}

/** The curve after a day's lessons. The first ones start it, level at their own mean. */
export function taught(curve: Curve | null, lessons: readonly Lesson[], rules: CurveRules): Curve {
  const sums =
    curve === null ? new Array<number>(triangle(size, 0) + size).fill(0) : curve.sums.map((s) => s * rules.kept);
  const seen = curve === null ? new Array<number>(slots).fill(0) : curve.seen.map((hours) => hours * rules.kept);
  for (const lesson of lessons) {
    const slot = slotOf(lesson.point[0]);
    seen[slot] = (seen[slot] as number) + 1;
    addHour(sums, lesson);
  }
  const rounded = sums.map(sumToKeep);
  return { seen: seen.map(hoursToKeep), sums: rounded, coefficients: solve(rounded, rules).map(coefficientToKeep) };
}

/**
 * The curve of what is left beside another measure: as if each of its hours had been that much higher.
 *
 * @param shift by the main variable; taken to be straight between the knots
 */
export function shifted({ seen, sums }: Curve, shift: (main: number) => number, rules: CurveRules): Curve {
  const by = knots.map(shift);
  const moved = sums.slice();
  for (let row = 0; row < size; row++) {
    let more = 0;
    for (let knot = 0; knot < knots.length; knot++) {
      const place = row >= knot ? triangle(row, knot) : triangle(knot, row);
      more += (sums[place] as number) * (by[knot] as number);
    }
    moved[triangle(size, row)] = sumToKeep((moved[triangle(size, row)] as number) + more);
  }
  return { seen, sums: moved, coefficients: solve(moved, rules).map(coefficientToKeep) };
}

/** Adds one hour: only the knots beside its value and the slopes are not 0 in its x. */
function addHour(sums: number[], { point, y }: Lesson): void {
  const [knot, share] = placeOf(point[0]);
  const [, slope1, slope2, slope3] = point;
  const s = knots.length;
  const at = share > 0 ? [knot, knot + 1, s, s + 1, s + 2] : [knot, s, s + 1, s + 2];
  const x = share > 0 ? [1 - share, share, slope1, slope2, slope3] : [1, slope1, slope2, slope3];
  for (let i = 0; i < at.length; i++) {
    const row = at[i] as number;
    const xi = x[i] as number;
    for (let j = 0; j <= i; j++) {
      const place = triangle(row, at[j] as number);
      sums[place] = (sums[place] as number) + xi * (x[j] as number);
    }
    const last = triangle(size, row);
    sums[last] = (sums[last] as number) + xi * y;
  }
}

/** Cholesky solution: knots held to their neighbours, a little to the mean level; slopes to 0. */
function solve(sums: readonly number[], rules: CurveRules): number[] {
  const level = meanLevel(sums);
  const lower = new Array<number>(triangle(size, 0)).fill(0);
  const c = new Array<number>(size).fill(0);
  for (let i = 0; i < size; i++) {
    const row = triangle(i, 0);
    for (let j = firstOf(i); j <= i; j++) {
      const other = triangle(j, 0);
      let sum = (sums[row + j] as number) + doubt(i, j, rules);
      for (let k = Math.max(firstOf(i), firstOf(j)); k < j; k++)
        sum -= (lower[row + k] as number) * (lower[other + k] as number);
      lower[row + j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / (lower[other + j] as number);
    }
    let sum = (sums[triangle(size, 0) + i] as number) + (i < knots.length ? meanDoubt * level : 0);
    for (let k = firstOf(i); k < i; k++) sum -= (lower[row + k] as number) * (c[k] as number);
    c[i] = sum / (lower[row + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = c[i] as number;
    for (let k = i + 1; k < size; k++) sum -= (lower[triangle(k, i)] as number) * (c[k] as number);
    c[i] = sum / (lower[triangle(i, i)] as number);
  }
  return c;
}

/** The first column of a row that is not 0: a knot meets its neighbours only, a slope meets all. */
function firstOf(i: number): number {
  return i < knots.length ? Math.max(0, i - 1) : 0;
}

/** Pull of a knot to the mean level, hours: only there to make the sums solvable. */
const meanDoubt = 0.01;

/** What doubt adds to the sums at row i, column j <= i: the squared differences of neighbouring knots, the slopes. */
function doubt(i: number, j: number, { knotDoubt, slopeDoubt }: CurveRules): number {
  if (i >= knots.length) return i === j ? slopeDoubt : 0;
  if (i === j) return meanDoubt + (i === 0 || i === knots.length - 1 ? 1 : 2) * knotDoubt;
  return i === j + 1 ? -knotDoubt : 0;
}

/** Mean of y: the hat functions of one hour add up to 1, so their sums of y add up to all of y. */
function meanLevel(sums: readonly number[]): number {
  let y = 0;
  let hours = 0;
  for (let i = 0; i < knots.length; i++) {
    y += sums[triangle(size, 0) + i] as number;
    hours += sums[triangle(i, i)] as number;
    if (i > 0) hours += 2 * (sums[triangle(i, i - 1)] as number);
  }
  return hours > 0 ? y / hours : 0;
}

/** The knot at or below a value, and how far it lies towards the next. */
function placeOf(main: number): readonly [number, number] {
  const last = knots.length - 1;
  if (main <= knots[0]) return [0, 0];
  if (main >= (knots[last] as number)) return [last, 0];
  let i = 0;
  while (main >= (knots[i + 1] as number)) i++;
  const [low, high] = [knots[i] as number, knots[i + 1] as number];
  return [i, (main - low) / (high - low)];
}

/** Index of row i, column j <= i of a lower triangle stored row by row. */
function triangle(i: number, j: number): number {
  return ((i * (i + 1)) >> 1) + j;
}
