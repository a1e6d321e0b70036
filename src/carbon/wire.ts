import { canonicalConstant } from "../kernel/canonical.ts";
import { textFromMillionths } from "./decimal.ts";
import type { CarbonEstimate, CarbonReason, EnergySource } from "./estimate.ts";
import type { GridFactor } from "./factors.ts";
import type { MarginWeights } from "./rulebook.ts";

/** An estimate as it stands in the record and in the answer. Exact figures are decimal strings. */
export type CarbonJson = {
  readonly estimate: true;
  readonly label: "unverified estimate";
  readonly energy_wh: string | null;
  readonly energy_source: EnergySource | null;
  readonly creditable: boolean;
  readonly er_g: string | null;
  readonly er_t: string | null;
  readonly factor: FactorJson | null;
  readonly reasons: readonly CarbonReason[];
};

export type FactorJson = {
  readonly table: { readonly id: string; readonly hash: string };
  readonly year: string;
  readonly provisional: boolean;
  readonly ef_om_t_per_mwh: string;
  readonly ef_bm_t_per_mwh: string;
  readonly weights: MarginWeights;
  readonly ef_cm_g_per_mwh: string;
  readonly rulebook: { readonly id: string; readonly hash: string };
};

/** The wire form of an estimate. */
export function carbonJson(estimate: CarbonEstimate): CarbonJson {
  const { energyWh, erG, factor } = estimate;
  return {
    estimate: true,
    label: "unverified estimate",
    energy_wh: energyWh === null ? null : String(energyWh),
    energy_source: estimate.energySource,
    creditable: estimate.creditable,
    er_g: erG === null ? null : String(erG),
    er_t: erG === null ? null : textFromMillionths(erG),
    factor: factor === null ? null : knownFactorJson(factor),
    reasons: estimate.reasons,
  };
}

/** One factor serves a year of readings. */
const factorJsons = new WeakMap<GridFactor, FactorJson>();

function knownFactorJson(factor: GridFactor): FactorJson {
  let json = factorJsons.get(factor);
  if (json === undefined) {
    json = canonicalConstant(factorJson(factor));
    factorJsons.set(factor, json);
  }
  return json;
}

function factorJson(factor: GridFactor): FactorJson {
  return {
    table: { id: factor.tableId, hash: factor.tableHash },
    year: factor.year,
    provisional: factor.provisional,
    ef_om_t_per_mwh: factor.efOm,
    ef_bm_t_per_mwh: factor.efBm,
    weights: factor.weights,
    ef_cm_g_per_mwh: String(factor.efCmGPerMwh),
    rulebook: factor.rulebook,
  };
}
