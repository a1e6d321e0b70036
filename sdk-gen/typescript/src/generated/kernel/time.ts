/** The wall clock, handed in: the core never asks the time itself. */
export type Clock = {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
};

/** Cryptographic randomness, handed in. */
export type Randomness = {
  bytes(length: number): Uint8Array;
};

/** RFC 3339 in UTC with milliseconds: the one form of an instant in records and answers. */
export function isoFromMs(ms: number): string {
  const day = Math.floor(ms / dayMs);
  const begin = days.get(day) ?? newDay(day);
  if (begin === undefined || !Number.isInteger(ms)) return new Date(ms).toISOString();
  const rest = ms - day * dayMs;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${begin}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}.${three(rest % 1000)}Z`;
}

/** The first and the last instant that RFC 3339 can write, and that PostgreSQL reads in that form: years 1 to 9999. */
export const earliestMs = Date.parse("0001-01-01T00:00:00.000Z");
export const latestMs = Date.parse("9999-12-31T23:59:59.999Z");

/** An instant, or the nearest that PostgreSQL reads: for looking up what may lie around times that nobody has checked yet. */
export const readableMs = (ms: number): number => Math.min(Math.max(ms, earliestMs), latestMs);

const dayMs = 86_400_000;

/** Texts of the days that were written last, up to the hour: those of a reading and of when it came, those of a year's series. */
const days = new Map<number, string>();
const mostDays = 512;

/** @returns undefined: a year of other than four digits, or no date */
function newDay(day: number): string | undefined {
  const date = new Date(day * dayMs);
  if (Number.isNaN(date.getTime())) return undefined;
  const text = date.toISOString();
  if (text.length !== usualLength) return undefined;
  if (days.size >= mostDays) days.clear();
  days.set(day, text.slice(0, 11));
  return text.slice(0, 11);
}

const usualLength = "2026-05-01T12:00:00.000Z".length;

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);
const three = (value: number): string => (value < 100 ? `0${two(value)}` : `${value}`);

/** How long after it was made a device's signature is taken, ms: the buffer of a device that was cut off. */
export const deviceLateMs = 7 * 86_400_000;

/** How far a device's clock may run ahead of the gateway's, ms. */
export const deviceAheadMs = 5 * 60_000;
