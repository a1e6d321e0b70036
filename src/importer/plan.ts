import { longestIntervalS } from "../hydropower/reading.ts";
import { type Mapping, mapColumns } from "./mapping.ts";
import type { ImportOptions } from "./options.ts";
import { type RowOutcome, type RowRules, readCsvRow, readJsonRow } from "./rows.ts";
import { hashWith, openCsv, openNdjson, type Source, type SourceRow } from "./source.ts";
import { ImportError } from "./timestamps.ts";

/** How the rows of one file are read, once its heading is known. */
export type Reader = { readonly mapping: Mapping | undefined; read(row: SourceRow, rules: RowRules): RowOutcome };

/** A row that the options select, understood. `hash` is of the heading and all selected rows up to this one. */
export type PlannedRow = { readonly row: SourceRow; readonly outcome: RowOutcome; readonly hash: string };

export function rulesOf(options: ImportOptions): RowRules {
  const { plantId, deviceId, stampIsStart, utcOffsetMs, required, emptyTexts, reason } = options;
  const intervalS = options.interval === "auto" ? undefined : options.interval;
  const { timeZone, date, decimal } = options;
  const written = { utcOffsetMs, timeZone, date, decimal, stampIsStart };
  return { plantId, deviceId, intervalS, ...written, required, emptyTexts, reason };
}

export async function open(options: ImportOptions): Promise<{ source: Source; reader: Reader }> {
  if (options.format === "ndjson") {
    return {
      source: await openNdjson(options.file, options.encoding),
      reader: { mapping: undefined, read: readJsonRow },
    };
  }
  const source = await openCsv(options.file, options);
  const [only = ""] = source.heading;
  const other = [";", "\t", "|"].find((sign) => source.heading.length === 1 && only.includes(sign));
  if (other !== undefined) {
    const sign = other === "\t" ? "\\t" : other;
    throw new ImportError(
      `The heading is one cell, "${only.slice(0, 80)}": say what is between cells, --delimiter '${sign}'.`,
    );
  }
  const mapping = mapColumns(source.heading, options.map);
  return { source, reader: { mapping, read: (row, rules) => readCsvRow(row, mapping, rules) } };
}

/** What a first look over the whole file tells, before anything is sent. */
export type Survey = {
  readonly mapping: Mapping | undefined;
  /** Rows that the options select. */
  readonly selected: number;
  /** Rows older than one before them of the same device: they are judged without memory. */
  readonly outOfOrder: number;
  /** Seconds by line, with `--interval auto` only. */
  readonly intervals: ReadonlyMap<number, number> | undefined;
  /** Hash of the file's beginning up to the line that was asked about. */
  readonly hashAtLine: string | undefined;
};

export async function survey(options: ImportOptions, line: number | undefined): Promise<Survey> {
  const { source, reader } = await open(options);
  const times = new Map<string, { line: number; ms: number }[]>();
  const newest = new Map<string, number>();
  let selected = 0;
  let outOfOrder = 0;
  let hashAtLine: string | undefined;
  for await (const { row, outcome, hash } of select(source, reader, rulesOf(options), options)) {
    selected++;
    if (row.line === line) hashAtLine = hash;
    if (outcome.kind !== "ready") continue;
    const { deviceId, endMs } = outcome.reading;
    if (endMs < (newest.get(deviceId) ?? endMs)) outOfOrder++;
    newest.set(deviceId, Math.max(endMs, newest.get(deviceId) ?? endMs));
    if (options.interval !== "auto") continue;
    const own = times.get(deviceId) ?? [];
    own.push({ line: row.line, ms: endMs });
    times.set(deviceId, own);
  }
  const intervals = options.interval === "auto" ? intervalsByLine([...times.values()]) : undefined;
  return { mapping: reader.mapping, selected, outOfOrder, intervals, hashAtLine };
}

/**
 * The rows that the options select, in the file's order, each with the interval that the survey found. Those that were added to
 * the file since are the next run's: nothing is known of their neighbours.
 */
export async function* planned(options: ImportOptions, found: Survey): AsyncGenerator<PlannedRow> {
  const { source, reader } = await open(options);
  const rules = rulesOf(options);
  for await (const { row, outcome, hash } of select(source, reader, rules, { ...options, limit: found.selected })) {
    const intervalS = found.intervals?.get(row.line);
    yield { row, outcome: intervalS === undefined ? outcome : reader.read(row, { ...rules, intervalS }), hash };
  }
}

async function* select(
  { heading, rows }: Source,
  reader: Reader,
  rules: RowRules,
  options: Pick<ImportOptions, "fromMs" | "toMs" | "limit">,
): AsyncGenerator<PlannedRow> {
  const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY, limit } = options;
  let count = 0;
  let hash = hashWith("", heading);
  for await (const row of rows) {
    if (count === limit) return;
    const outcome = reader.read(row, rules);
    if (outcome.atMs !== undefined && !(outcome.atMs > fromMs && outcome.atMs <= toMs)) continue;
    hash = hashWith(hash, row.cells);
    count++;
    yield { row, outcome, hash };
  }
}

/**
 * The interval of each row: the shorter of the distances to its neighbours, so that the row after a gap
 * does not claim the gap. Nothing when there is no neighbour, or none within a day.
 */
export function intervalsByLine(devices: readonly (readonly { line: number; ms: number }[])[]): Map<number, number> {
  const intervals = new Map<number, number>();
  for (const times of devices) {
    const sorted = times.toSorted((a, b) => a.ms - b.ms);
    sorted.forEach(({ line, ms }, i) => {
      const before = ms - (sorted[i - 1]?.ms ?? Number.NEGATIVE_INFINITY);
      const after = (sorted[i + 1]?.ms ?? Number.POSITIVE_INFINITY) - ms;
      const seconds = Math.floor(Math.min(before, after) / 1000);
      if (seconds >= 1 && seconds <= longestIntervalS) intervals.set(line, seconds);
    });
  }
  return intervals;
}
