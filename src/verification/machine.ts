import { naturalLog } from "../fraud/elementary.ts";
import { efficienciesByUnits, efficiencyEnvelope } from "../hydropower/efficiency.ts";
import { type Plant, type TurbineType, turbineTypes } from "../hydropower/plant.ts";
import { logKept, logToKeep, whole } from "./compact.ts";
import type { LearningRules } from "./policy.ts";
import type { Likeness } from "./state.ts";
import type { AssessmentInput } from "./verdict.ts";

/** A plant whose machine is known well enough to say what its efficiency should be before anything is learnt. */
export type Machine = Pick<Plant, "turbine_type" | "efficiency_curve"> & {
  readonly units: number;
  /** Efficiency by which the design flow was worked out from the rating; undefined where it is registered. */
  readonly assumed: number | undefined;
};

/** What may be expected at a flow before anything is learnt. */
export type Prior = {
  /** ln, for each number of units that may run: the nearest counts. */
  readonly priors?: readonly number[];
  /** By how much another number of units at this flow may lift a plant of unknown machine above its curve, ln. */
  readonly unitChoice?: number;
  /** The same of the other turbine types that a plant may as well be, each as high as it has lain over them. */
  readonly rivals?: readonly (readonly number[])[];
};

/** The machine as far as it is registered, or as it showed itself; undefined where its units are not known. */
export function machineOf({ plant, device }: AssessmentInput, likeness: Likeness | undefined): Machine | undefined {
  // A turbine is one unit, whatever the plant has.
  const units = device.kind === "turbine" ? 1 : plant.units;
  if (units === undefined) return undefined;
  const turbine_type = plant.turbine_type ?? likeness?.type ?? undefined;
  const { efficiency_curve } = plant;
  const assumed = plant.design_flow_m3s === undefined ? efficiencyEnvelope(plant, 1).expected : undefined;
  return { turbine_type, efficiency_curve, units, assumed };
}

/**
 * What the machine should give at this flow, ln, for each number of units that may share it. Where that is not
 * known: by how much another number of units may lift the plant.
 */
export function priorOf(
  machine: Machine | undefined,
  likeness: Likeness | undefined,
  flow: number,
  rules: LearningRules,
): Prior {
  if (machine === undefined) return { unitChoice: rules.spare_most };
  if (!isKnown(machine)) return { unitChoice: machine.units === 1 ? 0 : rules.spare_most };
  const priors = priorsAt(machine, flow, rules);
  return likeness === undefined ? { priors } : { priors, rivals: rivalsAt(machine, likeness, flow, rules) };
}

/** What the types give that the plant may be beside the one it is taken for, ln. */
function rivalsAt(machine: Machine, { fits, type }: Likeness, flow: number, rules: LearningRules): number[][] {
  const doubts = doubtsOf(fits, rules);
  const least = Math.min(...doubts);
  return turbineTypes.flatMap((turbine_type, i) => {
    if (turbine_type === type || (doubts[i] as number) > least + rules.likeness_doubt) return [];
    const mean = logKept((fits[i] as readonly [number, number])[0]);
    return [priorsAt({ ...machine, turbine_type }, flow, rules).map((prior) => prior + mean)];
  });
}

/** How little a plant is like each type, ln. */
function doubtsOf(fits: Likeness["fits"], { likeness_mean }: LearningRules): number[] {
  return fits.map(([mean, away]) => logKept(away + likeness_mean * Math.abs(mean)));
}

export function isKnown({ turbine_type, efficiency_curve }: Machine): boolean {
  return turbine_type !== undefined || efficiency_curve !== undefined;
}

/** ln of the efficiencies that a machine may have at a flow (of design flow), by how many of its units share it. */
export function priorsAt(machine: Machine, flow: number, rules: LearningRules): number[] {
  const { assumed } = machine;
  const share =
    assumed === undefined ? flow : (flow * efficiencyEnvelope(machine, 1).expected) / assumed / rules.prior_margin;
  const efficiencies = efficienciesByUnits(machine, machine.units, share, {
    leastLoad: rules.spare_least_load,
    fullest: rules.prior_fullest,
  });
  return efficiencies.map((efficiency) => naturalLog(Math.max(efficiency, rules.prior_least)));
}

/** What is left of a value beside that of the priors which leaves it nearest to a level. */
export function nearest(value: number, priors: readonly number[], level: number): number {
  let best = value - (priors[0] as number);
  for (let i = 1; i < priors.length; i++) {
    const left = value - (priors[i] as number);
    if (Math.abs(left - level) < Math.abs(best - level)) best = left;
  }
  return best;
}

const nothingLike: Likeness = { seconds: 0, fits: turbineTypes.map(() => [0, 0] as const), type: null };

/**
 * Puts an efficiency, ln, beside those of every turbine type. After enough hours the plant is taken for the type
 * beside which its efficiencies scatter least, and lie not far away: machines of a type differ by a few per cent. It
 * is taken for another one as soon as it is clearly more like that.
 */
export function likenessAfter(
  before: Likeness | undefined,
  machine: Machine,
  flow: number,
  y: number,
  seconds: number,
  rules: LearningRules,
): Likeness {
  const { seconds: beforeS, fits, type } = before ?? nothingLike;
  const now = beforeS + seconds;
  const share = seconds / now;
  const after = turbineTypes.map((turbine_type, i) => {
    const [mean, away] = (fits[i] as readonly [number, number]).map(logKept) as [number, number];
    const left = nearest(y, priorsAt({ ...machine, turbine_type }, flow, rules), 0);
    const next = mean + (left - mean) * share;
    return [whole(logToKeep(next)), logToKeep(away + (Math.abs(left - next) - away) * share)] as const;
  });
  if (now < 3_600 * rules.likeness_hours) return { seconds: now, fits: after, type: null };
  const doubts = doubtsOf(after, rules);
  const least = Math.min(...doubts);
  const stays = type !== null && (doubts[turbineTypes.indexOf(type)] as number) <= least + rules.likeness_better;
  return {
    seconds: now,
    fits: after,
    type: stays ? type : (turbineTypes[doubts.indexOf(least)] as TurbineType),
  };
}
