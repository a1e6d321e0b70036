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
  | { readonly unreadable: true };

/**
 * An instant from the text of a cell: ISO 8601, with `T` or a space, or whole milliseconds since 1970 that cannot be meant as
 * anything else.
 * A date alone is its midnight, 24:00 the next one. A time without an offset takes `offsetMs`; a day that
 * does not exist is unreadable, never the day after.
 */
export function parseTime(text: string, offsetMs: number | undefined): ParsedTime {
  if (epochMsPattern.test(text) && !compactPattern.test(text)) return { ms: Number(text) };
  const match = isoPattern.exec(text);
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
  const own = zone === undefined ? offsetMs : parseOffset(zone);
  if (own === undefined) return zone === undefined ? { needsOffset: true } : { unreadable: true };
  return { ms: local - own };
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
