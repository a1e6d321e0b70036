import { naturalLog } from "../fraud/elementary.ts";
import { efficienciesByUnits, efficiencyEnvelope } from "../hydropower/efficiency.ts";
import { type Plant, type TurbineType, turbineTypes } from "../hydropower/plant.ts";
import { logKept, logToKeep } from "./compact.ts";
import type { LearningRules } from "./policy.ts";
import type { Likeness } from "./state.ts";
import type { AssessmentInput } from "./verdict.ts";

/** A machine that a plant may have as far as its registration goes. */
export type Make = {
  /** Undefined: nothing but an efficiency curve is registered. */
  readonly turbine_type: TurbineType | undefined;
  /** Design flow over the flow that the rated power needs; counts where no design flow is registered. */
  readonly margin: number;
};

/** What is known of a plant's machine before anything is learnt. */
export type Machine = Pick<Plant, "efficiency_curve"> & {
  readonly units: number;
  /** Efficiency by which the design flow was worked out from the rating; undefined where it is registered. */
  readonly assumed: number | undefined;
  /** What the plant may have; a single one where type (or curve) and design flow are registered. */
  readonly makes: readonly Make[];
  /** The one that it is taken for, of these; undefined while that is open. */
  readonly taken: number | undefined;
};

/** What may be expected at a flow before anything is learnt. */
export type Prior = {
  /** ln, for each number of units that may run: the nearest counts. */
  readonly priors?: readonly number[];
  /** By how much another number of units at this flow may lift a plant of unknown machine above its curve, ln. */
  readonly unitChoice?: number;
  /** The same of the other machines that a plant may as well have, each as high as it has lain over them. */
  readonly rivals?: readonly (readonly number[])[];
};

/** The machine as far as it is registered, or as it showed itself; undefined where its units are not known. */
export function machineOf(
  { plant, device }: AssessmentInput,
  likeness: Likeness | undefined,
  rules: LearningRules,
): Machine | undefined {
  // A turbine is one unit, whatever the plant has.
  const units = device.kind === "turbine" ? 1 : plant.units;
  if (units === undefined) return undefined;
  const { turbine_type, efficiency_curve } = plant;
  const assumed = plant.design_flow_m3s === undefined ? efficiencyEnvelope(plant, 1).expected : undefined;
  const makes = makesOf(plant, rules);
  const open = turbine_type === undefined && efficiency_curve === undefined;
  const taken = likeness?.fits.length === makes.length ? likeness.taken : null;
  return { efficiency_curve, units, assumed, makes, taken: taken ?? (open ? undefined : usualMake(makes)) };
}

/**
 * Every type where none is registered. Where no design flow is: a usual one, one less and one more, since turbines
 * are bought larger than the rating needs, by how much is not known. Of a registered curve the usual one alone.
 */
export function makesOf(
  {
    turbine_type,
    efficiency_curve,
    design_flow_m3s,
  }: Pick<Plant, "turbine_type" | "efficiency_curve" | "design_flow_m3s">,
  { prior_margin: usual, prior_margin_step: step }: LearningRules,
): readonly Make[] {
  if (efficiency_curve !== undefined) return [{ turbine_type, margin: usual }];
  const margins = design_flow_m3s === undefined ? [usual / step, usual, usual * step] : [usual];
  const types = turbine_type === undefined ? turbineTypes : [turbine_type];
  return types.flatMap((type) => margins.map((margin) => ({ turbine_type: type, margin })));
}

/** The place of the usual margin among those of one type. */
function usualMake(makes: readonly Make[]): number {
  return (makes.length - 1) / 2;
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
  const { makes, taken, units } = machine;
  if (taken === undefined) return { unitChoice: units === 1 ? 0 : rules.spare_most };
  const priors = priorsAt(machine, makes[taken] as Make, flow, rules);
  if (likeness === undefined || makes.length === 1 || likeness.fits.length !== makes.length) return { priors };
  return { priors, rivals: rivalsAt(machine, taken, likeness, flow, rules) };
}

/** What the machines give that the plant may have beside the one it is taken for, ln. */
function rivalsAt(machine: Machine, taken: number, { fits }: Likeness, flow: number, rules: LearningRules): number[][] {
  const doubts = doubtsOf(fits, rules);
  const least = Math.min(...doubts);
  return machine.makes.flatMap((make, i) => {
    if (i === taken || (doubts[i] as number) > least + rules.likeness_doubt) return [];
    const mean = logKept((fits[i] as readonly [number, number])[0]);
    return [priorsAt(machine, make, flow, rules).map((prior) => prior + mean)];
  });
}

/** How little a plant is like each machine, ln. */
function doubtsOf(fits: Likeness["fits"], { likeness_mean }: LearningRules): number[] {
  return fits.map(([mean, away]) => logKept(away + likeness_mean * Math.abs(mean)));
}

/** ln of the efficiencies that a machine may have at a flow (of design flow), by how many of its units share it. */
export function priorsAt(
  { assumed, efficiency_curve, units }: Machine,
  { turbine_type, margin }: Make,
  flow: number,
  rules: LearningRules,
): number[] {
  const made = { turbine_type, efficiency_curve };
  const share = assumed === undefined ? flow : (flow * efficiencyEnvelope(made, 1).expected) / assumed / margin;
  const efficiencies = efficienciesByUnits(made, units, share, {
    leastLoad: rules.spare_least_load,
    fullest: rules.prior_fullest,
  });
  return efficiencies.map((efficiency) => naturalLog(Math.max(efficiency, rules.prior_least)));
}

/**
 * ln by which more is left of an efficiency beside one machine than beside another, by flow. Of the numbers of units
 * that may run, those count by which it comes nearest to what is left more on average.
 */
export function leftMore(
  machine: Machine,
  { fits }: Likeness,
  from: number,
  to: number,
  rules: LearningRules,
): (flow: number) => number {
  const meanOf = (make: number) => logKept((fits[make] as readonly [number, number])[0]);
  const usual = meanOf(to) - meanOf(from);
  const at = (make: number, flow: number) => priorsAt(machine, machine.makes[make] as Make, flow, rules);
  return (flow) => {
    const after = at(to, flow);
    let best: number | undefined;
    for (const before of at(from, flow)) {
      const more = nearest(before, after, usual);
      if (best === undefined || Math.abs(more - usual) < Math.abs(best - usual)) best = more;
    }
    return best ?? usual;
  };
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

/**
 * Puts an efficiency, ln, beside those of every machine that the plant may have. After enough hours it is taken for
 * the one beside which its efficiencies scatter least, and lie not far away: machines of a type differ by a few per
 * cent. It is taken for another one as soon as it is more like that.
 */
export function likenessAfter(
  before: Likeness | undefined,
  machine: Machine,
  flow: number,
  y: number,
  seconds: number,
  rules: LearningRules,
): Likeness {
  const { makes, taken } = machine;
  const same = before?.fits.length === makes.length ? before : undefined;
  const now = (same?.seconds ?? 0) + seconds;
  const share = seconds / now;
  const fits = makes.map((make, i) => {
    const [mean, away] = (same?.fits[i] ?? nothingSeen).map(logKept) as [number, number];
    const left = nearest(y, priorsAt(machine, make, flow, rules), 0);
    const next = mean + (left - mean) * share;
    return [logToKeep(next), logToKeep(away + (Math.abs(left - next) - away) * share)] as const;
  });
  if (now < 3_600 * rules.likeness_hours) return { seconds: now, fits, taken: taken ?? null };
  const doubts = doubtsOf(fits, rules);
  const least = Math.min(...doubts);
  const stays = taken !== undefined && (doubts[taken] as number) <= least;
  return { seconds: now, fits, taken: stays ? taken : doubts.indexOf(least) };
}

const nothingSeen = [0, 0] as const;
