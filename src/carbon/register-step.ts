/** Interval ends this close, in ms, are one: the wire contract snaps them. */
export const snapMs = 2_000;
export const msPerHour = 3_600_000n;

/** The most that can flow behind a nameplate, W, in a time, Wh rounded down. */
export function mostWh(capacityW: bigint, fromMs: number, toMs: number): bigint {
  return (capacityW * BigInt(Math.max(toMs - fromMs, 0))) / msPerHour;
}

export type RegisterStep =
  | { readonly wh: bigint; readonly rolledOver: boolean }
  /** The register fell, and neither a roll-over nor a declared replacement explains it. */
  | { readonly rollback: true };

/**
 * Energy between two readings of one register, Wh. A register that fell has rolled over when it has a known
 * size and the energy that way round is no more than could have flowed; else it was set back.
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
  const around = rollsOverAtWh === undefined ? undefined : afterWh + rollsOverAtWh - beforeWh;
  return around !== undefined && around >= 0n && around <= mostWh
    ? { wh: around, rolledOver: true }
    : { rollback: true };
}

/** The step in which a register shows two values: the greatest of 1 kWh, 0.1, 0.01 and 0.001 that both are whole in. */
export function resolutionWh(beforeWh: bigint, afterWh: bigint): bigint {
  return [1000n, 100n, 10n].find((step) => beforeWh % step === 0n && afterWh % step === 0n) ?? 1n;
}
