import { type FactorTable, factorYearOf } from "./factors.ts";
import { refuse } from "./refusal.ts";
import type { CreditingKind, CreditingPeriod, Rulebook } from "./rulebook.ts";

/** Local days [from, to) of the plant, YYYY-MM-DD; `to` is the first day after. */
export type Days = { readonly from: string; readonly to: string };

const dayMs = 86_400_000;

/** Calendar days of a period. */
export function daysOf({ from, to }: Days): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs;
}

/** The vintage of generation: its calendar year. */
export function vintageOf({ from }: Days): number {
  return Number(from.slice(0, 4));
}

const clause = "vintage = calendar year of generation";

/** A factor belongs to the year of the generation, or is fixed beforehand: which one stands for the crediting period. */
export const factorVintageClause = "TOOL07 v7: data vintage of the emission factor, ex ante or ex post";

/**
 * A period has days, follows the one before without overlap and lies in one vintage.
 *
 * @throws {Fault} `rule-violated`
 */
export function checkDays(period: Days, before: Days | undefined, pointer: string): void {
  if (period.to <= period.from) {
    refuse({ rule: "period.order", clause: null, pointer: `${pointer}/to`, detail: "`to` must be after `from`" });
  }
  if (before !== undefined && period.from < before.to) {
    const detail = "periods must follow each other without overlap";
    refuse({ rule: "period.order", clause: null, pointer: `${pointer}/from`, detail });
  }
  const next = `${String(vintageOf(period) + 1).padStart(4, "0")}-01-01`;
  if (period.to > next) {
    const detail = `a period may not go beyond its vintage: split it at ${next}`;
    refuse({ rule: "period.crosses-vintage", clause, pointer: `${pointer}/to`, detail });
  }
}

/** @throws {Fault} `rule-violated` for generation outside the days a custom table may serve for */
export function checkValidity(period: Days, table: FactorTable | undefined, pointer: string): void {
  const valid = table?.valid;
  if (valid === undefined || (valid.from <= period.from && period.to <= valid.until)) return;
  const detail = `the table ${table?.id} holds for generation from ${valid.from} until before ${valid.until}`;
  refuse({ rule: "factor.not-valid-then", clause: factorVintageClause, pointer, detail });
}

/** A crediting period in force: its number and days. */
export type CreditingSpan = Days & { readonly number: CreditingPeriod };

/**
 * The crediting period a local day falls in; undefined before the first and after the last.
 *
 * @throws {Fault} `rule-violated` when the rulebook does not know that kind
 */
export function creditingSpan(
  rulebook: Rulebook,
  kind: CreditingKind,
  start: string,
  day: string,
): CreditingSpan | undefined {
  const terms = rulebook.crediting.kinds.find((one) => one.kind === kind);
  if (terms === undefined) {
    const detail = `${rulebook.id} has no crediting period of the kind ${kind}`;
    return refuse({
      rule: "crediting.unknown-kind",
      clause: rulebook.crediting.clause,
      pointer: "/design/crediting",
      detail,
    });
  }
  for (const number of ([1, 2, 3] as const).slice(0, terms.periods)) {
    const span = { from: yearsAfter(start, terms.years * (number - 1)), to: yearsAfter(start, terms.years * number) };
    if (span.from <= day && day < span.to) return { number, ...span };
  }
  return undefined;
}

/**
 * What a monitoring period that is to be closed must keep beside its vintage: one crediting period, and one factor
 * year of the table where each has its own factor (ex post).
 *
 * @param fixedYear the year whose factor serves for all periods (ex ante): none of them ends with a factor year
 * @returns the crediting period it lies in
 * @throws {Fault} `rule-violated`
 */
export function requireClosable(
  period: Days,
  rulebook: Rulebook,
  crediting: { readonly kind: CreditingKind; readonly start: string },
  table: FactorTable | undefined,
  fixedYear: string | undefined,
): CreditingSpan {
  checkDays(period, undefined, "/periods/0");
  const span = creditingSpan(rulebook, crediting.kind, crediting.start, period.from);
  if (span === undefined || period.to > span.to) {
    const detail =
      span === undefined
        ? `${period.from} lies in no crediting period`
        : `a period may not go beyond its crediting period, which ends before ${span.to}`;
    const { clause } = rulebook.crediting;
    return refuse({ rule: "period.crosses-crediting-period", clause, pointer: "/periods/0", detail });
  }
  checkValidity(period, table, "/periods/0");
  if (table !== undefined && fixedYear === undefined) {
    const next = `${String(factorYearOf(period.from, table) + 1).padStart(4, "0")}-${table.year_begins}`;
    if (period.to > next) {
      const detail = `a period may not go beyond the year of its factor: split it at ${next}`;
      refuse({ rule: "period.crosses-factor-year", clause: null, pointer: "/periods/0/to", detail });
    }
  }
  return span;
}

/** The same day so many years on; of 29 February, where that year has none, the day behind 28 February. */
function yearsAfter(date: string, years: number): string {
  const year = Number(date.slice(0, 4)) + years;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const day = date.endsWith("-02-29") && !isLeap ? "-03-01" : date.slice(4);
  return `${String(year).padStart(4, "0")}${day}`;
}
