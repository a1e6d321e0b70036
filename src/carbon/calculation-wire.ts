import type { Calculation, PeriodResult } from "./calculation.ts";
import { textFromMillionths } from "./decimal.ts";
import type { TraceStep } from "./emissions.ts";
import type { ResolvedFactor } from "./grid.ts";
import type { Warning } from "./refusal.ts";
import type { MarginWeights } from "./rulebook.ts";

/** The answer to a calculation. Figures in g, Wh and units are digit strings, tonnes and ratios decimal strings. */
export type CalculationJson = {
  readonly label: "unverified estimate";
  readonly rulebook: { readonly id: string; readonly hash: string };
  readonly factors: {
    readonly ef_om: string | null;
    readonly ef_bm: string | null;
    readonly w_om: MarginWeights["om"] | null;
    readonly w_bm: MarginWeights["bm"] | null;
    readonly ef_cm_g_per_mwh: string;
    readonly hash: string;
    readonly table: string | null;
    readonly year: string | null;
    readonly cm_published: string | null;
  };
  readonly power_density_w_per_m2: string | null;
  readonly eligible: true;
  readonly periods: readonly PeriodJson[];
  readonly totals: TotalsJson;
  readonly warnings: readonly Warning[];
};

type FiguresJson = {
  readonly eg_facility_wh: string;
  readonly eg_pj_wh: string;
  readonly be_g: string;
  readonly pe_hp_g: string;
  readonly pe_ff_g: string;
  readonly le_g: string;
  readonly er_g: string;
  readonly er_t: string;
  readonly issued_units: string;
  readonly carry_out_g: string;
};

export type PeriodJson = FiguresJson & {
  readonly from: string;
  readonly to: string;
  readonly vintage: number;
  readonly carry_in_g: string;
  readonly trace: readonly TraceStep[];
};

export type VintageJson = {
  readonly vintage: number;
  readonly carry_in_g: string;
  readonly er_g: string;
  readonly issued_units: string;
  readonly carry_out_g: string;
};

export type TotalsJson = FiguresJson & {
  readonly unit_g: string;
  readonly issued_g: string;
  /** Remainders that stayed behind with vintages that ended. */
  readonly left_behind_g: string;
  readonly vintages: readonly VintageJson[];
  readonly ex_ante: {
    readonly days: number;
    readonly expected_er_g: string;
    readonly expected_er_t: string;
    readonly over_percent: string;
  } | null;
};

/** The wire form of a calculation: the same calculation gives the same bytes. */
export function calculationJson(calculation: Calculation): CalculationJson {
  const { rulebook, factor, assessed, periods, warnings } = calculation;
  return {
    label: "unverified estimate",
    rulebook: { id: rulebook.id, hash: rulebook.hash },
    factors: factorsJson(factor),
    power_density_w_per_m2: assessed.powerDensityWPerM2,
    eligible: true,
    periods: periods.map(periodJson),
    totals: totalsJson(calculation),
    warnings,
  };
}

function factorsJson(factor: ResolvedFactor): CalculationJson["factors"] {
  return {
    ef_om: factor.efOm,
    ef_bm: factor.efBm,
    w_om: factor.weights?.om ?? null,
    w_bm: factor.weights?.bm ?? null,
    ef_cm_g_per_mwh: String(factor.efCmGPerMwh),
    hash: factor.hash,
    table: factor.table?.id ?? null,
    year: factor.year ?? null,
    cm_published: factor.cmPublished,
  };
}

function periodJson(period: PeriodResult): PeriodJson {
  const { from, to, vintage, issued, trace } = period;
  const carry_in_g = String(issued.carryInG);
  return { from, to, vintage, ...figures([period]), carry_in_g, trace };
}

function totalsJson({ periods, unitG, exAnte }: Calculation): TotalsJson {
  const total = sum(periods);
  const byVintage = [...Map.groupBy(periods, ({ vintage }) => vintage)];
  return {
    ...figures(periods),
    unit_g: String(unitG),
    issued_g: String(total(({ issued }) => issued.issuedG)),
    left_behind_g: String(total(({ issued }) => issued.leftBehindG)),
    vintages: byVintage.map(([vintage, some]) => vintageJson(vintage, some)),
    ex_ante:
      exAnte === undefined
        ? null
        : {
            days: exAnte.days,
            expected_er_g: String(exAnte.expectedG),
            expected_er_t: textFromMillionths(exAnte.expectedG),
            over_percent: exAnte.overPercent,
          },
  };
}

function vintageJson(vintage: number, periods: readonly PeriodResult[]): VintageJson {
  const { er_g, issued_units, carry_out_g } = figures(periods);
  return { vintage, carry_in_g: String(periods[0]?.issued.carryInG ?? 0n), er_g, issued_units, carry_out_g };
}

function figures(periods: readonly PeriodResult[]): FiguresJson {
  const total = sum(periods);
  const erG = total((period) => period.erG);
  return {
    eg_facility_wh: String(total((period) => period.egFacilityWh)),
    eg_pj_wh: String(total((period) => period.egPjWh)),
    be_g: String(total((period) => period.beG)),
    pe_hp_g: String(total((period) => period.peHpG)),
    pe_ff_g: String(total((period) => period.peFfG)),
    le_g: String(total((period) => period.leG)),
    er_g: String(erG),
    er_t: textFromMillionths(erG),
    issued_units: String(total(({ issued }) => issued.issuedUnits)),
    carry_out_g: String(periods.at(-1)?.issued.carry.grams ?? 0n),
  };
}

function sum(periods: readonly PeriodResult[]) {
  return (of: (period: PeriodResult) => bigint): bigint => periods.reduce((all, period) => all + of(period), 0n);
}
