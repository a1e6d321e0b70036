import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type QuantityName, quantityNames } from "../hydropower/quantities.ts";
import { chosenIdSchema, longestIntervalS, reasonSchema } from "../hydropower/reading.ts";
import { parseMap } from "./mapping.ts";
import type { NumberRules } from "./numbers.ts";
import { ImportError, isTimeZone, type LocalRules, parseOffset, parseTime } from "./timestamps.ts";

/** One import as the command line describes it. */
export type ImportOptions = {
  readonly file: string;
  readonly format: "csv" | "ndjson";
  readonly delimiter: string;
  /** As `TextDecoder` names it. */
  readonly encoding: string;
  /** Counted from 1. */
  readonly headingLine: number;
  readonly plantId: string;
  readonly deviceId: string | undefined;
  readonly map: ReadonlyMap<string, string>;
  readonly required: readonly QuantityName[];
  readonly emptyTexts: readonly string[];
  /** Seconds; `auto`: from the times of a row's neighbours. */
  readonly interval: number | "auto" | undefined;
  readonly stampIsStart: boolean;
  readonly utcOffsetMs: number | undefined;
  readonly timeZone: LocalRules["timeZone"];
  readonly date: LocalRules["date"];
  readonly decimal: NumberRules["decimal"];
  /** Rows with `fromMs` < time <= `toMs`. */
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  readonly limit: number | undefined;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly stateFile: string;
  readonly restart: boolean;
  readonly wait: boolean;
  /** Why this history is filed; it stands in the records. Undefined: the rows are live readings. */
  readonly reason: string | undefined;
  /** Devices whose readings are sent at the same time; those of one device go one after the other. */
  readonly parallel: number;
  /** Rows in one call, at most. */
  readonly batch: number;
  /** Seconds without an answer after which the import gives up. */
  readonly patienceS: number;
};

const flags = {
  plant: { type: "string" },
  device: { type: "string" },
  map: { type: "string" },
  interval: { type: "string" },
  stamp: { type: "string", default: "end" },
  "utc-offset": { type: "string" },
  "time-zone": { type: "string" },
  date: { type: "string" },
  decimal: { type: "string" },
  require: { type: "string", multiple: true, default: [] as string[] },
  empty: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  limit: { type: "string" },
  delimiter: { type: "string", default: "," },
  encoding: { type: "string", default: "utf-8" },
  "heading-line": { type: "string", default: "1" },
  url: { type: "string" },
  key: { type: "string" },
  wait: { type: "boolean", default: false },
  state: { type: "string" },
  restart: { type: "boolean", default: false },
  reason: { type: "string" },
  live: { type: "boolean", default: false },
  batch: { type: "string", default: "2000" },
  parallel: { type: "string", default: "1" },
  patience: { type: "string", default: "300" },
} as const;

/** What the machine says beside the command line. */
export type Surroundings = {
  /** Folder that relative paths begin at. */
  readonly folder: string;
  /** Where a gateway on this machine leaves `demo.json`. */
  readonly dataDir: string;
  readonly apiKey: string | undefined;
};

/** @throws {ImportError} naming the option that is missing or wrong */
export function readOptions(argv: readonly string[], around: Surroundings): ImportOptions {
  const { values, positionals } = parse(argv);
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0)
    throw new ImportError("Name one FILE: npm run import -- FILE --plant ID.");
  const utcOffsetMs = values["utc-offset"] === undefined ? undefined : offset(values["utc-offset"]);
  const plantId = id("plant", values.plant ?? "");
  const deviceId = values.device === undefined ? undefined : id("device", values.device);
  const file = resolve(around.folder, given);
  const stateName = [file, plantId, ...(deviceId === undefined ? [] : [deviceId]), "import.json"].join(".");
  return {
    file,
    format: /\.(ndjson|jsonl)$/i.test(file) ? "ndjson" : "csv",
    delimiter: delimiterOf(values.delimiter),
    encoding: encodingOf(values.encoding),
    headingLine: whole("heading-line", values["heading-line"], 1),
    plantId,
    deviceId,
    map: values.map === undefined ? new Map() : parseMap(values.map),
    required: values.require.map(quantity),
    emptyTexts: values.empty?.split(",").map((text) => text.trim()) ?? [],
    interval: interval(values.interval),
    stampIsStart: oneOf("stamp", values.stamp, ["end", "start"]) === "start",
    utcOffsetMs,
    ...writingOf(values),
    fromMs: time("from", values.from, utcOffsetMs),
    toMs: time("to", values.to, utcOffsetMs),
    limit: values.limit === undefined ? undefined : whole("limit", values.limit, 1),
    ...target(values.url, values.key ?? around.apiKey, around.dataDir),
    stateFile: values.state === undefined ? stateName : resolve(around.folder, values.state),
    restart: values.restart,
    wait: values.wait,
    reason: reasonOf(values.live, values.reason, file),
    parallel: whole("parallel", values.parallel, 1),
    batch: Math.min(whole("batch", values.batch, 1), mostInOneCall),
    patienceS: whole("patience", values.patience, 0),
  };
}

type Written = { readonly [name in "utc-offset" | "time-zone" | "date" | "decimal"]?: string | undefined };

/** How the file writes local times and numbers. @throws {ImportError} */
function writingOf({ "time-zone": timeZone, date, decimal, ...more }: Written) {
  if (timeZone !== undefined && more["utc-offset"] !== undefined)
    throw new ImportError("--time-zone and --utc-offset exclude each other: both are for times without an offset.");
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new ImportError(`--time-zone "${timeZone}" is no zone such as Europe/Zurich or Asia/Kolkata.`);
  const dateOrder = date === undefined ? undefined : oneOf("date", date, ["dmy", "mdy"]);
  const decimalSign = decimal === undefined ? undefined : oneOf("decimal", decimal, ["comma", "point"]);
  return { timeZone, date: dateOrder as LocalRules["date"], decimal: decimalSign as NumberRules["decimal"] };
}

function delimiterOf(text: string): string {
  if (text === "") throw new ImportError("--delimiter must be at least one character.");
  return text === "\\t" ? "\t" : text;
}

function encodingOf(name: string): string {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    throw new ImportError(`--encoding "${name}" is none such as utf-8, windows-1252 or utf-16le.`);
  }
}

/** What the gateway takes in one call. */
const mostInOneCall = 10_000;

function reasonOf(live: boolean, given: string | undefined, file: string): string | undefined {
  if (live && given !== undefined)
    throw new ImportError("--live and --reason exclude each other: live readings need none.");
  if (live) return undefined;
  const reason =
    given ??
    `imported from ${basename(file)
      .replaceAll(/\p{Cc}/gu, "?")
      .slice(0, 400)}`;
  const parsed = reasonSchema.safeParse(reason);
  if (!parsed.success) throw new ImportError(`--reason must be ${parsed.error.issues[0]?.message}.`);
  return reason;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, allowPositionals: true });
  } catch (error) {
    throw new ImportError(`${(error as Error).message} See --help.`);
  }
}

/** The demo's key is sent to the demo's own gateway only. */
function target(
  url: string | undefined,
  key: string | undefined,
  dataDir: string,
): { baseUrl: string; apiKey: string } {
  const demo = readDemo(join(dataDir, "demo.json"));
  const baseUrl = (url ?? demo?.base_url ?? "http://127.0.0.1:8080").replace(/\/+$/, "");
  if (!/^https?:\/\//.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new ImportError(`--url "${baseUrl}" must begin with http:// or https://.`);
  }
  const apiKey = key ?? (baseUrl === demo?.base_url ? demo.api_key : undefined);
  if (apiKey === undefined) {
    throw new ImportError(
      `No API key for ${baseUrl}: set HYDRO_API_KEY, or make one with npm run admin -- key create.`,
    );
  }
  // Said here and without it: the refusal of the request would repeat the key, and be tried again.
  if (!/^[!-~]+$/.test(apiKey)) throw new ImportError("The API key has characters that no key has: copy all of it.");
  return { baseUrl, apiKey };
}

function readDemo(file: string): { base_url: string; api_key: string } | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { base_url: string; api_key: string };
  } catch {
    throw new ImportError(`${file} cannot be read: give --url and HYDRO_API_KEY instead.`);
  }
}

function id(option: string, text: string): string {
  if (text === "") throw new ImportError(`Say which ${option}: --${option} ID.`);
  const parsed = chosenIdSchema.safeParse(text);
  if (!parsed.success) throw new ImportError(`--${option} "${text}" is no id: ${parsed.error.issues[0]?.message}.`);
  return parsed.data;
}

function quantity(name: string): QuantityName {
  const found = quantityNames.find((known) => known === name);
  if (found === undefined) {
    throw new ImportError(`--require "${name}" is no quantity; known are ${quantityNames.join(", ")}.`);
  }
  return found;
}

function interval(text: string | undefined): number | "auto" | undefined {
  if (text === undefined || text === "auto") return text;
  const seconds = whole("interval", text, 1);
  if (seconds > longestIntervalS)
    throw new ImportError(`--interval ${text} is longer than ${longestIntervalS} s (a day).`);
  return seconds;
}

function offset(text: string): number {
  const ms = parseOffset(text);
  if (ms === undefined) throw new ImportError(`--utc-offset "${text}" must look like -08:00 or +05:30.`);
  return ms;
}

function time(option: string, text: string | undefined, utcOffsetMs: number | undefined): number | undefined {
  if (text === undefined) return undefined;
  const parsed = parseTime(text, utcOffsetMs);
  if ("ms" in parsed) return parsed.ms;
  throw new ImportError(
    "needsOffset" in parsed
      ? `--${option} "${text}" has no offset from UTC: add one, or give --utc-offset.`
      : `--${option} "${text}" is no time such as 2026-05-01T00:00:00Z.`,
  );
}

function whole(option: string, text: string, least: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
    throw new ImportError(`--${option} "${text}" must be a whole number, at least ${least}.`);
  }
  return Number(text);
}

function oneOf(option: string, text: string, allowed: readonly string[]): string {
  if (!allowed.includes(text)) throw new ImportError(`--${option} "${text}" must be ${allowed.join(" or ")}.`);
  return text;
}
