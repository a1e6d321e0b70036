import { ceilDivide, floorDivide, millionths } from "./decimal.ts";
import { refuse } from "./refusal.ts";
import type { EquationName, Rulebook, Technology } from "./rulebook.ts";

/** One equation as it was applied: the rulebook's text and clause, what went in, what came out. */
export type TraceStep = {
  readonly name: EquationName;
  readonly equation: string;
  readonly clause: string;
  /** Figures by wire name; null: does not apply or was not given. */
  readonly inputs: { readonly [name: string]: string | null };
  readonly result: { readonly [name: string]: string };
  readonly rounding: "exact" | "floor" | "ceil";
};

/** Emissions of one period in whole grams of CO2. */
export type Emissions = {
  readonly beG: bigint;
  readonly peHpG: bigint;
  readonly peFfG: bigint;
  readonly leG: bigint;
  readonly erG: bigint;
};

export type EmissionInput = {
  readonly rulebook: Rulebook;
  readonly technology: Technology;
  readonly efCmGPerMwh: bigint;
  readonly egPjWh: bigint;
  readonly egFacilityWh: bigint;
  /** Total electricity generated, gross; null where reservoir emissions do not count. */
  readonly tegWh: bigint | null;
  readonly fuelG: bigint;
  /** COEF of the fuel, gCO2/t; null: no fuel was declared. */
  readonly fuelCoefficientGPerT: bigint | null;
  /** Leakage stated by the request, g. */
  readonly statedLeG: bigint;
  readonly pointer: string;
};

const perMwh = 1_000_000n;

/** COEF of a fuel, gCO2/t, from its net calorific value and CO2 content, rounded up (TOOL03 option B). */
export function fuelCoefficient(ncvGjPerT: string, efCo2TPerGj: string): bigint {
  return ceilDivide(millionths(ncvGjPerT) * millionths(efCo2TPerGj), perMwh);
}

/** PE_FF: fuel burnt, g, times its coefficient, gCO2/t, rounded up to the gram. */
export function fuelEmissions(fuelG: bigint, coefficientGPerT: bigint): bigint {
  return ceilDivide(fuelG * coefficientGPerT, perMwh);
}

/** PE_HP: gross generation, Wh, times EF_Res, g/MWh, rounded up to the gram. */
export function reservoirEmissions(tegWh: bigint, efResGPerMwh: bigint): bigint {
  return ceilDivide(tegWh * efResGPerMwh, perMwh);
}

/**
 * BE, PE, LE and ER of one period, with the equations as applied. Baseline emissions are rounded down, what
 * lowers the result up; a net import makes a negative baseline, which is kept.
 *
 * @throws {Fault} `rule-violated` when fuel was burnt and its coefficient is not known
 */
export function emissionsOf(input: EmissionInput): { readonly emissions: Emissions; readonly trace: TraceStep[] } {
  const { rulebook, efCmGPerMwh, egPjWh, egFacilityWh, tegWh, fuelG, statedLeG } = input;
  const step = stepOf(rulebook);
  const beG = floorDivide(egPjWh * efCmGPerMwh, perMwh);
  const efRes = BigInt(rulebook.reservoir_emissions.factor_g_per_mwh);
  const peHpG = tegWh === null ? 0n : reservoirEmissions(tegWh, efRes);
  const coefficient = fuelG === 0n ? (input.fuelCoefficientGPerT ?? 0n) : known(input);
  const peFfG = fuelEmissions(fuelG, coefficient);
  const embodied = rulebook.leakage.embodied_g_per_mwh?.[input.technology] ?? null;
  const counted = egFacilityWh > 0n ? egFacilityWh : 0n;
  const leG = statedLeG + (embodied === null ? 0n : ceilDivide(counted * BigInt(embodied), perMwh));
  const erG = beG - peHpG - peFfG - leG;
  const trace = [
    step("be", { eg_pj_wh: String(egPjWh), ef_cm_g_per_mwh: String(efCmGPerMwh) }, { be_g: String(beG) }, "floor"),
    step(
      "pe_hp",
      { teg_wh: tegWh === null ? null : String(tegWh), ef_res_g_per_mwh: tegWh === null ? null : String(efRes) },
      { pe_hp_g: String(peHpG) },
      "ceil",
    ),
    step(
      "pe_ff",
      { fuel_g: String(fuelG), coef_fuel_g_per_t: fuelG === 0n ? null : String(coefficient) },
      { pe_ff_g: String(peFfG) },
      "ceil",
    ),
    step(
      "le",
      { eg_facility_wh: String(egFacilityWh), ef_embodied_g_per_mwh: embodied, stated_le_g: String(statedLeG) },
      { le_g: String(leG) },
      "ceil",
    ),
    step(
      "er",
      { be_g: String(beG), pe_hp_g: String(peHpG), pe_ff_g: String(peFfG), le_g: String(leG) },
      { er_g: String(erG) },
      "exact",
    ),
  ];
  return { emissions: { beG, peHpG, peFfG, leG, erG }, trace };
}

function known({ fuelCoefficientGPerT, rulebook }: EmissionInput): bigint {
  if (fuelCoefficientGPerT !== null) return fuelCoefficientGPerT;
  return refuse({
    rule: "fuel.coefficient-missing",
    clause: rulebook.fuels.clause,
    pointer: "/design/coef_fuel_g_per_t",
    detail: "fuel was burnt: name the fuel, or its coefficient",
  });
}

/** Makes trace steps with the rulebook's own equation texts and clauses. */
export function stepOf(rulebook: Rulebook) {
  return (
    name: EquationName,
    inputs: TraceStep["inputs"],
    result: TraceStep["result"],
    rounding: TraceStep["rounding"],
  ): TraceStep => {
    const { text, clause } = rulebook.equations[name];
    return { name, equation: text, clause, inputs, result, rounding };
  };
}
