import { floorDivide, millionths } from "../carbon/decimal.ts";
import { afterDelayedCalibration, overdueSpans } from "../carbon/quality.ts";
import { refuse, type Warning } from "../carbon/refusal.ts";
import { type RegisterAhead, snapMs } from "../carbon/register-step.ts";
import { MeterAccount, type MeterEnergy } from "../carbon/registers.ts";
import type { PowerTerms } from "../carbon/reported-power.ts";
import { wattsUp } from "../hydropower/energy.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import { Fault } from "../kernel/fault.ts";
import type { PlantKey } from "../plants/store.ts";
import type { Books } from "./books.ts";
import { checkNet, toReplacement } from "./check-meters.ts";
import { importBetween, rolledOverBetween } from "./days-between.ts";
import type { ClosingFacts, MeterDesign, PlantDesign } from "./design-schema.ts";
import { startOfLocalDay } from "./local-day.ts";
import type { RegisterName, RegisterRow } from "./meter-store.ts";
import { showsAnother } from "./same-meter.ts";
import type { StatementForm, TrustedBefore } from "./types.ts";

/** Energy of one plant over local days [from, to), from what its chain held up to a place. */
export type EnergyQuestion = PlantKey & {
  readonly plant: Plant;
  readonly devices: readonly Device[];
  readonly form: StatementForm;
  readonly design: PlantDesign;
  readonly from: string;
  readonly to: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly upToSeq: bigint;
  readonly facts: ClosingFacts;
  /** What the period before ended with, per main meter; its end, ms. */
  readonly trusted: TrustedBefore | undefined;
  /** Reservoir emissions count: gross generation must be known. */
  readonly grossNeeded: boolean;
  /** Of the meter that is asked about: its register is that of another main meter. */
  readonly isAnothers?: boolean;
};

/** One overdue span with the energy metered in it and what is left of it after the error, Wh. */
export type OverdueCorrection = {
  readonly from: string;
  readonly to: string;
  readonly mpePercent: string;
  readonly identifiedErrorPercent: string | undefined;
  readonly exportWh: bigint;
  readonly importWh: bigint;
  readonly exportCorrectedWh: bigint;
  readonly importCorrectedWh: bigint;
};

export type MeterResult = MeterEnergy & {
  readonly meter: MeterDesign;
  /** Export less, import plus the error of overdue calibrations, Wh. */
  readonly correctedExportWh: bigint;
  readonly correctedImportWh: bigint;
  /** Drawn on days between the period before and this one, which are in none, Wh. */
  readonly importBetweenWh: bigint;
  readonly corrections: readonly OverdueCorrection[];
  readonly trustedBeforeWh: bigint | null;
  readonly opening: RegisterRow | undefined;
  readonly closing: RegisterRow | undefined;
  /** Net energy by the check meter beside it, Wh; null: none, or not read at the bounds. */
  readonly checkNetWh: bigint | null;
};

export type PlantEnergy = {
  readonly exportWh: bigint;
  readonly importWh: bigint;
  readonly grossWh: bigint | null;
  readonly meters: readonly MeterResult[];
  /** The lowest other source of the net energy, Wh, and which one; null: none was given. */
  readonly other: { readonly source: "invoice" | "check_figure" | "check_meters"; readonly netWh: bigint } | null;
  readonly warnings: readonly Warning[];
};

/**
 * The plant's energy from the registers of its main meters, streamed; check meters and figures of others may
 * only lower it.
 *
 * @throws {Fault} `rule-violated` where what lowers the credits is not known, or a calibration lapsed
 */
export async function plantEnergy(books: Books, question: EnergyQuestion): Promise<PlantEnergy> {
  const main = question.design.meters.filter(({ role }) => role === "main");
  const meters: MeterResult[] = [];
  const warnings: Warning[] = [];
  // One after the other: memory holds one page of one meter.
  for (const meter of main) {
    const result = await mainMeter(books, question, meter, warnings);
    const isAnothers = question.form >= 5 && (await showsAnother(books, question, result, meters));
    // What is to be warned of it was said the first time.
    meters.push(isAnothers ? await mainMeter(books, { ...question, isAnothers }, meter, []) : result);
  }
  const sum = (of: (meter: MeterResult) => bigint) => meters.reduce((all, meter) => all + of(meter), 0n);
  const exportWh = sum((meter) => meter.correctedExportWh);
  const grossKnown = meters.every(({ grossWh }) => grossWh !== null);
  return {
    exportWh,
    importWh: sum((meter) => meter.correctedImportWh),
    // Never below what left the plant before any correction took from it.
    grossWh: grossKnown ? sum((meter) => larger(meter.grossWh ?? 0n, meter.exportWh)) : null,
    meters,
    other: lowestOther(question.facts, meters),
    warnings,
  };
}

async function mainMeter(
  books: Books,
  question: EnergyQuestion,
  meter: MeterDesign,
  warnings: Warning[],
): Promise<MeterResult> {
  const { facts, timeZone } = question;
  const late = (facts.calibrations ?? []).filter(({ device_id }) => device_id === meter.device_id);
  const spans = requireCalibrated(meter, late, question);
  const overdue = spans.map(({ from, to }) => ({
    fromMs: startOfLocalDay(from, timeZone),
    toMs: startOfLocalDay(to, timeZone),
  }));
  const followed = await follow(books, question, meter, overdue);
  const corrections = spans.map((span, i): OverdueCorrection => {
    const energy = followed.energy.spans[i] ?? { exportWh: 0n, importWh: 0n };
    const { exportWh, importWh } = afterDelayedCalibration(energy, span);
    const { from, to, mpePercent, identifiedErrorPercent } = span;
    const after = { exportCorrectedWh: exportWh, importCorrectedWh: importWh };
    return { from, to, mpePercent, identifiedErrorPercent, ...energy, ...after };
  });
  const less = corrections.reduce((all, one) => all + one.exportWh - one.exportCorrectedWh, 0n);
  const more = corrections.reduce((all, one) => all + one.importCorrectedWh - one.importWh, 0n);
  const { energy, importBetweenWh, trustedBeforeWh, opening, closing } = followed;
  return {
    ...energy,
    meter,
    correctedExportWh: energy.exportWh - less,
    correctedImportWh: energy.importWh + more + importBetweenWh,
    importBetweenWh,
    corrections,
    trustedBeforeWh,
    opening,
    closing,
    checkNetWh: await checkNet(books, question, meter.device_id, warnings),
  };
}

/** The spans in which a meter's calibration was overdue. */
function requireCalibrated(meter: MeterDesign, late: ClosingFacts["calibrations"], question: EnergyQuestion) {
  const known = [...meter.calibrations, ...(late ?? [])];
  const tests = known
    .map(({ on, valid_until, identified_error_pct }) => ({
      on,
      validUntil: valid_until,
      identifiedErrorPercent: identified_error_pct,
    }))
    .sort((a, b) => (a.on < b.on ? -1 : 1));
  const result = overdueSpans(tests, meter.mpe_pct, question);
  if (!("lapsedFrom" in result)) return result.spans;
  const detail = `no calibration of meter ${meter.device_id} covers ${result.lapsedFrom} and the days after: record the late test`;
  return refuse({ rule: "calibration.lapsed", clause: delayedClause, pointer: "/calibrations", detail });
}

const delayedClause = "CDM validation and verification standard: delayed calibration";

/** Runs a main meter's registers through its account: the base before the period, the period, one after it. */
async function follow(
  books: Books,
  question: EnergyQuestion,
  meter: MeterDesign,
  overdue: readonly { readonly fromMs: number; readonly toMs: number }[],
) {
  const { fromMs, toMs, grossNeeded } = question;
  const place = { ...question, deviceId: meter.device_id };
  const registers: RegisterName[] = grossNeeded ? ["exportWh", "importWh", "grossWh"] : ["exportWh", "importWh"];
  // In turn, not at once: a transaction has one connection.
  const bases: (RegisterRow | undefined)[] = [];
  for (const register of registers) {
    bases.push(await books.nearestHolding(place, register, "at or before", fromMs + snapMs));
  }
  const before = inOrder(bases);
  const { trusted, replacements } = sinceBase(question, meter, before[0]?.endMs);
  const capacityW = shownAtFullLoadW(question, meter);
  const sinceMs = question.trusted?.endMs;
  const days = { sinceMs, base: bases[0], capacityW };
  const trustedExportWh = (await rolledOverBetween(books, place, meter, days)) ? undefined : trusted;
  const account = new MeterAccount({
    fromMs,
    toMs,
    capacityW,
    isAnewBehindGaps: question.form >= 5,
    isAnothers: question.isAnothers === true,
    power: question.form < 3 ? undefined : powerTerms(question, meter),
    rollsOverAtWh: meter.rolls_over_at_wh === undefined ? undefined : BigInt(meter.rolls_over_at_wh),
    replacements,
    trustedExportWh,
    before: aheadBefore(question, meter),
    overdue,
  });
  for (const row of before) account.add(row);
  let closing: RegisterRow | undefined;
  for await (const rows of books.readRegisters(place, { afterMs: fromMs + snapMs, toMs: toMs + snapMs })) {
    for (const row of rows) account.add(row);
    closing = rows.at(-1);
  }
  const later: (RegisterRow | undefined)[] = [];
  for (const register of registers.slice(1)) {
    later.push(await books.nearestHolding(place, register, "after", toMs + snapMs));
  }
  for (const row of inOrder(later)) account.add(row);
  const energy = ofMeter(meter, () => account.close(grossNeeded));
  const between = await importBetween(books, place, meter, { sinceMs, base: bases[1], capacityW });
  const importBetweenWh = question.form < 4 ? 0n : ofMeter(meter, between);
  return { energy, importBetweenWh, trustedBeforeWh: trustedExportWh ?? null, opening: before.at(-1), closing };
}

/** A bound to what a design may say of its meter here: class 1 of IEC 62053-21. */
const largestErrorPercent = "1";

/** The nameplate behind a meter as it may show it: a plant at full load earns in full while its meter errs no more than it may. */
function shownAtFullLoadW({ form, design: { design } }: EnergyQuestion, { capacity_w, mpe_pct }: MeterDesign): bigint {
  const ratedW = BigInt(capacity_w ?? design.cap_pj_w ?? 0);
  if (form < 4) return ratedW;
  return ratedW + floorDivide(ratedW * smaller(millionths(mpe_pct), millionths(largestErrorPercent)), 100_000_000n);
}

/** A device that is a unit tells the power of that one; as for the verdicts, the others may run at full load beside it. */
function powerTerms({ plant, devices, form }: EnergyQuestion, { device_id }: MeterDesign): PowerTerms {
  const plantW = wattsUp(plant.rated_power_kw);
  const own = devices.find((device) => device.device_id === device_id)?.rated_power_kw;
  const ratedW = own === undefined ? plantW : smaller(wattsUp(own), plantW);
  return { ratedW, othersW: plantW - ratedW, isOwnTaken: form >= 4, isRounded: form >= 5 };
}

/** What the register was ahead by; days between are a gap, behind which it stands anew between two of its steps. */
function aheadBefore({ trusted, fromMs }: EnergyQuestion, { device_id }: MeterDesign): RegisterAhead | undefined {
  const left = trusted?.ahead.get(device_id);
  if (left === undefined || trusted === undefined || trusted.endMs >= fromMs - snapMs) return left;
  return { ...left, gaps: left.gaps + 1n };
}

/** Each reading once, by event time. */
function inOrder(rows: readonly (RegisterRow | undefined)[]): RegisterRow[] {
  const distinct = new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.recordId, row] as const])));
  return [...distinct.values()].sort((a, b) => a.endMs - b.endMs);
}

/** What the base reading leaves to be told: changes of meter after it, and the period before unless one lies between. */
function sinceBase({ trusted }: EnergyQuestion, meter: MeterDesign, baseMs: number | undefined) {
  const all = meter.replacements.map(toReplacement);
  const since = baseMs ?? trusted?.endMs ?? Number.NEGATIVE_INFINITY;
  const changed = all.some(({ atMs }) => trusted !== undefined && atMs > trusted.endMs && atMs <= since);
  return {
    trusted: changed ? undefined : trusted?.exportWh.get(meter.device_id),
    // Of a base that ends at the very change the account tells whose it is.
    replacements: all.filter(({ atMs }) => atMs >= since - snapMs),
  };
}

/** Names the meter in a refusal of its account. */
function ofMeter<T>({ device_id }: MeterDesign, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "rule-violated") throw error;
    const extensions = { ...error.facts.extensions, device_id };
    throw new Fault("rule-violated", `Meter ${device_id}: ${error.message}`, { ...error.facts, extensions });
  }
}

function lowestOther(facts: ClosingFacts, meters: readonly MeterResult[]): PlantEnergy["other"] {
  const net = (meter: MeterResult) => meter.correctedExportWh - meter.correctedImportWh;
  const lowered = meters.reduce((all, meter) => all + smaller(net(meter), meter.checkNetWh ?? net(meter)), 0n);
  const others = [
    { source: "invoice" as const, netWh: facts.invoice_net_wh },
    { source: "check_figure" as const, netWh: facts.check_net_wh },
    {
      source: "check_meters" as const,
      netWh: meters.some(({ checkNetWh }) => checkNetWh !== null) ? lowered : undefined,
    },
  ];
  const given = others.flatMap(({ source, netWh }) => (netWh === undefined ? [] : [{ source, netWh: BigInt(netWh) }]));
  return given.sort((a, b) => (a.netWh < b.netWh ? -1 : a.netWh > b.netWh ? 1 : 0))[0] ?? null;
}

const smaller = (a: bigint, b: bigint): bigint => (b < a ? b : a);
const larger = (a: bigint, b: bigint): bigint => (b > a ? b : a);
