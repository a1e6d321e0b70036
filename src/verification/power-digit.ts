import { resolutionWh, wattsUp } from "../hydropower/energy.ts";
import type { Policy } from "./policy.ts";
import type { AssessmentInput } from "./verdict.ts";

/**
 * kW by which the power may truly lie above or below its figure: half a step of its last digit, where that is the finest that the
 * device ever showed, so that showing fewer gains nothing later; never more than half a kW. 0 where no power is told, and under
 * policies before it.
 */
export function hiddenKw(input: AssessmentInput, { physics }: Policy): number {
  const stepW = powerStepW(input);
  if (physics.power_digit === undefined || stepW === undefined) return 0;
  return Math.min(stepW / 2000, physics.power_digit);
}

/** What to remember of the step: a figure that is not believed makes it no finer. */
export function powerStepAfter(input: AssessmentInput, { physics }: Policy, isApproved: boolean): number | undefined {
  if (physics.power_digit === undefined) return undefined;
  return (isApproved ? powerStepW(input) : undefined) ?? input.memory?.powerStepW;
}

/** From one figure to the next, W: the finest, and at least 1 W. */
function powerStepW({ reading, memory }: AssessmentInput): number | undefined {
  const { power_output_kw: powerKw } = reading.quantities;
  if (powerKw === undefined) return undefined;
  const before = memory?.powerStepW;
  return Number(resolutionWh(wattsUp(powerKw), ...(before === undefined ? [] : [BigInt(before)])));
}
