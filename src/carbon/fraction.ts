import { floorDivide, millionths } from "./decimal.ts";

/** A non-negative rational number, exact: a / b with b > 0. */
export type Fraction = { readonly a: bigint; readonly b: bigint };

export const zero: Fraction = { a: 0n, b: 1n };

/** A decimal of at most six decimals as a fraction. @throws RangeError when the text is none. */
export function fraction(decimal: string): Fraction {
  return { a: millionths(decimal), b: 1_000_000n };
}

export function plus(x: Fraction, y: Fraction): Fraction {
  return reduced({ a: x.a * y.b + y.a * x.b, b: x.b * y.b });
}

export function times(x: Fraction, y: Fraction): Fraction {
  return reduced({ a: x.a * y.a, b: x.b * y.b });
}

/** x / y for y > 0. */
export function over(x: Fraction, y: Fraction): Fraction {
  return reduced({ a: x.a * y.b, b: x.b * y.a });
}

/** Millionths, rounded down: tCO2/MWh as gCO2/MWh. */
export function floorMillionths({ a, b }: Fraction): bigint {
  return floorDivide(a * 1_000_000n, b);
}

// Kept in lowest terms: a margin of hundreds of units would otherwise grow without bound.
function reduced({ a, b }: Fraction): Fraction {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? zero : { a: a / x, b: b / x };
}
