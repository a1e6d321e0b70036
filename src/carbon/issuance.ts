import { floorDivide } from "./decimal.ts";

/** What is left of a vintage after issuance: below one unit, or a deficit that later reductions must meet first. */
export type Carry = { readonly vintage: number; readonly grams: bigint };

export type Issued = {
  readonly carryInG: bigint;
  readonly issuedUnits: bigint;
  readonly issuedG: bigint;
  readonly carry: Carry;
  /** Remainder that stays behind with the vintage that ended; 0 inside a vintage. */
  readonly leftBehindG: bigint;
};

/**
 * Issues whole units of a period's emission reduction, rounded down, with an exact carry: what came in and
 * was reduced is what was issued and is carried on. A remainder never leaves its vintage; a deficit goes on
 * until it is met. Never negative.
 *
 * @param unitG grams of one unit, > 0
 */
export function issue(before: Carry, vintage: number, erG: bigint, unitG: bigint): Issued {
  const leaves = before.vintage !== vintage && before.grams > 0n;
  const carryInG = leaves ? 0n : before.grams;
  const dueG = carryInG + erG;
  const issuedUnits = dueG > 0n ? floorDivide(dueG, unitG) : 0n;
  const issuedG = issuedUnits * unitG;
  return {
    carryInG,
    issuedUnits,
    issuedG,
    carry: { vintage, grams: dueG - issuedG },
    leftBehindG: leaves ? before.grams : 0n,
  };
}
