import { energyQuantities, type QuantityName, wattHoursFromKwhText } from "../hydropower/quantities.ts";

/** How a file writes numbers. */
export type NumberRules = {
  /** Undefined: a point, and nothing between thousands; what could be read in two ways is no number. */
  readonly decimal?: "comma" | "point" | undefined;
};

const plainPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Between thousands: blanks of all widths and apostrophes, beside the sign that is not the decimal one. */
const between = { comma: "[.\\s'’]", point: "[,\\s'’]" } as const;
const grouped = {
  comma: new RegExp(`^[+-]?\\d{1,3}(?:(${between.comma})\\d{3})(?:\\1\\d{3})*(?:,\\d*)?$`),
  point: new RegExp(`^[+-]?\\d{1,3}(?:(${between.point})\\d{3})(?:\\1\\d{3})*(?:\\.\\d*)?$`),
} as const;

/**
 * The number that a cell writes, of another unit by `shift` decimal places. Energy must be exact in its text, because it may
 * become credits: what a JSON number cannot carry is no number here.
 */
export function numberFrom(
  text: string,
  name: QuantityName,
  { decimal }: NumberRules,
  shift: number,
): number | undefined {
  const plain = plainOf(text, decimal);
  if (plain === undefined) return undefined;
  const shifted = shift === 0 ? plain : shiftedBy(plain, shift);
  const value = Number(shifted);
  if (!Number.isFinite(value)) return undefined;
  const isEnergy = (energyQuantities as readonly QuantityName[]).includes(name);
  return isEnergy && wattHoursFromKwhText(wholeDecimal(shifted)) === undefined ? undefined : value;
}

/** What to do about a text that is no number, to go on a sentence; empty where nobody can tell. */
export function numberHint(text: string, { decimal }: NumberRules): string {
  const isOfComma = plainOf(text, "comma") !== undefined;
  const isOfPoint = plainOf(text, "point") !== undefined;
  if (decimal === undefined && (isOfComma || isOfPoint)) {
    const ways = [...(isOfComma ? ["--decimal comma"] : []), ...(isOfPoint ? ["--decimal point"] : [])];
    return `: say how the file writes numbers, ${ways.join(" or ")}`;
  }
  return /[a-z#]/i.test(text) ? `: where it means "not measured", say --empty "${text}"` : "";
}

function plainOf(text: string, decimal: NumberRules["decimal"]): string | undefined {
  if (decimal === undefined) return plainPattern.test(text) ? text : undefined;
  const ungrouped = grouped[decimal].test(text) ? text.replaceAll(new RegExp(between[decimal], "g"), "") : text;
  // In a file of decimal commas 1.5 is nothing: were it 15, or 1.5, nobody could tell.
  if (decimal === "comma" && ungrouped.includes(".")) return undefined;
  const plain = decimal === "comma" ? ungrouped.replace(",", ".") : ungrouped;
  return plainPattern.test(plain) ? plain : undefined;
}

/** Exactly: the nearest double of a thousandfold is not a thousand times the nearest double. */
function shiftedBy(plain: string, places: number): string {
  const [mantissa = "", exponent = "0"] = plain.split(/e/i);
  return `${mantissa}e${Number(exponent) + places}`;
}

/** Without a sign, with digits on both sides of a point. */
function wholeDecimal(text: string): string {
  return text
    .replace(/^[+-]/, "")
    .replace(/^\./, "0.")
    .replace(/\.(?=$|[eE])/, "");
}
