import { mostWh, registerStep, snapMs } from "../carbon/register-step.ts";
import { MeterAccount } from "../carbon/registers.ts";
import type { Books } from "./books.ts";
import { toReplacement } from "./check-meters.ts";
import type { MeterDesign } from "./design-schema.ts";
import type { MeterPlace, RegisterRow } from "./meter-store.ts";

/** The days between two periods, which are in no statement: until the export that the later one starts from. */
export type DaysBetween = {
  readonly sinceMs: number | undefined;
  readonly base: Pick<RegisterRow, "endMs" | "exportWh"> | undefined;
};

/**
 * The export register as the period before left it, where one that rolls over may have done so on the days between;
 * undefined where there are none.
 */
export async function leftBehind(
  books: Pick<Books, "nearestHolding">,
  place: MeterPlace,
  { rolls_over_at_wh }: MeterDesign,
  { sinceMs, base }: DaysBetween,
): Promise<RegisterRow | undefined> {
  if (rolls_over_at_wh === undefined || sinceMs === undefined || base === undefined) return undefined;
  if (base.endMs <= sinceMs + snapMs) return undefined;
  return books.nearestHolding(place, "exportWh", "at or before", sinceMs + snapMs);
}

/** Whether the export register rolled over on them: then what it had shown before says nothing any more. */
export async function rolledOverBetween(
  books: Pick<Books, "nearestHolding">,
  place: MeterPlace,
  meter: MeterDesign,
  { capacityW, ...days }: DaysBetween & { readonly capacityW: bigint },
): Promise<boolean> {
  const left = await leftBehind(books, place, meter, days);
  const [before, after] = [left?.exportWh, days.base?.exportWh];
  if (left == null || before == null || after == null || days.base === undefined) return false;
  const most = mostWh(capacityW, left.endMs, days.base.endMs);
  const step = registerStep(before, after, BigInt(meter.rolls_over_at_wh ?? 0), most);
  return "wh" in step && step.rolledOver;
}

/** The import register as the period before left it, where days lie between; undefined where there are none. */
export async function importLeft(
  books: Pick<Books, "nearestHolding">,
  place: MeterPlace,
  { sinceMs, base }: Pick<DaysBetween, "sinceMs"> & { readonly base: Pick<RegisterRow, "endMs"> | undefined },
): Promise<RegisterRow | undefined> {
  if (sinceMs === undefined || base === undefined || base.endMs <= sinceMs + snapMs) return undefined;
  return books.nearestHolding(place, "importWh", "at or before", sinceMs + snapMs);
}

/**
 * What was drawn on them, Wh: else whoever leaves out the days of a standstill would be credited with export alone.
 *
 * @returns reads it. @throws {Fault} `rule-violated` when the register fell and no declared change of meter explains it
 */
export async function importBetween(
  books: Pick<Books, "nearestHolding">,
  place: MeterPlace,
  { rolls_over_at_wh, replacements }: MeterDesign,
  { sinceMs, base, capacityW }: Omit<DaysBetween, "base"> & { base: RegisterRow | undefined; capacityW: bigint },
): Promise<() => bigint> {
  const left = await importLeft(books, place, { sinceMs, base });
  if (left === undefined || base === undefined) return () => 0n;
  const account = new MeterAccount({
    ...{ fromMs: left.endMs, toMs: base.endMs, capacityW },
    rollsOverAtWh: rolls_over_at_wh === undefined ? undefined : BigInt(rolls_over_at_wh),
    replacements: replacements.map(toReplacement).filter(({ atMs }) => atMs >= left.endMs - snapMs),
  });
  for (const row of [left, base]) account.add(row);
  return () => account.close(false).importWh;
}
