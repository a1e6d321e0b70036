/**
 * Exponential and logarithm from + - * / alone. IEEE 754 fixes the bits of those four, while
 * `Math.exp`, `Math.log` and `**` may differ from one engine to the next: a score that goes into a
 * record must not.
 */

/**
 * 2 to the power x, for -1022 <= x <= 1022. Relative error below 1e-15: the Taylor series of e^t on
 * |t| <= ln(2)/2 ends with a remainder under 1e-17, the rest is rounding.
 *
 * @throws RangeError outside that range or for NaN.
 */
export function exp2(x: number): number {
  if (!(x >= -1022 && x <= 1022)) throw new RangeError(`exp2 is defined for -1022 to 1022, not ${x}`);
  const whole = Math.round(x);
  const t = (x - whole) * Math.LN2;
  let series = 1;
  for (let k = 14; k >= 1; k--) series = 1 + (t * series) / k;
  let result = series;
  for (let k = whole; k > 0; k--) result *= 2;
  for (let k = whole; k < 0; k++) result /= 2;
  return result;
}

/**
 * Natural logarithm of a finite x >= 2^-1022, absolute error below 1e-15 times the larger of 1 and |ln x|:
 * x = m * 2^k with 0.7 <= m < 1.4, ln m = 2 atanh((m - 1)/(m + 1)) as a series whose remainder is under 1e-18.
 *
 * @throws RangeError for anything else.
 */
export function naturalLog(x: number): number {
  if (!(x >= 2.2250738585072014e-308 && x < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`no natural logarithm of ${x}`);
  }
  let m = x;
  let k = 0;
  for (; m >= 1.4; k++) m /= 2;
  for (; m < 0.7; k--) m *= 2;
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let series = 0;
  for (let i = 23; i >= 1; i -= 2) series = series * square + 1 / i;
  return k * Math.LN2 + 2 * s * series;
}
