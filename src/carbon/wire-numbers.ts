import { z } from "zod";
import { millionths } from "./decimal.ts";

/**
 * Numbers of the calculation request. Each may stand as digits in a string or as a JSON number that is exact:
 * a whole number up to 2^53, a decimal of at most six decimals. All come out as strings.
 */

const decimalLimit = /^\d{1,12}(\.\d+)?(e[+-]?\d+)?$/i;

const isDecimal = (text: string) => {
  if (!decimalLimit.test(text)) return false;
  try {
    millionths(text);
    return true;
  } catch {
    return false;
  }
};

/** A decimal >= 0 with at most six decimals. */
export const decimalWire = z
  .union([z.string().max(30), z.number()], { error: "a decimal of at most six decimals, as text or number" })
  .refine((value) => isDecimal(String(value)), { error: "a decimal from 0 with at most six decimals" })
  .transform(String);

/** A decimal > 0 with at most six decimals. */
export const positiveDecimalWire = decimalWire.refine((text) => millionths(text) > 0n, {
  error: "must be more than 0",
});

const whole = (pattern: RegExp, error: string) =>
  z
    .union([z.string(), z.number()], { error })
    .refine((value) => (typeof value === "string" || Number.isSafeInteger(value)) && pattern.test(String(value)), {
      error,
    })
    .transform((value) => String(BigInt(value)));

/** A whole number >= 0 of at most 18 digits. */
export const wholeWire = whole(/^\d{1,18}$/, "a whole number from 0, as digits in text or as an exact number");

/** A whole number of either sign of at most 18 digits. */
export const signedWire = whole(/^-?\d{1,18}$/, "a whole number, as digits in text or as an exact number");
