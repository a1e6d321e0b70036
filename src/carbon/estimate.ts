import { wattHours } from "../hydropower/energy.ts";
import { wholeThousandths } from "../hydropower/quantities.ts";
import type { Reading } from "../hydropower/reading.ts";
import { canonicalConstant } from "../kernel/canonical.ts";
import { decimalFromText, floorDivide, floorTimes } from "./decimal.ts";
import { factorFor, type GridFactor } from "./factors.ts";
import { snapMs } from "./register-step.ts";

/** Where the energy figure comes from, best first. */
export type EnergySource = "register_difference" | "interval_energy" | "power_integrated";

/** Why a figure is missing, or is not one that credits can rest on. */
export type CarbonReason = { readonly rule: string; readonly detail: string };

/** The device's last state, as far as energy needs it: registers as digits of Wh. */
export type RegisterMemory = {
  readonly endMs: number;
  readonly exportWh: string | null;
  readonly importWh: string | null;
};

export type ReadingEnergy = {
  /** Null: the reading says nothing about energy, which is not 0. Negative when more was imported. */
  readonly wh: bigint | null;
  readonly source: EnergySource | null;
  readonly reasons: readonly CarbonReason[];
};

/** What one reading would be worth if all else holds. Never a credit: those come from whole periods. */
export type CarbonEstimate = {
  readonly energyWh: bigint | null;
  readonly energySource: EnergySource | null;
  /** True: metered energy of an approved interval. Only such a reading may count in a monitoring period. */
  readonly creditable: boolean;
  /** Grams of CO2, rounded down; null where energy or factor is missing. */
  readonly erG: bigint | null;
  readonly factor: GridFactor | null;
  readonly reasons: readonly CarbonReason[];
};

/**
 * Energy of a reading in whole Wh, exact. The main meter's registers come first (export minus import, from
 * the end of the reading before), then the interval's energy, then power times time, rounded down. A broken
 * chain of registers, a missing meter or an instant gives no energy rather than 0.
 */
export function readingEnergy(reading: Reading, memory: RegisterMemory | undefined): ReadingEnergy {
  const { intervalS, quantities } = reading;
  if (intervalS === undefined) {
    return none("carbon.instantaneous", "an instantaneous reading covers no time, so it has no energy");
  }
  const reasons: CarbonReason[] = [];
  const exportKwh = quantities.energy_export_kwh_total;
  if (exportKwh !== undefined) {
    const byRegister = registerEnergy(reading, exportKwh, intervalS, memory);
    if (byRegister.wh !== null) return byRegister;
    reasons.push(...byRegister.reasons);
  }
  if (quantities.energy_kwh !== undefined) {
    return { wh: wattHours(quantities.energy_kwh), source: "interval_energy", reasons };
  }
  if (quantities.power_output_kw !== undefined) {
    const wh = powerTimesTime(quantities.power_output_kw, intervalS);
    return { wh, source: "power_integrated", reasons: [...reasons, notMetered] };
  }
  return { wh: null, source: null, reasons: [...reasons, noEnergy] };
}

/** Whole Wh of a power, kW, over an interval, s: the decimal text of the power times the time, rounded down. */
function powerTimesTime(powerKw: number, intervalS: number): bigint {
  const watts = wholeThousandths(powerKw);
  // Below 2^53 product, remainder and quotient of whole numbers are exact.
  const wattSeconds = watts === undefined ? Number.POSITIVE_INFINITY : watts * intervalS;
  return wattSeconds <= Number.MAX_SAFE_INTEGER
    ? BigInt((wattSeconds - (wattSeconds % 3600)) / 3600)
    : floorTimes(decimalFromText(String(powerKw)), BigInt(intervalS) * 1000n, 3600n);
}

// Those that stand in record after record.
const noEnergy = constant("carbon.no-energy", "neither energy nor power was sent");
const notMetered = constant("carbon.not-metered", "power integrated over time is not a meter's figure");
const notApproved = constant("carbon.not-approved", "only approved readings can count");
const noFactorTable = constant("carbon.no-factor-table", "the plant has no grid_factor_table");
const provisional = new WeakMap<GridFactor, CarbonReason>();

function constant(rule: string, detail: string): CarbonReason {
  return canonicalConstant({ rule, detail });
}

function none(rule: string, detail: string): ReadingEnergy {
  return { wh: null, source: null, reasons: [{ rule, detail }] };
}

function registerEnergy(
  { endMs, quantities }: Reading,
  exportKwh: number,
  intervalS: number,
  memory: RegisterMemory | undefined,
): ReadingEnergy {
  const importKwh = quantities.energy_import_kwh_total;
  const startMs = endMs - intervalS * 1000;
  if (memory === undefined || memory.exportWh === null || Math.abs(memory.endMs - startMs) > snapMs) {
    return none("carbon.register-start-unknown", "the register at the start of this interval was not read");
  }
  if (importKwh === undefined || memory.importWh === null) {
    return none("carbon.import-not-metered", "net energy needs the import register at both ends of the interval");
  }
  const exported = wattHours(exportKwh) - BigInt(memory.exportWh);
  const imported = wattHours(importKwh) - BigInt(memory.importWh);
  if (exported < 0n || imported < 0n) {
    return none("carbon.register-rollback", "a register fell within this interval");
  }
  return { wh: exported - imported, source: "register_difference", reasons: [] };
}

/** All that an estimate depends on. */
export type EstimateInput = {
  readonly reading: Reading;
  readonly status: "APPROVED" | "FLAGGED" | "REJECTED";
  /** The device's state before this reading; undefined for its first and for a late one. */
  readonly memory: RegisterMemory | undefined;
  /** The plant's grid; undefined: none registered. */
  readonly factorTable: string | undefined;
};

/**
 * The carbon estimate of one reading: energy times the grid's combined margin (ACM0002 eq. 11), rounded
 * down to the gram. What is missing is null with a rule id, never 0; a plant at rest is a true 0.
 */
export function estimateReading({ reading, status, memory, factorTable }: EstimateInput): CarbonEstimate {
  const energy = readingEnergy(reading, memory);
  const reasons = [...energy.reasons];
  if (status !== "APPROVED") {
    reasons.push(notApproved);
  }
  const factor = gridFactor(factorTable, reading.endMs, reasons);
  const metered = energy.source === "register_difference" || energy.source === "interval_energy";
  return {
    energyWh: energy.wh,
    energySource: energy.source,
    creditable: metered && status === "APPROVED" && factor !== null,
    erG: energy.wh === null || factor === null ? null : floorDivide(energy.wh * factor.efCmGPerMwh, 1_000_000n),
    factor,
    reasons,
  };
}

function gridFactor(factorTable: string | undefined, endMs: number, reasons: CarbonReason[]): GridFactor | null {
  if (factorTable === undefined) {
    reasons.push(noFactorTable);
    return null;
  }
  const factor = factorFor(factorTable, endMs);
  if ("refused" in factor) {
    reasons.push({ rule: factor.refused, detail: factor.detail });
    return null;
  }
  if (factor.provisional) reasons.push(provisionalReason(factor));
  return factor;
}

function provisionalReason(factor: GridFactor): CarbonReason {
  let reason = provisional.get(factor);
  if (reason === undefined) {
    reason = constant(
      "carbon.provisional-factor",
      `no factor is published yet for this year: ${factor.year} stands in`,
    );
    provisional.set(factor, reason);
  }
  return reason;
}
