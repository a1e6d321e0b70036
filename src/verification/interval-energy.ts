import { resolutionWh, wattHours } from "../hydropower/energy.ts";
import type { Policy } from "./policy.ts";
import { hiddenKw } from "./power-digit.ts";
import type { EnergyMemory } from "./state.ts";
import type { AssessmentInput } from "./verdict.ts";
import { gapsAnd, stepsAhead, wandered } from "./wander.ts";

/**
 * The energy of an interval beside its power where the meter shows it in steps of 10 kWh and more: it stands at 0 for some
 * intervals and then shows a step at once, or more in one interval than in the next. Up to 1 kWh its own decimals say enough.
 */
const fineWh = 1_000;

/** Energy, power and length of an interval that tells them all. */
type Told = { readonly energyWh: number; readonly powerWh: number; readonly startMs: number };

function toldBy({ reading }: AssessmentInput): Told | undefined {
  const { power_output_kw: powerKw, energy_kwh: energyKwh } = reading.quantities;
  const { intervalS, endMs } = reading;
  if (powerKw === undefined || energyKwh === undefined || intervalS === undefined) return undefined;
  const powerWh = (1000 * powerKw * intervalS) / 3600;
  return { energyWh: Number(wattHours(energyKwh)), powerWh, startMs: endMs - 1000 * intervalS };
}

/** kWh by which an interval's energy may lie above and below its power, for the steps in which it is shown. */
export type EnergyRoom = { readonly aheadKwh: number; readonly behindKwh: number };

/** Undefined where the meter is fine, or nothing of its steps is known: then the figure's own decimals say how far. */
export function energyRoom(input: AssessmentInput): EnergyRoom | undefined {
  const before = input.memory?.energy;
  const told = toldBy(input);
  if (told === undefined || before === undefined) return undefined;
  const stepWh = finest(before, told);
  if (stepWh <= fineWh) return undefined;
  const roomKwh = (aheadWh: number) => {
    return (wandered({ ...before, aheadWh }, stepWh, 0, 0).left * stepsAhead * stepWh) / 1000;
  };
  return { aheadKwh: roomKwh(before.aheadWh), behindKwh: roomKwh(before.behindWh) };
}

/** What to remember of it. Power and energy that are not believed move nothing. */
export function energyAfter(
  input: AssessmentInput,
  ratedKw: number,
  policy: Policy,
  isApproved: boolean,
): EnergyMemory | undefined {
  const { physics, temporal } = policy;
  const before = input.memory?.energy;
  const told = toldBy(input);
  const { endMs } = input.reading;
  if (told === undefined) return before;
  if (before === undefined) {
    // A meter that shows 0 says nothing of its steps.
    return told.energyWh === 0 ? undefined : { stepWh: stepOf(told), aheadWh: 0, behindWh: 0, endMs };
  }
  if (!isApproved) return before;
  const stepWh = finest(before, told);
  const gapS = (told.startMs - before.endMs) / 1000;
  const gapWh = (told.powerWh * gapS * 1000) / (endMs - told.startMs);
  const gaps = gapS > temporal.gap ? gapsAnd(before.gaps, gapWh, stepWh) : gapsAnd(before.gaps, 0, stepWh);
  const good = 1 + physics.energy_against_power.flag / 2;
  const ownWh = physics.own_use * ratedKw * ((endMs - told.startMs) / 3600);
  const hiddenWh = hiddenKw(input, policy) * ((endMs - told.startMs) / 3600);
  const moved = (aheadWh: number, moreWh: number) => wandered({ aheadWh, ...gaps }, stepWh, 0, moreWh).aheadWh;
  return {
    stepWh,
    aheadWh: moved(before.aheadWh, told.energyWh - hiddenWh - good * told.powerWh),
    behindWh: moved(before.behindWh, Math.max(0, told.powerWh - ownWh - hiddenWh) - good * told.energyWh),
    ...gaps,
    endMs,
  };
}

function finest({ stepWh }: EnergyMemory, { energyWh }: Told): number {
  return Number(resolutionWh(BigInt(stepWh), BigInt(energyWh)));
}

function stepOf({ energyWh }: Told): number {
  return Number(resolutionWh(BigInt(energyWh)));
}
