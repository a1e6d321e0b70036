import { type JsonText, readJsonText } from "../hydropower/json-text.ts";
import type { QuantityName } from "../hydropower/quantities.ts";
import { longestIntervalS, timestampMs, timestampSchema } from "../hydropower/reading.ts";
import { Fault } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { Mapping } from "./mapping.ts";
import { type NumberRules, numberFrom, numberHint } from "./numbers.ts";
import type { SourceRow } from "./source.ts";
import { ImportError, type LocalRules, parseTime, timeHint } from "./timestamps.ts";
import { inOurUnit, placesBetween } from "./units.ts";

/** A reading ready to be sent. */
export type Ready = { readonly deviceId: string; readonly endMs: number; readonly body: Body };
export type Body = { readonly [member: string]: unknown };

/** What a row holds; `atMs` is its time as written, where it has one. */
export type RowOutcome = { readonly atMs?: number } & (
  | { readonly kind: "ready"; readonly reading: Ready }
  /** Nothing to send; the reason is counted. */
  | { readonly kind: "skipped"; readonly reason: string }
  /** Something that cannot be read as what it should be: listed, never guessed at. */
  | { readonly kind: "unreadable"; readonly detail: string }
);

/** How rows become readings, whatever the file's form. */
export type RowRules = NumberRules &
  LocalRules & {
    readonly plantId: string;
    readonly deviceId: string | undefined;
    /** Seconds; undefined: rows are instants unless they say otherwise themselves. */
    readonly intervalS: number | undefined;
    /** True: times in the file are beginnings of intervals. */
    readonly stampIsStart: boolean;
    readonly utcOffsetMs: number | undefined;
    /** Quantities without which a row is skipped. */
    readonly required: readonly QuantityName[];
    /** Texts that mean "not measured", as does an empty cell. */
    readonly emptyTexts: readonly string[];
    /** Why the rows are filed as history; undefined: they are live. */
    readonly reason?: string | undefined;
  };

/**
 * A CSV row as a reading. Empty means absent: nothing is ever turned into 0.
 *
 * @throws {ImportError} for a row of units that are others than the heading's
 */
export function readCsvRow(row: SourceRow, mapping: Mapping, rules: RowRules): RowOutcome {
  const { cells } = row;
  if (cells.length !== mapping.width) {
    return unreadable(`has ${cells.length} cells, but the heading has ${mapping.width}`);
  }
  const cell = (column: number | undefined) => {
    const text = column === undefined ? "" : (cells[column] ?? "");
    return rules.emptyTexts.includes(text) ? "" : text;
  };
  const parts = mapping.timeOfDay === undefined ? [mapping.timestamp] : [mapping.timestamp, mapping.timeOfDay];
  // A date whose time of day is missing is no midnight.
  const time = parts.some((part) => cell(part) === "") ? "" : parts.map(cell).join(" ");
  const parsed = parseTime(time, rules.utcOffsetMs, rules);
  if ("unreadable" in parsed) refuseUnits(row, mapping);
  if (time === "") return { kind: "skipped", reason: "no time" };
  if (!("ms" in parsed)) return unreadable(timeHint(time, parsed, rules));
  return { atMs: parsed.ms, ...readCells(cell, parsed.ms, mapping, rules) };
}

/**
 * A row of units below the heading: passed over, it would leave each value a thousandfold or a thousandth of what it says.
 *
 * @throws {ImportError} where a unit is another one than its quantity is in
 */
function refuseUnits({ line, cells }: SourceRow, { quantities }: Mapping): void {
  for (const { column, name, places: ofHeading = 0 } of quantities) {
    const cell = cells[column] ?? "";
    const asHeading = /^[[(]/.test(cell) ? `${name} ${cell}` : `${name} (${cell})`;
    if (inOurUnit(asHeading) === undefined || placesBetween(asHeading, name) === ofHeading) continue;
    throw new ImportError(
      `Line ${line} says that ${name} is in ${cell}, but units are read in the heading: rename the column there.`,
    );
  }
}

function readCells(
  cell: (column: number | undefined) => string,
  ms: number,
  mapping: Mapping,
  rules: RowRules,
): RowOutcome {
  const readings: { [name in QuantityName]?: number } = {};
  for (const { column, name, places = 0 } of mapping.quantities) {
    const text = cell(column);
    if (text === "") continue;
    const value = numberFrom(text, name, rules, places);
    if (value === undefined) return unreadable(`"${text}" is no number for ${name}${numberHint(text, rules)}`);
    readings[name] = value;
  }
  const own = wholeNumber(cell(mapping.intervalS));
  const deviceSeq = wholeNumber(cell(mapping.deviceSeq));
  if (own === "bad") return unreadable(`"${cell(mapping.intervalS)}" is no number of seconds`);
  if (deviceSeq === "bad") return unreadable(`"${cell(mapping.deviceSeq)}" is no whole number for device_seq`);
  const deviceId = cell(mapping.deviceId) || rules.deviceId;
  if (deviceId === undefined) return { kind: "skipped", reason: "no device" };
  return settle({ deviceId, ms, intervalS: own ?? rules.intervalS, deviceSeq, readings }, rules);
}

/**
 * An NDJSON row: a body of the main call, read as strictly as there: it is written anew before it is sent, so that a
 * second value of a name, or digits of an energy, would be dropped where nobody sees it. Its own plant, device and
 * interval hold over the command's. What its device signed goes out as it was written, or the signature would not hold
 * any more.
 */
export function readJsonRow(row: SourceRow, rules: RowRules): RowOutcome {
  const text = strictly(row.cells[0] ?? "");
  if (typeof text === "string") return unreadable(text);
  const { value: body, energyErrors } = text;
  if (typeof body !== "object" || body === null || Array.isArray(body)) return unreadable("is no JSON object");
  const { plant_id, device_id, timestamp, interval_s, readings, ...more } = body as Record<string, unknown>;
  if (plant_id !== undefined && plant_id !== rules.plantId) return { kind: "skipped", reason: "of another plant" };
  if (timestamp === undefined || timestamp === null) return { kind: "skipped", reason: "no time" };
  const time = timestampSchema.safeParse(timestamp);
  if (!time.success) return unreadable(`${JSON.stringify(timestamp)} is no time such as 2026-05-01T12:00:00Z`);
  const atMs = timestampMs(time.data);
  if (typeof readings !== "object" || readings === null) return { atMs, kind: "skipped", reason: "no quantity" };
  const deviceId = device_id ?? rules.deviceId;
  if (deviceId === undefined) return { atMs, kind: "skipped", reason: "no device" };
  const [inexact] = energyErrors;
  if (inexact !== undefined) return { atMs, ...unreadable(inexact.detail) };
  const present = Object.fromEntries(Object.entries(readings).filter(([, value]) => value !== null));
  const draft = { deviceId: String(deviceId), ms: atMs, readings: present, more };
  if (more.signature !== undefined) {
    const asSigned = { ...rules, stampIsStart: false };
    return { atMs, ...settle({ ...draft, written: time.data, intervalS: interval_s }, asSigned) };
  }
  return { atMs, ...settle({ ...draft, intervalS: interval_s ?? rules.intervalS }, rules) };
}

/** @returns why not, where it is no JSON */
function strictly(text: string): JsonText | string {
  try {
    return readJsonText(text);
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

type Draft = {
  readonly deviceId: string;
  readonly ms: number;
  /** The time as its device wrote it; absent: it is written anew. */
  readonly written?: string | number;
  readonly intervalS: unknown;
  readonly deviceSeq?: number | undefined;
  readonly readings: Readonly<Record<string, unknown>>;
  readonly more?: Body;
};

function settle(draft: Draft, rules: RowRules): RowOutcome {
  const { deviceId, intervalS, deviceSeq, readings } = draft;
  if (Object.keys(readings).length === 0) return { kind: "skipped", reason: "no quantity" };
  const lacking = rules.required.find((name) => readings[name] === undefined);
  if (lacking !== undefined) return { kind: "skipped", reason: `no ${lacking}` };
  if (intervalS !== undefined && !isInterval(intervalS)) {
    return unreadable(`an interval of ${JSON.stringify(intervalS)} s is not 1-${longestIntervalS} whole seconds`);
  }
  const endMs = draft.ms + (rules.stampIsStart && intervalS !== undefined ? intervalS * 1000 : 0);
  const body = {
    plant_id: rules.plantId,
    device_id: deviceId,
    timestamp: draft.written ?? isoFromMs(endMs),
    ...(intervalS !== undefined && { interval_s: intervalS }),
    ...(deviceSeq !== undefined && { device_seq: deviceSeq }),
    ...(rules.reason !== undefined && { source: "backfill", reason: rules.reason }),
    ...draft.more,
    readings,
  };
  return { kind: "ready", reading: { deviceId, endMs, body } };
}

function isInterval(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= longestIntervalS;
}

function wholeNumber(text: string): number | undefined | "bad" {
  if (text === "") return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : "bad";
}

function unreadable(detail: string): RowOutcome {
  return { kind: "unreadable", detail };
}
