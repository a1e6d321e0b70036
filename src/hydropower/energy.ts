import { assertState } from "../kernel/fault.ts";
import { wattHoursFromKwh } from "./quantities.ts";

/** Whole Wh of an energy or register value of a reading, exactly. The schema let no other value through. */
export function wattHours(kwh: number): bigint {
  const wh = wattHoursFromKwh(kwh);
  if (wh === undefined) assertState(false, `an energy of ${kwh} kWh passed the reading's schema`);
  return wh;
}
