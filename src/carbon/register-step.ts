import { resolutionWh } from "../hydropower/energy.ts";

/** Interval ends this close, in ms, are one: the wire contract snaps them. */
export const snapMs = 2_000;
export const msPerHour = 3_600_000n;

/** The most that can flow behind a nameplate, W, in a time, Wh rounded down. */
export function mostWh(capacityW: bigint, fromMs: number, toMs: number): bigint {
  return (capacityW * BigInt(Math.max(toMs - fromMs, 0))) / msPerHour;
}

/**
 * By how much what was credited of a register is ahead of its nameplate and of the power beside it where a period ends, Wh rounded
 * up, and the gaps it went through: the next period goes on from there, as a step is one however a year is cut into periods.
 */
export type RegisterAhead = { readonly nameplateWh: bigint; readonly powerWh: bigint; readonly gaps: bigint };

export type RegisterStep =
  | { readonly wh: bigint; readonly rolledOver: boolean }
  /** The register fell, and neither a roll-over nor a declared replacement explains it. */
  | { readonly rollback: true };

/**
 * Energy between two readings of one register, Wh. A register that fell has rolled over when it has a known
 * size and the energy that way round is no more than could have flowed, by the step in which it shows its values;
 * else it was set back.
 *
 * @param mostWh the most that could have flowed between the two readings
 */
export function registerStep(
  beforeWh: bigint,
  afterWh: bigint,
  rollsOverAtWh: bigint | undefined,
  mostWh: bigint,
): RegisterStep {
  if (afterWh >= beforeWh) return { wh: afterWh - beforeWh, rolledOver: false };
  if (rollsOverAtWh === undefined) return { rollback: true };
  const around = afterWh + rollsOverAtWh - beforeWh;
  // Two values lie apart by less than one step more than what flowed between them.
  const isPossible = around >= 0n && around < mostWh + resolutionWh(beforeWh, afterWh, rollsOverAtWh);
  return isPossible ? { wh: around, rolledOver: true } : { rollback: true };
}
