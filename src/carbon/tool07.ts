import { type Fraction, fraction, over, plus, times, zero } from "./fraction.ts";
import { refuse } from "./refusal.ts";
import type { Rulebook } from "./rulebook.ts";
import type { BuildMarginInput, OperatingMarginInput, PowerUnit } from "./tool07-schema.ts";

/**
 * TOOL07 v7, from the units of a grid. Everything is exact: a margin is a fraction in tCO2/MWh until the
 * combined margin is floored to the gram.
 */

const hundred: Fraction = { a: 100n, b: 1n };
const gjPerMwh: Fraction = { a: 36n, b: 10n };

/**
 * Emission factor of one power unit, tCO2/MWh: as given; by fuel burnt over energy sent out (option A1); or by
 * the fuel's CO2 content and the unit's efficiency (option A2), which stands in only where the fuel burnt is not known.
 *
 * @throws {Fault} `rule-violated` where it cannot be had
 */
export function unitEmissionFactor(unit: PowerUnit, pointer: string): Fraction {
  if (unit.ef_el !== undefined) return fraction(unit.ef_el);
  if (unit.fuels !== undefined) {
    const burnt = unit.fuels.map((fuel) =>
      times(times(fraction(fuel.amount_t), fraction(fuel.ncv_gj_per_t)), fraction(fuel.ef_co2_t_per_gj)),
    );
    return over(burnt.reduce(plus, zero), energy(unit));
  }
  if (unit.efficiency !== undefined && unit.ef_co2_t_per_gj !== undefined) {
    return over(times(fraction(unit.ef_co2_t_per_gj), gjPerMwh), fraction(unit.efficiency));
  }
  return refuse({
    rule: "tool07.unit-factor-missing",
    clause: "TOOL07 v7, emission factor of a power unit",
    pointer,
    detail: "the unit needs ef_el, or ef_co2_t_per_gj and efficiency, or its fuels",
  });
}

/**
 * Operating margin, tCO2/MWh: simple (without low-cost/must-run units), simple adjusted (their share weighed by
 * the hours lambda in which they are on the margin), or average (all units).
 *
 * @throws {Fault} `rule-violated`, as when simple OM is asked of a grid with half or more from low-cost/must-run
 */
export function operatingMargin(input: OperatingMarginInput, rulebook: Rulebook, pointer: string): Fraction {
  const units = input.units.map((unit, i) => ({
    unit,
    mwh: energy(unit),
    factor: unitEmissionFactor(unit, `${pointer}/units/${i}`),
  }));
  const mustRun = units.filter(({ unit }) => unit.low_cost_must_run);
  const others = units.filter(({ unit }) => !unit.low_cost_must_run);
  const clause = rulebook.operating_margin.clause;
  if (input.method === "average") return weighted(units, clause, pointer);
  if (input.method === "simple") {
    const share = over(sum(mustRun), sum(units));
    const limit = over(fraction(rulebook.operating_margin.low_cost_must_run_below_percent), hundred);
    if (share.a * limit.b >= limit.a * share.b) {
      const detail = "low-cost/must-run units give half of the energy or more: use simple_adjusted or average";
      refuse({ rule: "tool07.low-cost-must-run", clause, pointer: `${pointer}/units`, detail });
    }
    return weighted(others, clause, pointer);
  }
  if (input.lambda_hours === undefined) {
    const detail = "simple_adjusted needs the hours in which low-cost/must-run units are on the margin";
    return refuse({ rule: "tool07.lambda-missing", clause, pointer: `${pointer}/lambda_hours`, detail });
  }
  const lambda: Fraction = { a: BigInt(input.lambda_hours), b: BigInt(input.hours) };
  const rest: Fraction = { a: lambda.b - lambda.a, b: lambda.b };
  // A share of nothing needs no units: a grid without low-cost/must-run units has lambda 0.
  const adjusted = lambda.a === 0n ? zero : times(lambda, weighted(mustRun, clause, pointer));
  return plus(rest.a === 0n ? zero : times(rest, weighted(others, clause, pointer)), adjusted);
}

/** Margins of several years, weighted by generation: the ex-ante operating margin takes the last three. */
export function generationWeighted(years: readonly { readonly mwh: Fraction; readonly factor: Fraction }[]): Fraction {
  return over(years.map(({ mwh, factor }) => times(mwh, factor)).reduce(plus, zero), sum(years));
}

/**
 * Build margin, tCO2/MWh: the newest units that TOOL07 selects, weighted by generation. Of the five newest and
 * the newest with a fifth of the generation the larger set counts; where a unit of it is more than ten years
 * old, old ones give way to units registered as projects, then come back until a fifth is reached.
 *
 * @throws {Fault} `rule-violated` where no units are left
 */
export function buildMargin(input: BuildMarginInput, rulebook: Rulebook, pointer: string): Fraction {
  const rules = rulebook.build_margin;
  const units = input.units
    .map((unit, i) => ({ unit, mwh: energy(unit), factor: unitEmissionFactor(unit, `${pointer}/units/${i}`) }))
    .toSorted((x, y) => (x.unit.started_on < y.unit.started_on ? 1 : x.unit.started_on > y.unit.started_on ? -1 : 0));
  const counted = rules.registered_units === "counted" ? units : units.filter(({ unit }) => !unit.registered_project);
  const share = over(fraction(rules.newest_share_percent), hundred);
  const target = times(sum(counted), share);
  const newest = counted.slice(0, rules.newest_units);
  const newestShare = filled([], counted, target);
  const sample = atLeast(sum(newest), sum(newestShare)) ? newest : newestShare;
  const oldest = `${Number(input.as_of.slice(0, 4)) - rules.oldest_years}${input.as_of.slice(4)}`;
  const isOld = ({ unit }: (typeof units)[number]) => unit.started_on < oldest;
  if (!sample.some(isOld)) return weighted(sample, rules.clause, pointer);
  const young = sample.filter((one) => !isOld(one));
  const projects = units.filter((one) => one.unit.registered_project && !isOld(one) && !young.includes(one));
  const withProjects = filled(young, projects, target);
  return weighted(filled(withProjects, counted.filter(isOld), target), rules.clause, pointer);
}

type Weighed = { readonly mwh: Fraction; readonly factor: Fraction };

/** A set with more units, in their order, until it reaches the target; the one that crosses it counts whole. */
function filled<U extends Weighed>(set: readonly U[], more: readonly U[], target: Fraction): readonly U[] {
  let reached = sum(set);
  const all = [...set];
  for (const one of more) {
    if (atLeast(reached, target)) break;
    all.push(one);
    reached = plus(reached, one.mwh);
  }
  return all;
}

function weighted(units: readonly Weighed[], clause: string, pointer: string): Fraction {
  if (units.length === 0) {
    const detail = "no unit is left to take the margin from";
    return refuse({ rule: "tool07.no-units", clause, pointer: `${pointer}/units`, detail });
  }
  return generationWeighted(units);
}

/** Energy sent out in MWh; the schema lets no zero through. */
function energy({ eg_mwh }: { readonly eg_mwh: string }): Fraction {
  return fraction(eg_mwh);
}

function sum(units: readonly { readonly mwh: Fraction }[]): Fraction {
  return units.map(({ mwh }) => mwh).reduce(plus, zero);
}

function atLeast(x: Fraction, y: Fraction): boolean {
  return x.a * y.b >= y.a * x.b;
}
