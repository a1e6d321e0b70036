import { decimalFromText, floorTimes } from "../carbon/decimal.ts";
import { type CsvRow, readCsv } from "../kernel/csv.ts";
import { Fault, type FieldError } from "../kernel/fault.ts";

/** One day or month of a manual monitoring report. Energies in Wh, masses in g; null: not reported. */
export type ManualRow = {
  /** As in the report: 2026-03-01 or 2026-03. */
  readonly label: string;
  readonly from: string;
  readonly to: string;
  readonly exportWh: bigint | null;
  readonly importWh: bigint | null;
  readonly grossWh: bigint | null;
  readonly erG: bigint | null;
  readonly fuelG: bigint | null;
  /** Readings that the manual procedure left out itself, and times a person had to step in; absent: 0. */
  readonly rejectedReadings: bigint | null;
  readonly interventions: bigint | null;
};

/** A year of days and some more: each row is computed from the registers anew. */
export const mostRows = 400;

type Quantity = Exclude<keyof ManualRow, "label" | "from" | "to">;

/** Columns by name: the quantity, and how many of its units one in the cell is. */
const columns: Readonly<Record<string, { readonly of: Quantity; readonly unit: bigint }>> = {
  export_wh: { of: "exportWh", unit: 1n },
  export_kwh: { of: "exportWh", unit: 1_000n },
  export_mwh: { of: "exportWh", unit: 1_000_000n },
  import_wh: { of: "importWh", unit: 1n },
  import_kwh: { of: "importWh", unit: 1_000n },
  import_mwh: { of: "importWh", unit: 1_000_000n },
  gross_wh: { of: "grossWh", unit: 1n },
  gross_kwh: { of: "grossWh", unit: 1_000n },
  gross_mwh: { of: "grossWh", unit: 1_000_000n },
  er_g: { of: "erG", unit: 1n },
  er_kg: { of: "erG", unit: 1_000n },
  er_t: { of: "erG", unit: 1_000_000n },
  fuel_g: { of: "fuelG", unit: 1n },
  fuel_kg: { of: "fuelG", unit: 1_000n },
  rejected_readings: { of: "rejectedReadings", unit: 1n },
  interventions: { of: "interventions", unit: 1n },
};

export const columnNames: readonly string[] = ["period", ...Object.keys(columns)];

/**
 * Reads a manual monitoring report: a heading line, then one row per day or month in order, numbers as plain
 * decimals.
 *
 * @throws {Fault} `invalid-request` with `/line/column` of each wrong cell
 */
export function readManualReport(text: string): ManualRow[] {
  const table = readCsv(text);
  if ("brokenLine" in table) throw refused([at(table.brokenLine, "", "csv", "is no line of CSV: look at its quotes")]);
  const [heading, ...lines] = table.rows;
  if (heading === undefined || lines.length === 0) {
    throw refused([at(1, "", "rows", "a heading and at least one row are needed")]);
  }
  if (lines.length > mostRows) throw refused([at(1, "", "rows", `at most ${mostRows} rows are compared at once`)]);
  const names = checkHeading(heading);
  const errors: FieldError[] = [];
  const rows = lines.map((line) => readRow(line, names, errors));
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1];
    if (before === undefined || row.from === "" || before.to <= row.from) continue;
    errors.push(at(lines[i]?.line ?? 0, "period", "order", "must follow the row before without overlap"));
  }
  if (errors.length > 0) throw refused(errors);
  return rows;
}

function checkHeading({ line, cells }: CsvRow): string[] {
  const names = cells.map((cell) => cell.toLowerCase());
  const quantities = names.map((name) => columns[name]?.of ?? name);
  const errors = names.flatMap((name, i): FieldError[] => {
    if (!columnNames.includes(name)) {
      return [at(line, name, "unknown-column", `is no column of a report: there are ${columnNames.join(", ")}`)];
    }
    return quantities.indexOf(quantities[i] as string) === i ? [] : [at(line, name, "twice", "stands twice")];
  });
  if (!names.includes("period")) errors.push(at(line, "period", "required", "is missing: a day or a month"));
  if (!quantities.includes("exportWh")) errors.push(at(line, "export_kwh", "required", "is missing: the export"));
  if (errors.length > 0) throw refused(errors);
  return names;
}

function readRow({ line, cells }: CsvRow, names: readonly string[], errors: FieldError[]): ManualRow {
  if (cells.length !== names.length)
    errors.push(at(line, "", "cells", `has ${cells.length} cells, not ${names.length}`));
  const label = cells[names.indexOf("period")] ?? "";
  const days = daysOf(label);
  if (days === undefined) errors.push(at(line, "period", "period", "must be a day (2026-03-01) or a month (2026-03)"));
  const row = { ...empty, label, from: "", to: "", ...days };
  for (const [i, name] of names.entries()) {
    const column = columns[name];
    const text = cells[i] ?? "";
    if (column === undefined || text === "") continue;
    const value = exactly(text, column.unit);
    if (value === undefined)
      errors.push(at(line, name, "number", `must be a plain decimal, exact to its unit, not ${shown(text)}`));
    else if (value < 0n && column.of !== "erG") errors.push(at(line, name, "number", "must not be negative"));
    else row[column.of] = value;
  }
  if (row.exportWh === null) errors.push(at(line, "export_kwh", "required", "is missing: the export of the row"));
  return row;
}

const empty: { -readonly [name in Quantity]: ManualRow[name] } = {
  exportWh: null,
  importWh: null,
  grossWh: null,
  erG: null,
  fuelG: null,
  rejectedReadings: null,
  interventions: null,
};

/** The days [from, to) of a day or a month; undefined for anything else, also for a day that does not exist. */
function daysOf(label: string): { readonly from: string; readonly to: string } | undefined {
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(label);
  if (match === null) return undefined;
  const [, year, month, day] = match;
  const start = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? "1")));
  const from = start.toISOString().slice(0, 10);
  if (from !== `${year}-${month}-${day ?? "01"}`) return undefined;
  if (day === undefined) start.setUTCMonth(start.getUTCMonth() + 1);
  else start.setUTCDate(start.getUTCDate() + 1);
  return { from, to: start.toISOString().slice(0, 10) };
}

/** A decimal times its unit, when that is a whole number of at most 18 digits. */
function exactly(text: string, unit: bigint): bigint | undefined {
  const match = /^(-?)(\d{1,15}(?:\.\d{1,15})?)$/.exec(text);
  if (match === null) return undefined;
  const decimal = decimalFromText(match[2] as string);
  const value = floorTimes(decimal, unit);
  const exact = value * 10n ** BigInt(-decimal.exponent) === decimal.digits * unit;
  return exact ? (match[1] === "-" ? -value : value) : undefined;
}

const shown = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);

function at(line: number, column: string, rule: string, detail: string): FieldError {
  return { pointer: column === "" ? `/${line}` : `/${line}/${column}`, rule, detail };
}

function refused(errors: readonly FieldError[]): Fault {
  const [first] = errors;
  const more = errors.length > 1 ? ` and ${errors.length - 1} more` : "";
  const detail = `The report cannot be read: ${first?.pointer} (line and column) ${first?.detail}${more}.`;
  return new Fault("invalid-request", detail, { errors: errors.slice(0, 50) });
}
