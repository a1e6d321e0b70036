/** One reading every five minutes. */
export const stepS = 300;
export const stepMs = 300_000;
export const dayMs = 86_400_000;
export const stepsPerDay = 288;

const yearMs = 365.25 * dayMs;
/** Mid-January of a year that begins with the epoch. */
const midJanuaryMs = 15 * dayMs;

/** A table of twelve mid-month values read at an instant, linear between them and over the turn of the year. */
export function seasonal(table: readonly number[], atMs: number): number {
  const place = ((((atMs - midJanuaryMs) % yearMs) + yearMs) % yearMs) / (yearMs / 12);
  const month = Math.floor(place);
  const here = table[month % 12] as number;
  const next = table[(month + 1) % 12] as number;
  return here + (place - month) * (next - here);
}

/** Hours since local midnight, 0 to 24. */
export function localHour(atMs: number, utcOffsetMs: number): number {
  return ((((atMs + utcOffsetMs) % dayMs) + dayMs) % dayMs) / 3_600_000;
}

/** The number of the local day, counted from the epoch. An interval that ends at midnight belongs to the day before. */
export function localDay(endMs: number, utcOffsetMs: number): number {
  return Math.floor((endMs + utcOffsetMs - stepMs / 2) / dayMs);
}
