import { energyRoom } from "./interval-energy.ts";
import { meanPower, type Operation, operationOf, type PowerRange } from "./operation.ts";
import type { Policy } from "./policy.ts";
import { hiddenKw } from "./power-digit.ts";
import { meanByRegister } from "./register.ts";
import type { AssessmentInput } from "./verdict.ts";

/** The operation that a reading reports, with the power that water and machine are held to. */
export function heldOperation(input: AssessmentInput, policy: Policy): Operation {
  const operation = operationOf(input);
  return { ...operation, held: heldPower(input, operation.power, policy) };
}

/**
 * The power that water and machine are held to. A display that shows whole kW says 3 for 3.4; the register or the interval's
 * energy beside it says which, and is what is credited. It counts where it is finer than the display and agrees with it, within
 * half a step of the display's last digit; of two the larger, so that neither is inflated behind the other. Else, and under
 * policies before it, the power as it is claimed.
 */
function heldPower(input: AssessmentInput, claimed: PowerRange | undefined, policy: Policy): PowerRange | undefined {
  const { power_output_kw: powerKw } = input.reading.quantities;
  const { energy_instead: times } = policy.physics;
  if (times === undefined || claimed === undefined || powerKw === undefined) return claimed;
  const hidesKw = times * hiddenKw(input, policy);
  if (hidesKw === 0) return claimed;
  const told = meansTold(input, policy).map((mean) => mean && within(mean, powerKw, hidesKw));
  if (told.includes(undefined)) return claimed;
  return (told as PowerRange[]).reduce<PowerRange | undefined>(larger, undefined) ?? claimed;
}

/** Mean power of the reading's interval by the register and by its energy; undefined where one that was sent does not say it. */
function meansTold(input: AssessmentInput, policy: Policy): (PowerRange | undefined)[] {
  const { quantities, intervalS } = input.reading;
  const { energy_kwh: energyKwh, energy_export_kwh_total: exportKwh } = quantities;
  const means: (PowerRange | undefined)[] = [];
  // What is credited is the register's: where it cannot be read, the power stands.
  if (exportKwh !== undefined) means.push(meanByRegister(input, policy));
  if (energyKwh !== undefined && intervalS !== undefined)
    means.push(meanPower(energyKwh, intervalS, energyRoom(input)));
  return means;
}

/** A mean that is finer than the display and agrees with what it shows. */
function within(mean: PowerRange, powerKw: number, hidesKw: number): PowerRange | undefined {
  if (mean.mostKw - mean.leastKw >= hidesKw) return undefined;
  const leastKw = Math.max(mean.leastKw, powerKw - hidesKw);
  const mostKw = Math.min(mean.mostKw, powerKw + hidesKw);
  return leastKw > mostKw ? undefined : { kw: Math.min(Math.max(mean.kw, leastKw), mostKw), leastKw, mostKw };
}

function larger(one: PowerRange | undefined, other: PowerRange): PowerRange {
  return one === undefined || one.kw < other.kw ? other : one;
}
