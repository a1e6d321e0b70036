import { parseArgs } from "node:util";
import { dayMs, stepMs } from "./calendar.ts";
import { type CheatName, cheatNames, cheats } from "./cheats.ts";

/** One simulation as the command line describes it. */
export type SimulateOptions = {
  readonly seed: number;
  readonly startMs: number;
  readonly days: number;
  readonly cheat: { readonly name: CheatName; readonly size: number; readonly fromMs: number } | undefined;
  readonly print: "bodies" | "labelled" | "registration";
  readonly gateway: { readonly baseUrl: string; readonly apiKey: string } | undefined;
};

/** The command line was wrong: the message says how. */
export class UsageError extends Error {}

export const usage = `Prints, or posts, the telemetry of a made-up plant: a reading every five minutes.

  npm run simulate -- [options]

  --seed N           which plant, river, faults and instruments (default 1); the same everywhere
  --days N           how many days, fractions too (default 7)
  --start T          where they begin (default 2025-01-01T00:00:00Z)
  --cheat NAME       one of the cheats below (default: an honest plant)
  --size SHARE       how much it claims on top, for the sized ones (default 0.1)
  --cheat-from DAY   after so many days (default: half of them)
  --labelled         with the truth: {"truth", "event", "sent_at", "body"} a line
  --registration     prints the plant and its device as they are registered, nothing else
  --url URL          posts to this gateway instead: registers plant and device, then sends every reading
  --key KEY          its API key; better in HYDRO_API_KEY, where other users cannot see it

Without --url every line on the output is one body of POST /api/v1/telemetry, in the order of sending.

Cheats:
${cheatNames.map((name) => `  ${name.padEnd(24)}${cheats[name].about}${cheats[name].sized ? " (sized)" : ""}`).join("\n")}`;

const flags = {
  seed: { type: "string", default: "1" },
  days: { type: "string", default: "7" },
  start: { type: "string", default: "2025-01-01T00:00:00Z" },
  cheat: { type: "string" },
  size: { type: "string", default: "0.1" },
  "cheat-from": { type: "string" },
  labelled: { type: "boolean", default: false },
  registration: { type: "boolean", default: false },
  url: { type: "string" },
  key: { type: "string" },
} as const;

/** @throws {UsageError} naming the option that is missing or wrong */
export function readOptions(argv: readonly string[], environmentKey: string | undefined): SimulateOptions {
  const values = parse(argv);
  const days = number("days", values.days, 0.01, 3_660);
  const startMs = Date.parse(values.start);
  if (Number.isNaN(startMs)) throw new UsageError(`--start "${values.start}" is no time such as 2025-01-01T00:00:00Z.`);
  const cheatAfterDays =
    values["cheat-from"] === undefined ? days / 2 : number("cheat-from", values["cheat-from"], 0, days);
  return {
    seed: whole("seed", values.seed, 0, 4_294_967_295),
    // On the five-minute grid, so that days begin with a whole interval.
    startMs: Math.floor(startMs / stepMs) * stepMs,
    days,
    cheat:
      values.cheat === undefined
        ? undefined
        : {
            name: cheatName(values.cheat),
            size: number("size", values.size, 0.001, 10),
            fromMs: startMs + cheatAfterDays * dayMs,
          },
    print: values.registration ? "registration" : values.labelled ? "labelled" : "bodies",
    gateway: gatewayOf(values.url, values.key ?? environmentKey),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message} See --help.`);
  }
}

function gatewayOf(url: string | undefined, apiKey: string | undefined): SimulateOptions["gateway"] {
  if (url === undefined) return undefined;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UsageError(`--url "${url}" must begin with http:// or https://.`);
  }
  if (apiKey === undefined) throw new UsageError("No API key: set HYDRO_API_KEY, or give --key.");
  return { baseUrl: url.replace(/\/+$/, ""), apiKey };
}

function cheatName(text: string): CheatName {
  const found = cheatNames.find((name) => name === text);
  if (found === undefined) throw new UsageError(`--cheat "${text}" is not known; known are ${cheatNames.join(", ")}.`);
  return found;
}

function number(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= least && value <= most)) {
    throw new UsageError(`--${option} "${text}" must be a number from ${least} to ${most}.`);
  }
  return value;
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = number(option, text, least, most);
  if (!Number.isInteger(value)) throw new UsageError(`--${option} "${text}" must be a whole number.`);
  return value;
}
