import { timestampMs, timestampSchema } from "../hydropower/reading.ts";
import { readCsv } from "../kernel/csv.ts";
import { Fault } from "../kernel/fault.ts";
import { earliestMs } from "../kernel/time.ts";

/** A table of a river's flow: pure, every row for itself. */

export const flowUnits = { "m3/s": 1, "l/s": 0.001, "ft3/s": 0.028316846592 } as const;
export type FlowUnit = keyof typeof flowUnits;
const mostM3s = 400_000;
export const mostRows = 10_000;

export type FlowRow = {
  /** Line of the table that it begins on. */
  readonly line: number;
  readonly read: { readonly atMs: number; readonly station: string; readonly flowM3s: number } | undefined;
  readonly error: string | undefined;
};

const columns = ["timestamp", "flow", "station", "unit"];
const stationPattern = /^[\p{L}\p{N}][\p{L}\p{N} ._()/-]{0,99}$/u;

/**
 * Rows of a CSV table (RFC 4180) with a heading of `timestamp`, `flow`, `station` and `unit`; without `unit` it is m3/s.
 *
 * @throws {Fault} `invalid-request` for what is no such table
 */
export function readFlowRows(text: string, nowMs: number): FlowRow[] {
  const table = readCsv(text);
  if ("brokenLine" in table) throw noTable(`line ${table.brokenLine} is no line of CSV: look for an open quote`);
  const [heading, ...rows] = table.rows;
  const names = heading?.cells.map((name) => name.toLowerCase()) ?? [];
  const unknown = names.find((name) => !columns.includes(name));
  if (unknown !== undefined) throw noTable(`there is no column ${unknown}: there are ${columns.join(", ")}`);
  const missing = ["timestamp", "flow", "station"].find((name) => !names.includes(name));
  if (missing !== undefined) throw noTable(`the column ${missing} is missing`);
  if (new Set(names).size < names.length) throw noTable("a column stands twice");
  if (rows.length === 0) throw noTable("it has no rows");
  if (rows.length > mostRows) throw noTable(`it has ${rows.length} rows, and ${mostRows} fit into one: split it`);
  return rows.map(({ line, cells }) => {
    if (cells.length !== names.length)
      return { line, read: undefined, error: `${cells.length} cells, not ${names.length}` };
    const cell = (name: string) => cells[names.indexOf(name)] ?? "";
    const read = rowOf(cell, nowMs);
    return typeof read === "string" ? { line, read: undefined, error: read } : { line, read, error: undefined };
  });
}

/** What a row says, or what is wrong with it. */
function rowOf(cell: (name: string) => string, nowMs: number): NonNullable<FlowRow["read"]> | string {
  const time = timestampSchema.safeParse(
    /^\d{1,16}$/.test(cell("timestamp")) ? Number(cell("timestamp")) : cell("timestamp"),
  );
  if (!time.success) return "timestamp is no ISO 8601 time with an offset, and no milliseconds since 1970";
  const atMs = timestampMs(time.data);
  if (atMs > nowMs) return "timestamp lies ahead";
  if (atMs < earliestMs) return "timestamp lies before the year 1";
  const station = cell("station");
  if (!stationPattern.test(station)) return "station is no name of up to 100 letters, digits, spaces and . _ ( ) / -";
  const unit = cell("unit") === "" ? "m3/s" : cell("unit").toLowerCase();
  if (!Object.hasOwn(flowUnits, unit)) return `unit is none of ${Object.keys(flowUnits).join(", ")}`;
  if (!/^\d+(\.\d+)?$/.test(cell("flow"))) return "flow is no decimal number";
  const flowM3s = Number((Number(cell("flow")) * flowUnits[unit as FlowUnit]).toPrecision(12));
  return flowM3s <= mostM3s ? { atMs, station, flowM3s } : `flow is more than ${mostM3s} m3/s`;
}

function noTable(detail: string): Fault {
  const errors = [{ pointer: "", rule: "csv", detail }];
  return new Fault("invalid-request", `This is no table of river flows: ${detail}.`, { errors });
}
