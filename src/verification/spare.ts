import { expectedAt, guessesAt, levelOfAll, spareAt } from "./curve.ts";
import { nearest, type Prior } from "./machine.ts";
import type { LearningRules } from "./policy.ts";
import type { Curve, OperatingPoint } from "./state.ts";

/** A reading as a channel sees it: a logarithm at a point. */
export type Observation = {
  readonly endMs: number;
  readonly intervalS: number | undefined;
  readonly point: OperatingPoint;
  readonly y: number;
  /** Where the flow's figures are coarse. */
  readonly coarse?: Coarse;
} & Prior;

/** A reading whose flow figure's steps are wider than the scatter that would average them out. */
export type Coarse = {
  /** The same with the flow at the favourable end of what its meter rounds. */
  readonly unrounded: Pick<Observation, "point" | "y" | "priors">;
  /** ln by which readings usually scatter. */
  readonly scatter: number;
};

/** What is left of a value at a point beside curve and machine, ln. */
export function residualOf(
  curve: Curve | null,
  { point, y, priors }: Pick<Observation, "point" | "y" | "priors">,
  level: number,
): number {
  const beyondCurve = curve === null ? y : y - expectedAt(curve, point);
  return priors === undefined ? beyondCurve : nearest(beyondCurve, priors, level);
}

/** How much of a residual may be the rounding of the flow's figure, ln. While the flow stands it does not average out. */
export function roundingOf(
  curve: Curve,
  { coarse }: Observation,
  residual: number,
  level: number,
  { rounding_most: most }: LearningRules,
): number {
  if (coarse === undefined) return 0;
  return Math.min(most, Math.max(0, residual - residualOf(curve, coarse.unrounded, level) - coarse.scatter));
}

/**
 * How far the plant may honestly lie above its curve, ln: by another number of units up to its best and no further,
 * and where the curve is a guess by what that may be off: at a machine of unknown type up to its best too, at a known
 * one up to its mean level, since a curve that bends at the end of what it was taught may be bent by the flow meter's
 * scatter. At one whose type is a guess, up to what another type would give that it may as well be.
 */
export function spareOf(
  curve: Curve,
  { point, y, unitChoice, priors, rivals = [] }: Observation,
  guessed: boolean,
  residual: number,
  { hours_around, spare_slack, spare_unknown }: LearningRules,
): number {
  if (!guessed && (unitChoice ?? 0) === 0) return 0;
  if (priors !== undefined) {
    let least = residual - Math.max(0, levelOfAll(curve) - expectedAt(curve, point));
    for (const rival of rivals) least = Math.min(least, nearest(y, rival, 0));
    return spare_unknown + residual - least;
  }
  const best = spareAt(curve, point[0], hours_around);
  return guessed ? Math.max(spare_unknown, best) : Math.min(unitChoice ?? 0, Math.max(0, best - spare_slack));
}

/** Whether more than nothing can be said where a curve has learnt little: the machine is known, or flows near. */
export function guesses(curve: Curve, { point, priors }: Observation, { hours_guess }: LearningRules): boolean {
  return priors !== undefined || guessesAt(curve, point[0], hours_guess);
}
