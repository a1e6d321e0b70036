import type { Exclusion } from "../carbon/exclusion.ts";
import type { RegisterAhead } from "../carbon/register-step.ts";
import type { Json } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { MeterResult } from "./energy.ts";
import type { RegisterRow } from "./meter-store.ts";
import type { StatementForm } from "./types.ts";

/** A meter's part in a statement. Energies in Wh as digits. */
export type MeterJson = {
  readonly device_id: string;
  readonly serial: string;
  readonly accuracy_class: string;
  readonly mpe_pct: string;
  readonly opening: RegisterJson | null;
  readonly closing: RegisterJson | null;
  readonly export_wh: string;
  readonly import_wh: string;
  /** Drawn on days before the period that are in none; from form 4 on, as is `ahead`. */
  readonly import_between_wh?: string | undefined;
  readonly gross_wh: string | null;
  readonly export_corrected_wh: string;
  readonly import_corrected_wh: string;
  readonly corrections: readonly Json[];
  readonly check_net_wh: string | null;
  readonly creditable_intervals: number;
  readonly credited_s: string;
  readonly rollovers: number;
  readonly excluded: { readonly [rule: string]: number };
  readonly exclusions: readonly Json[];
  readonly trusted_before_wh: string | null;
  readonly trusted_export_wh: string | null;
  readonly ahead?: AheadJson | undefined;
};

/** By how much a register is ahead where a period ends. */
export type AheadJson = { readonly nameplate_wh: string; readonly power_wh: string; readonly gaps: string };

type RegisterJson = {
  readonly record_id: string;
  readonly at: string;
  readonly export_wh: string | null;
  readonly import_wh: string | null;
  readonly gross_wh: string | null;
};

/** Exclusions told one by one in a statement, over all meters: a record must stay well below 1 MiB. */
const listedExclusions = 2_000;

type Bounds = { readonly fromMs: number; readonly toMs: number };
type Of = { readonly period: Bounds; readonly form: StatementForm };

export function meterJson(result: MeterResult, { period, form }: Of, meters: number): MeterJson {
  const { meter } = result;
  return {
    device_id: meter.device_id,
    serial: meter.serial,
    accuracy_class: meter.accuracy_class,
    mpe_pct: meter.mpe_pct,
    opening: registerJson(result.opening),
    closing: registerJson(result.closing),
    export_wh: String(result.exportWh),
    import_wh: String(result.importWh),
    import_between_wh: form < 4 ? undefined : String(result.importBetweenWh),
    gross_wh: digits(result.grossWh),
    export_corrected_wh: String(result.correctedExportWh),
    import_corrected_wh: String(result.correctedImportWh),
    corrections: result.corrections.map((one) => ({
      from: one.from,
      to: one.to,
      mpe_pct: one.mpePercent,
      identified_error_pct: one.identifiedErrorPercent ?? null,
      export_wh: String(one.exportWh),
      import_wh: String(one.importWh),
      export_corrected_wh: String(one.exportCorrectedWh),
      import_corrected_wh: String(one.importCorrectedWh),
    })),
    check_net_wh: digits(result.checkNetWh),
    creditable_intervals: result.creditableIntervals,
    credited_s: String(Math.floor(result.creditedMs / 1000)),
    rollovers: result.rollovers,
    excluded: result.excluded,
    exclusions: result.exclusions
      .slice(0, Math.floor(listedExclusions / meters))
      .map((exclusion) => exclusionJson(exclusion, period)),
    trusted_before_wh: digits(result.trustedBeforeWh),
    trusted_export_wh: digits(result.trustedExportWh),
    ahead: form < 4 ? undefined : aheadJson(result.ahead),
  };
}

export function aheadJson({ nameplateWh, powerWh, gaps }: RegisterAhead): AheadJson {
  return { nameplate_wh: String(nameplateWh), power_wh: String(powerWh), gaps: String(gaps) };
}

export function aheadFrom({ nameplate_wh, power_wh, gaps }: AheadJson): RegisterAhead {
  return { nameplateWh: BigInt(nameplate_wh), powerWh: BigInt(power_wh), gaps: BigInt(gaps) };
}

/** Cut to the period: a gap over a bound is listed on both sides of it. */
function exclusionJson({ rule, fromMs, toMs, wh }: Exclusion, bounds: Bounds): Json {
  const [from, to] = [Math.max(fromMs, bounds.fromMs), Math.min(toMs, bounds.toMs)];
  return { rule, from: isoFromMs(from), to: isoFromMs(to), wh: digits(wh) };
}

function registerJson(row: RegisterRow | undefined): RegisterJson | null {
  if (row === undefined) return null;
  const { recordId, endMs, exportWh, importWh, grossWh } = row;
  const registers = { export_wh: digits(exportWh), import_wh: digits(importWh), gross_wh: digits(grossWh) };
  return { record_id: recordId, at: isoFromMs(endMs), ...registers };
}

function digits(wh: bigint | null): string | null {
  return wh === null ? null : String(wh);
}
