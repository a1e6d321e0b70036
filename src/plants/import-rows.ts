import type { z } from "zod";
import { type Device, deviceSchema, type Plant, plantSchema } from "../hydropower/plant.ts";
import { type CsvRow, readCsv } from "../kernel/csv.ts";
import { Fault } from "../kernel/fault.ts";

/** One row of a table of plants, read and held against the schemas; nothing is known of what is registered. */
export type PlantRow = {
  /** Line of the file it begins on. */
  readonly line: number;
  readonly plantId: string | undefined;
  readonly read: { readonly plant: Plant; readonly devices: readonly Device[] } | undefined;
  readonly errors: readonly RowError[];
};

export type RowError = { readonly column: string; readonly rule: string; readonly detail: string };

const mostRows = 2_000;

type Kind = "text" | "number" | "whole";
type Column = { readonly path: readonly string[]; readonly kind: Kind };

const own = (kind: Kind, ...names: string[]): [string, Column][] => names.map((name) => [name, { path: [name], kind }]);
const within = (member: string, prefix: string, kind: Kind, ...names: string[]): [string, Column][] =>
  names.map((name) => [`${prefix}${name}`, { path: [member, name], kind }]);

/** Columns by name, with the member of the plant that each gives. */
const columns: ReadonlyMap<string, Column> = new Map([
  ...own("text", "plant_id", "name", "time_zone", "commissioned_on", "country", "turbine_type", "grid_factor_table"),
  ...own("text", "signatures"),
  ...own("number", "rated_power_kw", "design_head_m", "design_flow_m3s"),
  ...own("whole", "units"),
  ...within("location", "", "number", "latitude", "longitude", "elevation_m"),
  ...within("location", "", "text", "river", "region"),
  ...within("reservoir", "reservoir_", "text", "type"),
  ...within("reservoir", "reservoir_", "number", "area_m2", "live_volume_m3", "full_level_m", "lowest_level_m"),
  ...within("grid", "grid_", "text", "operator", "connection_point"),
  ...within("grid", "grid_", "number", "voltage_kv", "frequency_hz"),
]);

/** Columns that hold lists: items apart by `;`, their parts by `:`. */
const lists = {
  turbine_units: ["unit_id", "turbine_type", "rated_power_kw", "design_head_m", "design_flow_m3s"],
  devices: ["device_id", "kind", "rated_power_kw", "interval_s"],
} as const;
const numbers: ReadonlySet<string> = new Set(["rated_power_kw", "design_head_m", "design_flow_m3s", "interval_s"]);

export const importColumns: readonly string[] = [...columns.keys(), ...Object.keys(lists)];

/**
 * The rows of a CSV table (RFC 4180) with a heading of {@link importColumns}. Every row is judged, whatever the others
 * are; a plant or device that stands twice is refused where it stands again.
 *
 * @throws {Fault} `invalid-request` for what is no such table
 */
export function readPlantRows(text: string): PlantRow[] {
  const table = readCsv(text);
  if ("brokenLine" in table) throw noTable(`line ${table.brokenLine} is no line of CSV: look for an open quote`);
  const [heading, ...rows] = table.rows;
  const names = heading?.cells.map((name) => name.toLowerCase()) ?? [];
  const unknown = names.find((name) => !importColumns.includes(name));
  if (unknown !== undefined)
    throw noTable(`there is no column "${unknown.slice(0, 40)}"; known: ${importColumns.join(", ")}`);
  if (new Set(names).size < names.length) throw noTable("a column stands twice");
  if (rows.length === 0) throw noTable("it has no rows");
  if (rows.length > mostRows) throw noTable(`it has ${rows.length} rows, at most ${mostRows} are taken at once`);
  const seen = new Map<string, number>();
  return rows.map((row) => withoutRepeats(readRow(names, row), seen));
}

function readRow(names: readonly string[], { line, cells }: CsvRow): PlantRow {
  const errors: RowError[] = [];
  if (cells.length > names.length) {
    errors.push({ column: "", rule: "cells", detail: `${cells.length} cells under ${names.length} columns` });
  }
  const plant: Record<string, unknown> = {};
  let devices: unknown[] = [];
  for (const [i, name] of names.entries()) {
    const cell = cells[i] ?? "";
    if (cell === "") continue;
    if (name === "devices") devices = listIn(cell, lists.devices);
    else if (name === "turbine_units") plant.turbine_units = listIn(cell, lists.turbine_units);
    else put(plant, columns.get(name) as Column, cell);
  }
  const readPlant = checked(plantSchema, plant, errors, (path) => columnOf(path));
  const readDevices = devices.map((device) => checked(deviceSchema, device, errors, () => "devices"));
  const read =
    readPlant !== undefined && errors.length === 0
      ? { plant: readPlant, devices: readDevices.filter((device) => device !== undefined) }
      : undefined;
  return { line, plantId: typeof plant.plant_id === "string" ? plant.plant_id : undefined, read, errors };
}

function put(plant: Record<string, unknown>, { path, kind }: Column, cell: string): void {
  const value = kind === "text" ? cell : numberOf(cell);
  const [member = "", inner] = path;
  if (inner === undefined) plant[member] = value;
  else plant[member] = { ...(plant[member] as object | undefined), [inner]: value };
}

/** A decimal number, or the text as it is, for the schema to refuse. */
function numberOf(text: string): number | string {
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

function listIn(cell: string, parts: readonly string[]): unknown[] {
  const items = cell.split(";").map((item) => item.trim());
  return items
    .filter((item) => item !== "")
    .map((item) => {
      const given = item.split(":").map((part) => part.trim());
      // What has no name of its own is one that no schema knows.
      const named = given.map((part, i) => [parts[i] ?? `part_${i + 1}`, part] as const);
      const filled = named.filter(([, part]) => part !== "");
      return Object.fromEntries(filled.map(([name, part]) => [name, numbers.has(name) ? numberOf(part) : part]));
    });
}

function checked<S extends z.ZodType>(
  schema: S,
  value: unknown,
  errors: RowError[],
  columnAt: (path: readonly PropertyKey[]) => string,
): z.output<S> | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const { path, code, message } of result.error.issues) {
    const missing = code === "invalid_type" && message.endsWith("received undefined");
    const detail = missing ? "is missing" : [path.slice(1).join("."), message].filter((part) => part !== "").join(": ");
    errors.push({ column: columnAt(path), rule: missing ? "required" : code, detail });
  }
  return undefined;
}

function columnOf(path: readonly PropertyKey[]): string {
  const [member, inner] = path.map(String);
  for (const [name, column] of columns) if (column.path[0] === member && column.path[1] === inner) return name;
  return member ?? "";
}

function withoutRepeats(row: PlantRow, seen: Map<string, number>): PlantRow {
  const ids = [
    ["plant_id", row.plantId],
    ...(row.read?.devices ?? []).map(({ device_id }) => ["devices", device_id]),
  ] as const;
  const errors = [...row.errors];
  for (const [column, id] of ids) {
    if (id === undefined) continue;
    const name = `${column}\n${id}`;
    const before = seen.get(name);
    if (before === undefined) seen.set(name, row.line);
    else errors.push({ column: column as string, rule: "repeated", detail: `${id} stands in line ${before} already` });
  }
  return errors.length === row.errors.length ? row : { ...row, read: undefined, errors };
}

function noTable(why: string): Fault {
  return new Fault("invalid-request", `This is no table of plants: ${why}.`, {
    errors: [{ pointer: "", rule: "csv", detail: why }],
  });
}
