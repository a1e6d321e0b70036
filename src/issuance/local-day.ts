/**
 * The instant at which a local day begins, ms since the epoch: its midnight. Where clocks go back over
 * midnight the first of the two counts; where they skip it, the first moment of the day that exists.
 *
 * @param date YYYY-MM-DD
 * @param timeZone IANA zone
 */
export function startOfLocalDay(date: string, timeZone: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const offsets = [midnight - dayMs, midnight + dayMs].map((ms) => wallClock(ms, timeZone) - ms);
  const candidates = offsets.map((offset) => midnight - offset).sort((a, b) => a - b);
  const exact = candidates.find((ms) => wallClock(ms, timeZone) === midnight);
  return exact ?? firstAtOrAfter(midnight, timeZone, candidates as [number, number]);
}

const dayMs = 86_400_000;

/** The first instant within (early, late] at which clocks show `wall` or later: clocks jump over it once. */
function firstAtOrAfter(wall: number, timeZone: string, [early, late]: [number, number]): number {
  let [before, after] = [early - dayMs, late];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallClock(middle, timeZone) >= wall) after = middle;
    else before = middle;
  }
  return after;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What clocks show, as if it were UTC: ms since the epoch. */
function wallClock(ms: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const numeric = "numeric" as const;
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
    format = new Intl.DateTimeFormat("en-u-ca-iso8601", { ...fields, timeZone, hourCycle: "h23" });
    formats.set(timeZone, format);
  }
  const seconds = Math.floor(ms / 1000) * 1000;
  const parts = new Map(format.formatToParts(seconds).map(({ type, value }) => [type, Number(value)]));
  const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) as number;
  const wall = new Date(0);
  // Date.UTC takes the years 0 to 99 for those of the twentieth century.
  wall.setUTCFullYear(at("year"), at("month") - 1, at("day"));
  wall.setUTCHours(at("hour"), at("minute"), at("second"));
  return wall.getTime() + (ms - seconds);
}

/** The local day of an instant, YYYY-MM-DD. */
export function localDate(ms: number, timeZone: string): string {
  return new Date(wallClock(ms, timeZone)).toISOString().slice(0, 10);
}
