/** A decimal number held exactly: digits times ten to a power. */
export type Decimal = { readonly digits: bigint; readonly exponent: number };

const decimalText = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * A non-negative decimal from its text, exactly: "0.9646", "1e-7".
 *
 * @throws RangeError when the text is none.
 */
export function decimalFromText(text: string): Decimal {
  const match = decimalText.exec(text);
  if (match === null) throw new RangeError(`not a non-negative decimal: ${text}`);
  const [, whole = "", fraction = "", exponent = "0"] = match;
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

/** Floor of a / b for any sign of a and b > 0: BigInt division alone rounds towards zero. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

/** Ceiling of a / b for any sign of a and b > 0. */
export function ceilDivide(a: bigint, b: bigint): bigint {
  return -floorDivide(-a, b);
}

/** Floor of a decimal times a / b, b > 0. */
export function floorTimes({ digits, exponent }: Decimal, a: bigint, b = 1n): bigint {
  return exponent >= 0
    ? floorDivide(digits * a * 10n ** BigInt(exponent), b)
    : floorDivide(digits * a, b * 10n ** BigInt(-exponent));
}

/** Millionths of a decimal, which must have no more than six decimals: tCO2/MWh become gCO2/MWh, MWh become Wh. */
export function millionths(text: string): bigint {
  const decimal = decimalFromText(text);
  if (decimal.exponent < -6 && decimal.digits % 10n ** BigInt(-decimal.exponent - 6) !== 0n) {
    throw new RangeError(`more than six decimals: ${text}`);
  }
  return floorTimes(decimal, 1_000_000n);
}

/** Decimal text of whole millionths: grams as tonnes, without trailing zeros. */
export function textFromMillionths(value: bigint): string {
  return decimalOf(value, 6);
}

/** Decimal text of `value` / 10^`decimals`, without trailing zeros. */
function decimalOf(value: bigint, decimals: number): string {
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, "0");
  const point = digits.length - decimals;
  let end = digits.length;
  while (end > point && digits[end - 1] === "0") end--;
  const fraction = end === point ? "" : `.${digits.slice(point, end)}`;
  return `${value < 0n ? "-" : ""}${digits.slice(0, point)}${fraction}`;
}

/** Decimal text of a / b (b > 0), rounded down after so many decimals. */
export function ratioText(a: bigint, b: bigint, decimals: number): string {
  return decimalOf(floorDivide(a * 10n ** BigInt(decimals), b), decimals);
}

/** The smallest whole number whose square is at least `value` >= 0. */
export function ceilSqrt(value: bigint): bigint {
  if (value < 2n) return value;
  // Newton's iteration from above falls until it meets the floor of the root.
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (let next = (root + value / root) >> 1n; next < root; next = (root + value / root) >> 1n) root = next;
  return root * root === value ? root : root + 1n;
}
