import { vintageOf } from "../carbon/bounds.ts";
import { textFromMillionths } from "../carbon/decimal.ts";
import { snapMs } from "../carbon/register-step.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import type { Actor } from "../kernel/actor.ts";
import { bytesToHex, sha256Hex } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import { plantNotFound } from "../plants/plants.ts";
import { findPlant, listDevices, type PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { managers, readers, requireRole } from "../tenancy/scope.ts";
import type { IssuanceDeps } from "./append.ts";
import { storedBooks } from "./books.ts";
import { type ComparedRow, type Comparison, compare, deltaPercent, percent } from "./comparison.ts";
import { assessed, rulebookOf } from "./design.ts";
import { designHeldOn, designOn } from "./design-in-force.ts";
import { tablesFor } from "./grid-tables.ts";
import { startOfLocalDay } from "./local-day.ts";
import { type ManualRow, readManualReport } from "./manual-report.ts";
import { requireDesign } from "./periods.ts";
import * as shadows from "./shadow-store.ts";
import { carriedIn, computePeriod } from "./statement.ts";
import { type ChainTip, listDesigns, readTip, type StoredDesign } from "./store.ts";
import { type CarriedIn, statementForm } from "./types.ts";

/** A comparison as it is answered and kept. Energies and masses are digit strings, per cents decimal text. */
export type ShadowReport = ReturnType<typeof reportJson>;

/**
 * Compares a manual monitoring report with what the gateway would state of the same days, by the same path as
 * a period's closing: nothing is closed or credited by it. The report and the comparison are kept; the same report
 * again is the first one, as long as the plant's chain has not grown.
 *
 * @param source the report in CSV, UTF-8
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request`, `rule-violated` without a project design
 */
export async function uploadManualReport(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  source: string,
): Promise<ShadowReport> {
  requireRole(actor, managers);
  const key = { orgId: actor.orgId, plantId };
  const db = deps.db.of(actor.orgId);
  const plant = await findPlant(db, actor.orgId, plantId);
  if (plant === undefined) throw plantNotFound(plantId);
  const manual = readManualReport(source);
  const design = await requireDesign(db, key);
  const tip = await readTip(db, key);
  const bytes = Buffer.from(source);
  const sourceSha256 = sha256Hex(bytes);
  const same = await shadows.findSameReport(db, key, { sourceSha256, headSeq: tip.seq });
  if (same !== undefined && (same as ShadowReport).design.version === design.version) return same as ShadowReport;
  const versions = await listDesigns(db, key);
  const devices = await listDevices(db, key.orgId, plantId);
  const comparison = await compareRows(db, { key, plant, devices, versions, tip }, manual);
  const createdAt = new Date(deps.clock.nowMs());
  const reportId = `shr_${base32(deps.random.bytes(16))}`;
  const report = reportJson({ reportId, plantId, createdAt, design, tip, comparison, sourceSha256 });
  await shadows.insertReport(db, key, { reportId, report, createdAt, source: bytes, createdBy: actor.keyId });
  return report;
}

/** @throws {Fault} `forbidden`, `not-found` */
export async function getShadowReport(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  reportId: string,
): Promise<ShadowReport> {
  requireRole(actor, readers);
  const found = await shadows.findReport(deps.db.of(actor.orgId), { orgId: actor.orgId, plantId }, reportId);
  if (found !== undefined) return found as ShadowReport;
  throw new Fault("not-found", `There is no shadow report ${reportId} of plant ${plantId} in your organisation.`);
}

type Subject = {
  readonly key: PlantKey;
  readonly plant: Plant;
  readonly devices: readonly Device[];
  /** Of the project design: each row is compared by the one that held on its days. */
  readonly versions: readonly StoredDesign[];
  readonly tip: ChainTip;
};

async function compareRows(db: Db, subject: Subject, manual: readonly ManualRow[]): Promise<Comparison> {
  const { key, plant, devices, tip } = subject;
  const rows: ComparedRow[] = [];
  const place = { ...key, upToSeq: tip.seq, deviceIds: devices.map(({ device_id }) => device_id) };
  let carried: Carried | undefined;
  let ledger = { records: 0n, anchored: 0n };
  for (const row of manual) {
    const period = { ...row, periodId: "", timeZone: plant.time_zone, openedAt: new Date(0), ...boundsOf(row, plant) };
    if (carried === undefined || vintageOf(carried.of) !== vintageOf(row) || carried.of.to !== row.from) {
      carried = await carriedFrom(db, subject, period, carried);
    }
    const { own, after } = await ownFigures(db, subject, period, carried);
    carried = { of: row, in: after };
    const window = { afterMs: period.fromMs + snapMs, toMs: period.toMs + snapMs };
    rows.push({ manual: row, own, counts: await shadows.countReadings(db, place, window) });
    const found = await shadows.countAnchored(db, place, window);
    ledger = { records: ledger.records + found.records, anchored: ledger.anchored + found.anchored };
  }
  return compare(rows, ledger);
}

function boundsOf({ from, to }: ManualRow, { time_zone: zone }: Plant) {
  return { fromMs: startOfLocalDay(from, zone), toMs: startOfLocalDay(to, zone) };
}

/** What the next row takes over, and the row it comes from. */
type Carried = { readonly of: ManualRow; readonly in: CarriedIn };
type RowPeriod = ManualRow & Parameters<typeof carriedIn>[1]["period"];

/** At the first row, after a hole and at the turn of the year: what the statements before it left. */
async function carriedFrom(
  db: Db,
  { key, plant, versions, tip }: Subject,
  period: RowPeriod,
  before: Carried | undefined,
) {
  const design = designOn(versions, period.from)?.design;
  const stated = await carriedIn(
    storedBooks(db),
    { ...key, period, tip, form: statementForm },
    design !== undefined && assessed(design, plant).existingPlant,
  );
  const trusted = before?.in.trusted ?? stated.trusted;
  const yearWh = before !== undefined && vintageOf(before.of) === vintageOf(period) ? before.in.yearToDateWh : null;
  return { of: period, in: { ...stated, trusted, yearToDateWh: yearWh ?? stated.yearToDateWh } };
}

async function ownFigures(
  db: Db,
  { key, plant, devices, versions, tip }: Subject,
  period: RowPeriod,
  { in: carried }: Carried,
): Promise<{ own: ComparedRow["own"]; after: CarriedIn }> {
  const facts = period.fuelG === null ? {} : { fuel_g: String(period.fuelG) };
  try {
    const { design } = designHeldOn(versions, key, period);
    const tables = await tablesFor(db, key.orgId, design.grid);
    const question = { ...key, plant, devices, design, period, facts, carried, upToSeq: tip.seq, form: statementForm };
    const { energy, calculation } = await computePeriod(storedBooks(db), question, tables);
    const [result] = calculation.periods;
    const own = {
      exportWh: energy.exportWh,
      importWh: energy.importWh,
      grossWh: energy.grossWh,
      erG: result?.erG ?? 0n,
    };
    const exportWh = energy.meters.flatMap(({ meter, trustedExportWh }) =>
      trustedExportWh === null ? [] : [[meter.device_id, trustedExportWh] as const],
    );
    const netWh = result?.egFacilityWh ?? 0n;
    const yearToDateWh = carried.yearToDateWh === null ? null : carried.yearToDateWh + netWh;
    const ahead = new Map(energy.meters.map((one) => [one.meter.device_id, one.ahead]));
    const trusted = { endMs: period.toMs, exportWh: new Map(exportWh), ahead };
    return { own, after: { ...carried, yearToDateWh, trusted } };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "rule-violated") throw error;
    const rule = String(error.facts.extensions?.rule ?? "rule-violated");
    return { own: { rule, detail: error.message }, after: carried };
  }
}

type ReportParts = {
  readonly reportId: string;
  readonly plantId: string;
  readonly createdAt: Date;
  readonly design: StoredDesign;
  readonly tip: ChainTip;
  readonly comparison: Comparison;
  readonly sourceSha256: string;
};

function reportJson({ reportId, plantId, createdAt, design, tip, comparison, sourceSha256 }: ReportParts) {
  const { id, hash } = rulebookOf(design.design.rulebook);
  const { falseRejections, readings, rejected, records, anchored, interventions } = comparison;
  return {
    report_id: reportId,
    plant_id: plantId,
    label: "unverified estimate: a comparison, nothing is closed or credited by it",
    created_at: createdAt.toISOString(),
    source_sha256: sourceSha256,
    chain: { head_seq: Number(tip.seq), head_commitment: bytesToHex(tip.commitment) },
    design: { version: design.version, record_id: design.recordId },
    rulebook: { id, hash },
    rows: comparison.rows.map(rowJson),
    false_rejections: {
      readings: String(readings),
      rejected: String(rejected),
      false: String(falseRejections),
      percent: percent(falseRejections, readings),
    },
    ledger: { records: String(records), anchored: String(anchored), percent: percent(anchored, records) },
    interventions: { gateway: String(interventions.own), manual: String(interventions.manual) },
    verdict: { passed: comparison.passed, marks: comparison.marks },
  };
}

function rowJson({ manual, own, counts }: ComparedRow) {
  const known = "rule" in own ? undefined : own;
  return {
    period: manual.label,
    from: manual.from,
    to: manual.to,
    manual: figuresJson(manual),
    gateway: known === undefined ? null : figuresJson(known),
    refused: "rule" in own ? own : null,
    delta_percent: {
      export: deltaPercent(known?.exportWh ?? null, manual.exportWh),
      import: deltaPercent(known?.importWh ?? null, manual.importWh),
      gross: deltaPercent(known?.grossWh ?? null, manual.grossWh),
      er: deltaPercent(known?.erG ?? null, manual.erG),
    },
    readings: String(counts.readings),
    rejected: String(counts.rejected),
    reviewed: String(counts.reviewed),
  };
}

function figuresJson({
  exportWh,
  importWh,
  grossWh,
  erG,
}: Pick<ManualRow, "exportWh" | "importWh" | "grossWh" | "erG">) {
  const digits = (value: bigint | null) => (value === null ? null : String(value));
  return {
    export_wh: digits(exportWh),
    import_wh: digits(importWh),
    gross_wh: digits(grossWh),
    er_g: digits(erG),
    er_t: erG === null ? null : textFromMillionths(erG),
  };
}
