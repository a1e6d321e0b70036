/**
 * PostgreSQL's `numeric` as `numeric_send` writes it: how many digits of base 10,000, the power of the first of them, sign,
 * decimal digits to show, two bytes each; then the digits, two bytes each. Pure.
 */

const numericHeadBytes = 8;

export const numericBytes = (view: DataView, at: number): number => numericHeadBytes + 2 * view.getInt16(at);

const negative = 0x4000;
/** All that a double holds exactly. */
const tens = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** Of base 10,000, more than a double tells apart: with all of a sum of something and next to nothing there is no end of it. */
const mostDigits = 7;

/**
 * The double next to it, as far as its digits without the point make an exact one (15 decimal digits do); of longer ones
 * within some units of the last place.
 *
 * @returns NaN for what is no finite number
 */
export function readNumeric(view: DataView, at: number): number {
  const digits = Math.min(view.getInt16(at), mostDigits);
  const sign = view.getUint16(at + 4);
  if (sign !== 0 && sign !== negative) return Number.NaN;
  let value = 0;
  for (let i = 0; i < digits; i++) value = value * 10_000 + view.getInt16(at + numericHeadBytes + 2 * i);
  const power = 4 * (view.getInt16(at + 2) - digits + 1);
  const shifted =
    power < 0 ? value / (tens[-power] ?? Number(`1e${-power}`)) : value * (tens[power] ?? Number(`1e${power}`));
  return sign === negative ? -shifted : shifted;
}
