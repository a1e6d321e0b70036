import { aboveAnnualBaseline, type HistoricalGeneration, historicalGeneration } from "./baseline.ts";
import { checkDays, checkValidity, daysOf, vintageOf } from "./bounds.ts";
import { millionths } from "./decimal.ts";
import { type Assessed, assessDesign, type ProjectDesign } from "./design.ts";
import { type Emissions, emissionsOf, fuelCoefficient, stepOf, type TraceStep } from "./emissions.ts";
import { type FactorTable, factorTables } from "./factors.ts";
import { type ResolvedFactor, resolveGrid } from "./grid.ts";
import { type Carry, type Issued, issue } from "./issuance.ts";
import { periodEnergy } from "./net-energy.ts";
import { expectedReductionG, percentAbove } from "./quality.ts";
import { refuse, type Warning } from "./refusal.ts";
import type { CalculationRequest, PeriodInput } from "./request.ts";
import { type Rulebook, rulebooks } from "./rulebook.ts";

/** One period, computed. Energies in Wh, masses in g of CO2. */
export type PeriodResult = Emissions & {
  readonly from: string;
  readonly to: string;
  readonly vintage: number;
  readonly egFacilityWh: bigint;
  readonly egPjWh: bigint;
  readonly issued: Issued;
  readonly trace: readonly TraceStep[];
};

/** What the ex-ante estimate expected of the periods' days. */
export type ExAnte = { readonly days: number; readonly expectedG: bigint; readonly overPercent: string };

export type Calculation = {
  readonly rulebook: Rulebook;
  readonly factor: ResolvedFactor;
  readonly assessed: Assessed;
  readonly unitG: bigint;
  readonly carryInG: bigint;
  readonly periods: readonly PeriodResult[];
  readonly exAnte: ExAnte | undefined;
  readonly warnings: readonly Warning[];
};

/**
 * Emission reductions of a sequence of periods under a rulebook: the one path for the public calculator, the
 * offline audit and the closing of a monitoring period. Pure and exact; what is not allowed or not known is
 * refused by rule, clause and field.
 *
 * @param tables the factor tables that may be named; the shipped ones unless given
 * @throws {Fault} `rule-violated`
 */
export function calculate(
  request: CalculationRequest,
  tables: ReadonlyMap<string, FactorTable> = factorTables,
): Calculation {
  const { design, periods } = request;
  const rulebook = rulebookOf(request.rulebook);
  periods.forEach((period, i) => {
    checkDays(period, periods[i - 1], `/periods/${i}`);
  });
  const judgedOn = design.first_period_start ?? (periods[0] as PeriodInput).from;
  const assessed = assessDesign(design, rulebook, judgedOn);
  const factor = resolveGrid(request.grid, { rulebook, technology: design.technology, tables });
  const run = new Run(request, rulebook, factor, assessed);
  periods.forEach((period, i) => {
    run.add(period, `/periods/${i}`);
  });
  return run.done();
}

function rulebookOf(id: string): Rulebook {
  const rulebook = rulebooks.get(id);
  if (rulebook !== undefined) return rulebook;
  const detail = `no rulebook is called ${id}: there are ${[...rulebooks.keys()].join(", ")}`;
  return refuse({ rule: "rulebook.unknown", clause: null, pointer: "/rulebook", detail });
}

/** The running figures from period to period: the year's generation, the carry and the warnings. */
class Run {
  readonly #request: CalculationRequest;
  readonly #rulebook: Rulebook;
  readonly #factor: ResolvedFactor;
  readonly #assessed: Assessed;
  readonly #historical: HistoricalGeneration | undefined;
  readonly #fuelCoefficientGPerT: bigint | null;
  readonly #unitG: bigint;
  readonly #results: PeriodResult[] = [];
  readonly #warnings: Warning[];
  #carry: Carry;
  #yearWh: bigint;

  constructor(request: CalculationRequest, rulebook: Rulebook, factor: ResolvedFactor, assessed: Assessed) {
    const { design, issuance, periods } = request;
    this.#request = request;
    this.#rulebook = rulebook;
    this.#factor = factor;
    this.#assessed = assessed;
    this.#historical = assessed.existingPlant
      ? historicalGeneration((design.historical_annual_wh ?? []).map(BigInt))
      : undefined;
    this.#fuelCoefficientGPerT = coefficientOf(design, rulebook);
    this.#unitG = BigInt(issuance.unit_g);
    this.#carry = { vintage: vintageOf(periods[0] as PeriodInput), grams: BigInt(issuance.carry_in_g) };
    this.#yearWh = BigInt(request.year_to_date_net_wh ?? 0);
    this.#warnings = [...assessed.warnings, ...noRetrofitDate(design, assessed)];
  }

  add(period: PeriodInput, pointer: string): void {
    checkValidity(period, this.#factor.table, pointer);
    const { design } = this.#request;
    const vintage = vintageOf(period);
    if (vintage !== this.#carry.vintage) this.#yearWh = 0n;
    const capacityW = design.cap_pj_w === undefined ? undefined : BigInt(design.cap_pj_w);
    const energy = periodEnergy(period, this.#rulebook, capacityW, pointer);
    const { egPjWh, trace: egTrace } = this.#creditable(period, energy.netWh, pointer);
    const { emissions, trace } = emissionsOf({
      rulebook: this.#rulebook,
      technology: design.technology,
      efCmGPerMwh: this.#factor.efCmGPerMwh,
      egPjWh,
      egFacilityWh: energy.netWh,
      tegWh: this.#assessed.reservoirEmits ? this.#gross(energy.grossWh, pointer) : null,
      fuelG: BigInt(period.fuel_g ?? 0),
      fuelCoefficientGPerT: this.#fuelCoefficientGPerT,
      statedLeG: BigInt(period.le_g ?? 0),
      pointer,
    });
    const issued = issue(this.#carry, vintage, emissions.erG, this.#unitG);
    this.#carry = issued.carry;
    this.#yearWh += energy.netWh;
    this.#warnings.push(...energy.warnings);
    const { from, to } = period;
    const days = { from, to, vintage };
    const shown = [
      ...this.#assessed.trace,
      energy.trace,
      ...egTrace,
      marginStep(this.#factor, this.#rulebook),
      ...trace,
    ];
    this.#results.push({ ...days, egFacilityWh: energy.netWh, egPjWh, ...emissions, issued, trace: shown });
  }

  done(): Calculation {
    const exAnte = this.#exAnte();
    return {
      rulebook: this.#rulebook,
      factor: this.#factor,
      assessed: this.#assessed,
      unitG: this.#unitG,
      carryInG: BigInt(this.#request.issuance.carry_in_g),
      periods: this.#results,
      exAnte,
      warnings: [...this.#warnings, ...aboveExAnte(exAnte)],
    };
  }

  #gross(grossWh: bigint | null, pointer: string): bigint {
    if (grossWh !== null) return grossWh;
    const { clause } = this.#rulebook.equations.pe_hp;
    const detail = "reservoir emissions count on gross generation, which is missing: an unknown one is not 0";
    return refuse({ rule: "energy.gross-missing", clause, pointer: `${pointer}/gross_wh`, detail });
  }

  /** EG_PJ of a period: all net generation of a new plant, what passes the annual baseline of an old one. */
  #creditable(period: PeriodInput, netWh: bigint, pointer: string) {
    const step = stepOf(this.#rulebook);
    if (this.#historical === undefined) {
      const inputs = { eg_facility_wh: String(netWh) };
      return { egPjWh: netWh, trace: [step("eg_pj_greenfield", inputs, { eg_pj_wh: String(netWh) }, "exact")] };
    }
    const { meanWh, sigmaWh, baselineWh } = this.#historical;
    const until = this.#request.design.date_baseline_retrofit;
    if (until !== undefined && period.from < until && until < period.to) {
      const { clause } = this.#rulebook.equations.eg_pj_existing;
      const detail = `DATE_BaselineRetrofit ${until} lies inside the period: split it there`;
      refuse({ rule: "baseline.retrofit-date-inside-period", clause, pointer: `${pointer}/to`, detail });
    }
    const over = until !== undefined && period.from >= until;
    const egPjWh = over ? 0n : aboveAnnualBaseline(baselineWh, this.#yearWh, netWh);
    const years = String(this.#request.design.historical_annual_wh?.length ?? 0);
    const spread = { eg_historical_wh: String(meanWh), sigma_historical_wh: String(sigmaWh) };
    const inputs = {
      eg_facility_wh: String(netWh),
      year_to_date_before_wh: String(this.#yearWh),
      annual_baseline_wh: String(baselineWh),
      date_baseline_retrofit: until ?? null,
    };
    const trace = [
      step("eg_historical", { years }, spread, "ceil"),
      step("eg_pj_existing", inputs, { eg_pj_wh: String(egPjWh) }, "exact"),
    ];
    return { egPjWh, trace };
  }

  #exAnte(): ExAnte | undefined {
    const annual = this.#request.ex_ante?.annual_er_t;
    if (annual === undefined) return undefined;
    const days = this.#results.reduce((all, period) => all + daysOf(period), 0);
    const expectedG = expectedReductionG(millionths(annual), days);
    const erG = this.#results.reduce((all, period) => all + period.erG, 0n);
    return { days, expectedG, overPercent: expectedG === 0n ? "0" : percentAbove(erG, expectedG) };
  }
}

function marginStep({ efOm, efBm, weights, efCmGPerMwh }: ResolvedFactor, rulebook: Rulebook): TraceStep {
  const inputs = { ef_om: efOm, ef_bm: efBm, w_om: weights?.om ?? null, w_bm: weights?.bm ?? null };
  const rounding = weights === null ? "exact" : "floor";
  return stepOf(rulebook)("combined_margin", inputs, { ef_cm_g_per_mwh: String(efCmGPerMwh) }, rounding);
}

/** COEF of the fuel a design names, or its own figure; null: none. */
function coefficientOf({ coef_fuel_g_per_t, fuel }: ProjectDesign, rulebook: Rulebook): bigint | null {
  if (coef_fuel_g_per_t !== undefined) return BigInt(coef_fuel_g_per_t);
  if (fuel === undefined) return null;
  const { ncv_gj_per_t, ef_co2_t_per_gj } = rulebook.fuels[fuel];
  return fuelCoefficient(ncv_gj_per_t, ef_co2_t_per_gj);
}

function noRetrofitDate({ date_baseline_retrofit }: ProjectDesign, { existingPlant }: Assessed): Warning[] {
  if (!existingPlant || date_baseline_retrofit !== undefined) return [];
  const detail = "no DATE_BaselineRetrofit was given: the old equipment is taken to last through all periods";
  return [{ rule: "baseline.retrofit-date-missing", pointer: "/design/date_baseline_retrofit", detail }];
}

function aboveExAnte(exAnte: ExAnte | undefined): Warning[] {
  if (exAnte === undefined || !/^[1-9]|^0\.\d*[1-9]/.test(exAnte.overPercent)) return [];
  const detail = `the result is ${exAnte.overPercent} % above what was expected of ${exAnte.days} days: explain each cause`;
  return [{ rule: "plausibility.above-ex-ante", pointer: "/ex_ante/annual_er_t", detail }];
}
