/** A file, a heading or an option that cannot be used: the message is one sentence that says what to do. */
export class ImportError extends Error {}

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
const offsetPattern = /^([+-])(\d{2})(?::?(\d{2}))?$/;
const epochMsPattern = /^\d{12,13}$/;
/** `202605011200` is a date to whoever wrote it, though it could be milliseconds of 1976. */
const compactPattern = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-4])[0-5]\d$/;

export type ParsedTime =
  | { readonly ms: number }
  /** A local time with nothing that says where. */
  | { readonly needsOffset: true }
  /** A local time when clocks are changed: they show it twice, or never. */
  | { readonly shown: "twice" | "never" }
  | { readonly unreadable: true };

/** How a file writes local times. */
export type LocalRules = {
  /** IANA zone of times without an offset. */
  readonly timeZone?: string | undefined;
  /** Of dates such as 23/11/2026. Undefined: year first, and nothing else. */
  readonly date?: "dmy" | "mdy" | undefined;
};

const otherDate =
  /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,?[T ]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?(?: ?([ap])\.?m\.?)?)? ?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

const clockAlone = /^\d{1,2}:\d{2}(?::\d{2})?$/;

/** `23/11/2026 1:05 PM` year first, as far as its form goes, a year of two digits as of this century; undefined: it is of no such form. */
function yearFirst(text: string, date: "dmy" | "mdy"): string | undefined {
  const match = otherDate.exec(text);
  if (match === null) return undefined;
  const [, one = "", , two = "", year, hour = "0", minute = "00", second = "00", fraction = "0", half, zone = ""] =
    match;
  const [day, month] = date === "dmy" ? [one, two] : [two, one];
  const h = Number(hour);
  if (half !== undefined && (h < 1 || h > 12)) return undefined;
  const of24 = half === undefined ? h : (h % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  const padded = [month, day].map((part) => part.padStart(2, "0")).join("-");
  return `${year?.padStart(4, "20")}-${padded}T${String(of24).padStart(2, "0")}:${minute}:${second}.${fraction}${zone}`;
}

/** What is wrong with the text of a time, and what to do. */
export function timeHint(text: string, parsed: ParsedTime, rules: LocalRules): string {
  if ("needsOffset" in parsed) return `"${text}" has no offset from UTC: say it with --utc-offset or --time-zone`;
  if ("shown" in parsed) {
    const remedy = `write its offset from UTC behind it, as +HH:MM`;
    return `"${text}" is shown ${parsed.shown} by clocks in ${rules.timeZone}: ${remedy}`;
  }
  if (clockAlone.test(text))
    return `"${text}" has no date: where that is another column, say --map DATE+TIME=timestamp`;
  const isOther = rules.date === undefined && otherDate.test(text);
  return `"${text}" is no time such as 2026-05-01T12:00:00Z${isOther ? ": say how dates are written, --date dmy or --date mdy" : ""}`;
}

/**
 * An instant from the text of a cell: ISO 8601, with `T` or a space, or whole milliseconds since 1970 that cannot be meant as
 * anything else.
 * A date alone is its midnight, 24:00 the next one. A time without an offset takes `offsetMs`; a day that
 * does not exist is unreadable, never the day after.
 */
export function parseTime(text: string, offsetMs: number | undefined, { timeZone, date }: LocalRules = {}): ParsedTime {
  if (epochMsPattern.test(text) && !compactPattern.test(text)) return { ms: Number(text) };
  const match = isoPattern.exec((date && yearFirst(text, date)) ?? text);
  if (match === null) return { unreadable: true };
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as SixNumbers;
  const endOfDay = h === 24 && mi === 0 && s === 0;
  // JavaScript takes years before 100 for those of the 20th century.
  if (y < 100 || mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo) || (h > 23 && !endOfDay) || mi > 59 || s > 59) {
    return { unreadable: true };
  }
  const ms = Number(fraction.slice(0, 3).padEnd(3, "0"));
  const local = Date.UTC(y, mo - 1, d, h, mi, s, ms);
  if (zone === undefined && timeZone !== undefined) return inZone(local, timeZone);
  const own = zone === undefined ? offsetMs : parseOffset(zone);
  if (own === undefined) return zone === undefined ? { needsOffset: true } : { unreadable: true };
  return { ms: local - own };
}

/** The instant at which clocks of a zone show this, ms as if it were UTC. */
function inZone(local: number, timeZone: string): ParsedTime {
  const offsets = new Set([local - dayMs, local + dayMs].map((ms) => aheadOfUtc(ms, timeZone)));
  const instants = [...offsets].map((ahead) => local - ahead).filter((ms) => ms + aheadOfUtc(ms, timeZone) === local);
  const [ms] = instants;
  if (ms === undefined) return { shown: "never" };
  return instants.length > 1 ? { shown: "twice" } : { ms };
}

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** By how much clocks of a zone are ahead of UTC at an instant, ms. */
function aheadOfUtc(ms: number, timeZone: string): number {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  formats.set(timeZone, format);
  const name = format.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes, seconds = "0"] = /^GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
}

/** Whether it is the name of an IANA zone, such as Asia/Kolkata. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

type SixNumbers = [number, number, number, number, number, number];

/** Milliseconds by which local time is ahead of UTC: `-08:00`, `+0530`, `+05`, `Z`. Undefined for anything else. */
export function parseOffset(text: string): number | undefined {
  if (/^z$/i.test(text)) return 0;
  const match = offsetPattern.exec(text);
  if (match === null) return undefined;
  const [hours, minutes] = [Number(match[2]), Number(match[3] ?? "0")];
  if (hours > 14 || minutes > 59) return undefined;
  return (match[1] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
