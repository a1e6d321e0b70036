import { type RawBuilder, sql } from "kysely";

/** Clocks of gateways may be so far apart, ms. */
export const clocksApartMs = 900_000;

/**
 * Due by now, or put off for longer than anything of its kind ever is: by a clock that was ahead and has been put back since.
 * It would wait until the wrong time came.
 */
export function isDue(column: RawBuilder<unknown>, nowMs: number, longestWaitMs: number): RawBuilder<boolean> {
  const farOff = new Date(nowMs + longestWaitMs + clocksApartMs);
  return sql`(${column} <= ${new Date(nowMs)} OR ${column} > ${farOff})`;
}
