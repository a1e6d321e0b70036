import { type CreditingSpan, vintageOf } from "../carbon/bounds.ts";
import type { Calculation } from "../carbon/calculation.ts";
import { textFromMillionths } from "../carbon/decimal.ts";
import type { TraceStep } from "../carbon/emissions.ts";
import type { Warning } from "../carbon/refusal.ts";
import type { CalculationRequest } from "../carbon/request.ts";
import { bytesToHex, canonicalBytes, type Json } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { ClosingFacts } from "./design-schema.ts";
import type { PlantEnergy } from "./energy.ts";
import type { RecordSet } from "./meter-store.ts";
import { type AheadJson, aheadJson, type MeterJson, meterJson } from "./meter-wire.ts";
import type { StatementFacts } from "./store.ts";
import type { CarriedIn, StatementForm, StatementTask } from "./types.ts";

type Reference = { readonly record_id: string; readonly commitment: string };
type Identity = { readonly id: string; readonly hash: string };

/** One quantity of the result with the equation it came from. */
export type FigureJson = Omit<TraceStep, "name">;

/** A statement as it is stored, byte for byte, in its canonical form. Grams and Wh are digit strings. */
export type StatementJson = {
  readonly v: StatementForm;
  readonly label: string;
  readonly plant_id: string;
  readonly period: {
    readonly period_id: string;
    readonly from: string;
    readonly to: string;
    readonly time_zone: string;
    readonly from_at: string;
    readonly to_at: string;
    readonly vintage: number;
    readonly crediting_period: { readonly number: number; readonly from: string; readonly to: string };
  };
  readonly statement_no: number;
  readonly amends: (Reference & { readonly statement_no: number }) | null;
  readonly reason: string | null;
  readonly design: Reference & { readonly version: number };
  readonly rulebook: Identity;
  readonly factor: {
    readonly ef_om: string | null;
    readonly ef_bm: string | null;
    readonly w_om: string | null;
    readonly w_bm: string | null;
    readonly ef_cm_g_per_mwh: string;
    readonly table: string | null;
    readonly year: string | null;
    readonly hash: string;
  };
  readonly records: {
    readonly of: string;
    readonly head_seq: number;
    readonly head_commitment: string;
    readonly log_size: string;
    readonly assessment_sha256: string;
    readonly count: number;
    readonly sha256: string;
  };
  readonly eg_facility_wh: string;
  readonly eg_pj_wh: string;
  readonly be_g: string;
  readonly pe_hp_g: string;
  readonly pe_ff_g: string;
  readonly le_g: string;
  readonly er_g: string;
  readonly er_t: string;
  readonly figures: { readonly [name: string]: FigureJson };
  readonly issuance: {
    readonly unit_g: string;
    readonly remainder_before_g: string;
    readonly deficit_before_g: string;
    readonly already_counted_g: string;
    /** From form 2 on. */
    readonly taken_back_g?: string | undefined;
    readonly issued_units: string;
    readonly carry_out_g: string;
  };
  readonly carried_in: {
    readonly year_to_date_net_wh: string | null;
    readonly trusted_export_wh: { readonly [deviceId: string]: string };
    /** From form 4 on. */
    readonly register_ahead?: { readonly [deviceId: string]: AheadJson } | undefined;
  };
  readonly facts: ClosingFacts;
  readonly cross_check: { readonly source: string; readonly net_wh: string } | null;
  readonly meters: readonly MeterJson[];
  readonly warnings: readonly Warning[];
  readonly calculation: CalculationRequest;
};

export type StatementParts = {
  readonly task: StatementTask;
  readonly crediting: CreditingSpan;
  readonly carried: CarriedIn;
  readonly energy: PlantEnergy;
  readonly request: CalculationRequest;
  readonly calculation: Calculation;
  readonly records: RecordSet;
};

/** What a statement says of itself: it is made before anybody has verified it, and its bytes stay as they are. */
const labels: Readonly<Record<StatementForm, string>> = {
  1: "unverified: nothing is issuable before a verifier has signed",
  2: "unverified estimate: nothing is issuable before a verifier has signed",
  3: "unverified estimate: nothing is issuable before a verifier has signed",
  4: "unverified estimate: nothing is issuable before a verifier has signed",
  5: "unverified estimate: nothing is issuable before a verifier has signed",
};

const setOf =
  "interval readings of main meters that end in the period, hold an export register and count by their verdict";

/** The exact bytes of a statement. */
export function statementBytes(statement: StatementJson): Uint8Array {
  return canonicalBytes(statement as unknown as Json);
}

export function parseStatement(bytes: Uint8Array): StatementJson {
  return JSON.parse(new TextDecoder().decode(bytes)) as StatementJson;
}

/** What later statements take over from one without reading it again. */
export function statedFigures(
  statement: StatementJson,
): Omit<StatementFacts, "recordId" | "seq" | "commitment" | "createdAt"> {
  const { period, issuance } = statement;
  return {
    periodId: period.period_id,
    statementNo: statement.statement_no,
    vintage: period.vintage,
    egFacilityWh: BigInt(statement.eg_facility_wh),
    erG: BigInt(statement.er_g),
    issuedUnits: BigInt(issuance.issued_units),
    carryOutG: BigInt(issuance.carry_out_g),
    unitG: BigInt(issuance.unit_g),
    takenBackG: BigInt(issuance.taken_back_g ?? 0),
  };
}

/** What statements of one period say is to be issued, in all: each takes back what it states anew. */
export function statedG(statements: readonly Pick<StatementFacts, "issuedUnits" | "unitG" | "takenBackG">[]): bigint {
  return statements.reduce((all, one) => all + one.issuedUnits * one.unitG - one.takenBackG, 0n);
}

/** What is needed of a statement to say what it makes up for. */
export type Meeting = {
  readonly er_g: string;
  readonly issuance: { readonly unit_g: string };
  readonly calculation: { readonly issuance: { readonly carry_in_g: string } };
};

/**
 * Grams owed from before that a statement's own reductions meet: units that are in circulation already, and which its
 * MWh stand for from then on. Of a period of which nothing was minted; less than a unit is a remainder that went on.
 */
export function metDeficitG({ er_g, issuance, calculation }: Meeting): bigint {
  const [erG, owedG] = [BigInt(er_g), -BigInt(calculation.issuance.carry_in_g)];
  const metG = owedG < erG ? owedG : erG;
  return metG >= BigInt(issuance.unit_g) ? metG : 0n;
}

/** What was carried into a period, as its statement of a form tells it. */
export function carriedInJson({ yearToDateWh, trusted }: CarriedIn, form: StatementForm): StatementJson["carried_in"] {
  const exportWh = [...(trusted?.exportWh ?? [])].map(([deviceId, wh]) => [deviceId, String(wh)]);
  const ahead = [...(trusted?.ahead ?? [])].map(([deviceId, one]) => [deviceId, aheadJson(one)]);
  return {
    year_to_date_net_wh: yearToDateWh === null ? null : String(yearToDateWh),
    trusted_export_wh: Object.fromEntries(exportWh),
    register_ahead: form < 4 ? undefined : Object.fromEntries(ahead),
  };
}

export function statementJson(parts: StatementParts): StatementJson {
  const { task, carried, energy, request, calculation, records } = parts;
  const [period] = calculation.periods;
  if (period === undefined) throw new Error("impossible state: a statement without its period");
  const { tip, facts } = task;
  return {
    v: task.form,
    label: labels[task.form],
    plant_id: task.plantId,
    period: periodJson(parts),
    statement_no: (carried.amends?.statementNo ?? 0) + 1,
    amends: carried.amends === undefined ? null : referenceOf(carried.amends),
    reason: task.reason ?? null,
    design: {
      version: task.design.version,
      record_id: task.design.recordId,
      commitment: bytesToHex(task.design.commitment),
    },
    rulebook: { id: calculation.rulebook.id, hash: calculation.rulebook.hash },
    factor: factorJson(calculation),
    records: {
      of: setOf,
      head_seq: Number(tip.seq),
      head_commitment: bytesToHex(tip.commitment),
      log_size: String(tip.logSize),
      assessment_sha256: tip.assessmentSha256,
      count: Number(records.count),
      sha256: bytesToHex(records.sha256),
    },
    eg_facility_wh: String(period.egFacilityWh),
    eg_pj_wh: String(period.egPjWh),
    be_g: String(period.beG),
    pe_hp_g: String(period.peHpG),
    pe_ff_g: String(period.peFfG),
    le_g: String(period.leG),
    er_g: String(period.erG),
    er_t: textFromMillionths(period.erG),
    figures: Object.fromEntries(period.trace.map(({ name, ...figure }) => [name, figure])),
    issuance: {
      unit_g: String(calculation.unitG),
      remainder_before_g: String(carried.remainderG),
      deficit_before_g: String(carried.deficitG),
      already_counted_g: String(carried.alreadyCountedG),
      taken_back_g: task.form === 1 ? undefined : String(carried.takenBackG),
      issued_units: String(period.issued.issuedUnits),
      carry_out_g: String(period.issued.carry.grams),
    },
    carried_in: carriedInJson(carried, task.form),
    facts,
    cross_check: energy.other === null ? null : { source: energy.other.source, net_wh: String(energy.other.netWh) },
    meters: energy.meters.map((meter) => meterJson(meter, task, energy.meters.length)),
    warnings: [...daysBetween(parts), ...energy.warnings, ...calculation.warnings],
    calculation: request,
  };
}

function periodJson({ task: { period }, crediting }: StatementParts): StatementJson["period"] {
  return {
    period_id: period.periodId,
    from: period.from,
    to: period.to,
    time_zone: period.timeZone,
    from_at: isoFromMs(period.fromMs),
    to_at: isoFromMs(period.toMs),
    vintage: vintageOf(period),
    crediting_period: { number: crediting.number, from: crediting.from, to: crediting.to },
  };
}

function factorJson({ factor }: Calculation): StatementJson["factor"] {
  return {
    ef_om: factor.efOm,
    ef_bm: factor.efBm,
    w_om: factor.weights?.om ?? null,
    w_bm: factor.weights?.bm ?? null,
    ef_cm_g_per_mwh: String(factor.efCmGPerMwh),
    table: factor.table?.id ?? null,
    year: factor.year ?? null,
    hash: factor.hash,
  };
}

/** The reference of an earlier statement, as a later one names it. */
function referenceOf({ statementNo, recordId, commitment }: StatementFacts) {
  return { statement_no: statementNo, record_id: recordId, commitment: bytesToHex(commitment) };
}

/** Days that no period covers: what was drawn on them lowers this one's energy, from form 4 on. */
function daysBetween({ task: { period, form }, carried: { trusted } }: StatementParts): Warning[] {
  if (trusted === undefined || trusted.endMs >= period.fromMs) return [];
  const ended = `the period before ended at ${isoFromMs(trusted.endMs)}: the days between are in no statement`;
  const detail = form < 4 ? ended : `${ended}, and what was drawn on them counts in this one`;
  return [{ rule: "period.days-between", pointer: "", detail }];
}
