import { mostWh, registerStep, snapMs } from "../carbon/register-step.ts";
import type { Books } from "./books.ts";
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
