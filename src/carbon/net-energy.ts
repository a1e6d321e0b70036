import { daysOf } from "./bounds.ts";
import { stepOf, type TraceStep } from "./emissions.ts";
import { afterDelayedCalibration, crossChecked, nameplateLimitWh, percentAbove } from "./quality.ts";
import { refuse, type Warning } from "./refusal.ts";
import type { PeriodInput } from "./request.ts";
import type { Rulebook } from "./rulebook.ts";

/** Net and gross energy of a period after the quality rules, Wh. */
export type PeriodEnergy = {
  /** EG_facility: export minus import, corrected and cross-checked; negative when more was drawn. */
  readonly netWh: bigint;
  /** Gross generation; null: not metered. Never below what was exported. */
  readonly grossWh: bigint | null;
  readonly trace: TraceStep;
  readonly warnings: readonly Warning[];
};

const dayMs = 86_400_000n;

/**
 * The energy of one period of a request.
 *
 * @param capacityW nameplate to hold the energy against; undefined: not known
 * @throws {Fault} `rule-violated` when a register is missing
 */
export function periodEnergy(
  period: PeriodInput,
  rulebook: Rulebook,
  capacityW: bigint | undefined,
  pointer: string,
): PeriodEnergy {
  const metered =
    period.net_wh === undefined ? bothRegisters(period, rulebook, pointer) : netOnly(period, rulebook, pointer);
  const netWh =
    period.invoice_net_wh === undefined ? metered.netWh : crossChecked(metered.netWh, BigInt(period.invoice_net_wh));
  const most = metered.exportWh ?? metered.netWh;
  const gross = period.gross_wh === undefined ? null : BigInt(period.gross_wh);
  const warnings = [
    ...overNameplate(most, capacityW, period, pointer),
    ...invoiceDiffers(metered.netWh, period, pointer),
  ];
  const inputs = { ...metered.inputs, invoice_net_wh: period.invoice_net_wh ?? null };
  const trace = stepOf(rulebook)("eg_facility", inputs, { eg_facility_wh: String(netWh) }, "exact");
  // More cannot have left the plant than it generated: the larger figure is the careful one for PE_HP.
  const grossWh = gross !== null && gross < most ? most : gross;
  return { netWh, grossWh, trace, warnings };
}

type Metered = {
  readonly netWh: bigint;
  readonly exportWh: bigint | undefined;
  readonly inputs: { readonly [name: string]: string | null };
};

function netOnly(period: PeriodInput, rulebook: Rulebook, pointer: string): Metered {
  const { clause } = rulebook.equations.eg_facility;
  if (period.export_wh !== undefined || period.import_wh !== undefined) {
    const detail = "give either net_wh, or export_wh and import_wh";
    refuse({ rule: "energy.net-and-registers", clause, pointer: `${pointer}/net_wh`, detail });
  }
  if (period.delayed_calibration !== undefined) {
    const detail = "a delayed calibration is corrected on export and import: net_wh does not tell them apart";
    refuse({ rule: "energy.registers-missing", clause, pointer: `${pointer}/delayed_calibration`, detail });
  }
  const netWh = BigInt(period.net_wh ?? 0);
  return { netWh, exportWh: undefined, inputs: { net_wh: String(netWh) } };
}

function bothRegisters(period: PeriodInput, rulebook: Rulebook, pointer: string): Metered {
  const metered = {
    exportWh: registerOf(period, "export_wh", rulebook, pointer),
    importWh: registerOf(period, "import_wh", rulebook, pointer),
  };
  const delay = period.delayed_calibration;
  const { exportWh, importWh } =
    delay === undefined
      ? metered
      : afterDelayedCalibration(metered, {
          mpePercent: delay.mpe_pct,
          identifiedErrorPercent: delay.identified_error_pct,
        });
  const corrected = delay !== undefined && {
    mpe_pct: delay.mpe_pct,
    identified_error_pct: delay.identified_error_pct ?? null,
    export_corrected_wh: String(exportWh),
    import_corrected_wh: String(importWh),
  };
  const inputs = { export_wh: String(metered.exportWh), import_wh: String(metered.importWh), ...corrected };
  return { netWh: exportWh - importWh, exportWh: metered.exportWh, inputs };
}

function registerOf(period: PeriodInput, name: "export_wh" | "import_wh", rulebook: Rulebook, pointer: string): bigint {
  const value = period[name];
  if (value !== undefined) return BigInt(value);
  const detail = `${name} is missing: net energy needs both registers, and an unknown one is not 0`;
  const { clause } = rulebook.equations.eg_facility;
  return refuse({ rule: "energy.register-missing", clause, pointer: `${pointer}/${name}`, detail });
}

function overNameplate(wh: bigint, capacityW: bigint | undefined, period: PeriodInput, pointer: string): Warning[] {
  if (capacityW === undefined || capacityW === 0n) return [];
  const limit = nameplateLimitWh(capacityW, BigInt(daysOf(period)) * dayMs);
  if (wh <= limit) return [];
  const detail = `${wh} Wh is ${percentAbove(wh, limit)} % above the ${limit} Wh that ${capacityW} W can give in the period`;
  return [{ rule: "energy.over-nameplate", pointer, detail }];
}

function invoiceDiffers(meteredWh: bigint, { invoice_net_wh }: PeriodInput, pointer: string): Warning[] {
  if (invoice_net_wh === undefined || BigInt(invoice_net_wh) === meteredWh) return [];
  const detail = `meter ${meteredWh} Wh and invoice ${invoice_net_wh} Wh differ: the lower one counts`;
  return [{ rule: "energy.invoice-differs", pointer: `${pointer}/invoice_net_wh`, detail }];
}
