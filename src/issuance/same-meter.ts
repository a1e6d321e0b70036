import { snapMs } from "../carbon/register-step.ts";
import { riseAsOne } from "../carbon/same-register.ts";
import type { Books } from "./books.ts";
import type { MeterPlace, RegisterRow } from "./meter-store.ts";

type Question = Omit<MeterPlace, "deviceId"> & { readonly fromMs: number; readonly toMs: number };

/** A main meter that was followed over the period, from the reading before it to its last one. */
type Followed = {
  readonly meter: { readonly device_id: string };
  readonly opening: RegisterRow | undefined;
  readonly closing: RegisterRow | undefined;
};

/** Whether a meter's register rises as that of one before it does, over the period; looked at where their sums are alike. */
export async function showsAnother(
  books: Books,
  question: Question,
  result: Followed,
  before: readonly Followed[],
): Promise<boolean> {
  const rows = ({ meter }: Followed) => {
    const place = { ...question, deviceId: meter.device_id };
    return books.readRegisters(place, { afterMs: question.fromMs + snapMs, toMs: question.toMs + snapMs });
  };
  for (const other of before) {
    if (isAlike(riseOf(result), riseOf(other)) && (await riseAsOne(rows(result), rows(other)))) return true;
  }
  return false;
}

/** Wh between the values around a period; undefined where one is not known, or it fell. */
function riseOf({ opening, closing }: Followed): bigint | undefined {
  if (opening?.exportWh == null || closing?.exportWh == null) return undefined;
  return closing.exportWh > opening.exportWh ? closing.exportWh - opening.exportWh : undefined;
}

/** Within a thousandth: the rest is looked at reading by reading. */
function isAlike(one: bigint | undefined, other: bigint | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return 1_000n * (one > other ? one - other : other - one) <= one;
}
