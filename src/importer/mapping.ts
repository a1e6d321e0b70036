import { type QuantityName, quantityNames } from "../hydropower/quantities.ts";
import { ImportError } from "./timestamps.ts";
import { inOurUnit, placesBetween } from "./units.ts";

/** What a column may carry beside quantities. */
const roles = ["timestamp", "device_id", "interval_s", "device_seq"] as const;
type Role = (typeof roles)[number];
type Target = Role | QuantityName;

/** Headings that say the same thing as a wire name, as river and plant data are commonly labelled. */
const aliases: Readonly<Record<string, Target>> = {
  time: "timestamp",
  datetime: "timestamp",
  date_time: "timestamp",
  device: "device_id",
  interval_seconds: "interval_s",
  power_kw: "power_output_kw",
  active_power_kw: "power_output_kw",
  turbine_flow_m3s: "flow_rate_m3s",
  flow_m3s: "flow_rate_m3s",
  discharge_m3s: "flow_rate_m3s",
  spill_m3s: "spill_flow_m3s",
  head_m: "head_height_m",
  net_head_m: "head_height_m",
  forebay_level_m: "reservoir_level_m",
  tailrace_level_m: "tailwater_level_m",
};

/** Where each part of a reading stands in a row: zero-based columns. */
export type Mapping = {
  readonly width: number;
  readonly timestamp: number;
  /** Where the time of day stands, if the column `timestamp` has the date alone. */
  readonly timeOfDay?: number;
  readonly deviceId: number | undefined;
  readonly intervalS: number | undefined;
  readonly deviceSeq: number | undefined;
  readonly quantities: readonly {
    readonly column: number;
    readonly name: QuantityName;
    /** By how many decimal places its values are shifted: its heading names another unit. Absent: by none. */
    readonly places?: number;
  }[];
  /** What each used column becomes, for people: `power_kw -> power_output_kw`. */
  readonly used: readonly string[];
  /** Headings of columns that are not sent. */
  readonly unused: readonly string[];
};

/**
 * `power_kw=power_output_kw,remarks=-` as pairs; `-` leaves a column out.
 *
 * @throws {ImportError}
 */
export function parseMap(text: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const pair of text.split(",").map((part) => part.trim())) {
    const [column = "", target = "", ...more] = pair.split("=").map((part) => part.trim());
    if (column === "" || target === "" || more.length > 0) {
      throw new ImportError(`--map "${pair}" must be COLUMN=QUANTITY, such as power_kw=power_output_kw.`);
    }
    if (map.has(column)) throw new ImportError(`--map names the column "${column}" twice.`);
    if (target !== "-" && !isTarget(target)) {
      throw new ImportError(`--map: "${target}" is no quantity; known are ${[...roles, ...quantityNames].join(", ")}.`);
    }
    map.set(column, target);
  }
  return map;
}

/**
 * Matches a heading with what a reading may carry: by `map`, else by wire name, else by common alias.
 *
 * @throws {ImportError} for a mapped column that is not there, two columns for one thing, no time, no quantity
 */
export function mapColumns(heading: readonly string[], given: ReadonlyMap<string, string>): Mapping {
  const { map, timeOfDay } = ofTwoColumns(heading, given);
  for (const column of map.keys()) {
    if (!heading.includes(column)) {
      throw new ImportError(`--map names the column "${column}", but the heading has ${shown(heading)}.`);
    }
  }
  const found = new Map<Target, number>();
  const unused: string[] = [];
  heading.forEach((name, column) => {
    const target = map.get(name) ?? guess(name);
    if (target === undefined || target === "-") {
      unused.push(name);
      return;
    }
    const other = found.get(target as Target);
    if (other !== undefined) {
      const remedy = heading[other] === name ? "rename one of them" : `leave one out with --map "${name}=-"`;
      throw new ImportError(`Two columns, "${heading[other]}" and "${name}", would both be ${target}: ${remedy}.`);
    }
    found.set(target as Target, column);
  });
  const timestamp = found.get("timestamp");
  if (timestamp === undefined) {
    throw new ImportError(`No column is the time: name it with --map COLUMN=timestamp (${shown(heading)}).`);
  }
  const named = quantityNames.flatMap((name) => {
    const column = found.get(name);
    return column === undefined ? [] : [{ column, name, ...shiftOf(heading[column] ?? "", name) }];
  });
  if (named.length === 0) {
    throw new ImportError(`No column is a quantity: name them with --map COLUMN=QUANTITY (${shown(heading)}).`);
  }
  return {
    width: heading.length,
    timestamp,
    ...(timeOfDay !== undefined && { timeOfDay }),
    deviceId: found.get("device_id"),
    intervalS: found.get("interval_s"),
    deviceSeq: found.get("device_seq"),
    quantities: named,
    used: [...found].map(([target, column]) => {
      const { places } = named.find((one) => one.column === column) ?? {};
      const times = places === undefined ? "" : ` (times ${places > 0 ? 10 ** places : `1/${10 ** -places}`})`;
      const clock = target === "timestamp" && timeOfDay !== undefined ? `+${heading[timeOfDay]}` : "";
      return heading[column] === target && clock === "" ? target : `${heading[column]}${clock} -> ${target}${times}`;
    }),
    unused: unused.filter((name) => timeOfDay === undefined || name !== heading[timeOfDay]),
  };
}

/** `Date+Time=timestamp`, where no column has that name, are two: the date's, and the one of the time of day. */
function ofTwoColumns(heading: readonly string[], given: ReadonlyMap<string, string>) {
  for (const [pair, target] of given) {
    const [date = "", clock = "", ...more] = pair.split("+").map((part) => part.trim());
    if (target !== "timestamp" || heading.includes(pair) || more.length > 0) continue;
    if (!heading.includes(date) || !heading.includes(clock)) continue;
    const map = new Map([...given].filter(([column]) => column !== pair));
    return { map: map.set(date, "timestamp").set(clock, "-"), timeOfDay: heading.indexOf(clock) };
  }
  return { map: given, timeOfDay: undefined };
}

/** What stands in the line that was taken for the heading, and how another one is named. */
function shown(heading: readonly string[]): string {
  return `${heading.join(", ")}; if that is not the heading, say which line is: --heading-line N`;
}

/** @throws {ImportError} for a heading whose unit its quantity has none of */
function shiftOf(heading: string, name: QuantityName): { places?: number } {
  const places = placesBetween(heading, name);
  if (places === 0) return {};
  if (places !== undefined) return { places };
  throw new ImportError(
    `The column "${heading}" names another unit than ${name} is in: rename the column, or convert it.`,
  );
}

function guess(heading: string): Target | undefined {
  return known(heading) ?? known(inOurUnit(heading) ?? "");
}

function known(heading: string): Target | undefined {
  const plain = heading
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
  if (isTarget(plain)) return plain;
  return Object.hasOwn(aliases, plain) ? aliases[plain] : undefined;
}

function isTarget(name: string): name is Target {
  return ([...roles, ...quantityNames] as readonly string[]).includes(name);
}
