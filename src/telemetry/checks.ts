import { type Device, missingQuantities, type Plant } from "../hydropower/plant.ts";
import type { Quantities } from "../hydropower/quantities.ts";
import { Fault } from "../kernel/fault.ts";
import { deviceAheadMs, isoFromMs } from "../kernel/time.ts";
import type { AcceptItem } from "./types.ts";

/** No zone's midnight is further than this from midnight UTC. Milliseconds. */
const farthestZoneMs = 24 * 3_600_000;

/** A device sends at least one quantity of its kind. @throws {Fault} `invalid-request` */
export function checkQuantities(device: Device, readings: Quantities): void {
  const missing = missingQuantities(device.kind, readings);
  if (missing === undefined) return;
  const detail = `A ${device.kind} sends at least one of ${missing.join(", ")}.`;
  throw new Fault("invalid-request", detail, { errors: [{ pointer: "/readings", rule: "quantity-missing", detail }] });
}

const firstPlantsMs = Date.parse("1800-01-01T00:00:00Z");

/**
 * Not before commissioning, not ahead of our clock.
 *
 * @param behindMs by how much our own clock is known to be behind
 * @throws {Fault} `timestamp-out-of-range`; `clock-behind` for what a right clock would take
 */
export function checkTime(
  plant: Plant,
  { body, receivedAtMs }: Pick<AcceptItem, "body" | "receivedAtMs">,
  endMs: number,
  behindMs = 0,
): void {
  const refuse = (detail: string) => outOfRange("timestamp-out-of-range", detail);
  const unit = otherUnit(body.timestamp);
  if (endMs > receivedAtMs + deviceAheadMs) {
    if (endMs <= receivedAtMs + deviceAheadMs + behindMs) throw ourClockIsBehind(behindMs);
    const remedy = unit ?? "set the device's clock";
    refuse(
      `The timestamp is more than 5 minutes ahead of the gateway's clock (${isoFromMs(receivedAtMs)}): ${remedy}.`,
    );
  }
  // Of a plant whose commissioning was mistyped: before it PostgreSQL has no months to keep records in.
  if (endMs < firstPlantsMs) refuse("The timestamp is before the year 1800, when nobody measured a hydropower plant.");
  const surelyMs = midnightMs(plant.commissioned_on) + farthestZoneMs;
  if (endMs < surelyMs && localDate(endMs, plant.time_zone) < plant.commissioned_on) {
    const begun = `before the plant's commissioning on ${plant.commissioned_on} (${plant.time_zone})`;
    const remedy = unit ?? "set the device's clock, or mend the plant's commissioned_on";
    refuse(`The timestamp, ${isoFromMs(endMs)}, is ${begun}: ${remedy}.`);
  }
}

/** The device is right, and shall keep its reading until we are. */
function ourClockIsBehind(behindMs: number): Fault {
  const behind = `${Math.round(behindMs / 1000)} s behind`;
  return new Fault("clock-behind", `The gateway's own clock is ${behind}: keep the reading and send it again.`, {
    retryAfterS: 60,
  });
}

/**
 * A count of other than milliseconds, by what it would say of now. Those of before 1973 are of nobody's milliseconds: history as
 * old is written as ISO 8601.
 */
function otherUnit(written: string | number | undefined): string | undefined {
  if (typeof written !== "number") return undefined;
  const isSeconds = written >= 1e8 && written < 1e11;
  if (!isSeconds && written < 1e14) return undefined;
  return `a number counts milliseconds since 1970, and this one looks like ${isSeconds ? "seconds" : "microseconds"}`;
}

/** Where the clocks of devices begin that were never set, or lost power: those of Unix, of GPS and PCs, of many PLCs. */
const clockStartsMs = ["1970-01-01", "1980-01-01", "2000-01-01"].map((day) => Date.parse(day));
/** As long as such a device may run before somebody sets its clock, and a zone more, ms. */
const unsetForMs = 8 * 86_400_000;

/**
 * What stands has its time for good: a plant is older than 1970 or 2000 as often as not, and its readings of a clock that was
 * never set, or that counts seconds, would be records of then.
 *
 * @throws {Fault} `timestamp-out-of-range`
 */
export function checkClock({ body }: AcceptItem, endMs: number): void {
  const unit = otherUnit(body.timestamp);
  if (unit !== undefined) outOfRange("timestamp-unit", `The timestamp is of ${isoFromMs(endMs)}: ${unit}.`);
  const isUnset = clockStartsMs.some((startMs) => Math.abs(endMs - startMs) < unsetForMs);
  if (body.source !== undefined || !isUnset) return;
  const history = 'what was measured then is history, with "source": "backfill" and a reason';
  outOfRange("timestamp-unset", `The timestamp is of ${isoFromMs(endMs)}: set the device's clock; ${history}.`);
}

function outOfRange(rule: string, detail: string): never {
  throw new Fault("timestamp-out-of-range", detail, { errors: [{ pointer: "/timestamp", rule, detail }] });
}

/**
 * A live reading may be late by what empties the buffer of a device that was cut off. What is older is history, which
 * an operator files.
 *
 * @throws {Fault} `timestamp-out-of-range`
 */
export function checkAge({ body, receivedAtMs, mostLateMs }: AcceptItem, endMs: number): void {
  if (body.source !== undefined || mostLateMs === undefined || receivedAtMs - endMs <= mostLateMs) return;
  const detail = `The reading is more than ${mostLateMs / 86_400_000} days old: file it as history, with "source": "backfill" and a reason, by the key of an operator.`;
  outOfRange("timestamp-too-old", detail);
}

/** There are as many as days on which plants were commissioned; reading one takes as long as the rest of the check. */
const midnights = new Map<string, number>();

/** Midnight UTC of a calendar date, ms. */
function midnightMs(date: string): number {
  const known = midnights.get(date);
  if (known !== undefined) return known;
  const ms = Date.parse(date);
  midnights.set(date, ms);
  return ms;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** The calendar date, YYYY-MM-DD, at an instant in a time zone. */
function localDate(ms: number, timeZone: string): string {
  let format = dateFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    dateFormats.set(timeZone, format);
  }
  return format.format(ms);
}
