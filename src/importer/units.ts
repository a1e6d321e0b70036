/** Units that headings name, with the one of the API that they are a power of ten of: `value * 10^places`. */
const units: ReadonlyMap<string, { readonly of: string; readonly places: number }> = new Map(
  (
    [
      ["w", "kw", -3],
      ["kw", "kw", 0],
      ["mw", "kw", 3],
      ["gw", "kw", 6],
      ["wh", "kwh", -3],
      ["kwh", "kwh", 0],
      ["mwh", "kwh", 3],
      ["gwh", "kwh", 6],
      ["m3s", "m3s", 0],
      ["cumecs", "m3s", 0],
      ["ls", "m3s", -3],
      ["lps", "m3s", -3],
      ["m", "m", 0],
      ["masl", "m", 0],
      ["cm", "m", -2],
      ["mm", "m", -3],
    ] as const
  ).map(([unit, of, places]) => [unit, { of, places }]),
);

/** In square or round brackets, or behind a blank or underscore at the end: `Power [MW]`, `P (kW)`, `Flow m³/s`, `power_mw`. */
const bracketed = /^(.*?)\s*[[(]([^\])]*)[\])]$/;
const behind = /^(.*?)[\s_]+([^\s_]+)$/;

/** Without brackets these are as often another word's. */
const bracketedOnly: ReadonlySet<string> = new Set(["w", "ls", "cm", "mm"]);

type Named = { readonly name: string; readonly unit: string };

/** What a heading names, and in which unit, in small letters; undefined: in none that is known. */
function named(heading: string): Named | undefined {
  const plain = heading.trim();
  const inBrackets = bracketed.exec(plain);
  const [, name = "", written = ""] = inBrackets ?? behind.exec(plain) ?? [];
  // A milliwatt is nobody's, and the case of a letter is often all that tells it from a megawatt.
  const unit = written
    .toLowerCase()
    .replaceAll("³", "3")
    .replaceAll(/[\s/^.·]/g, "");
  return units.has(unit) && (inBrackets !== null || !bracketedOnly.has(unit)) ? { name, unit } : undefined;
}

/** The heading with the API's unit in place of its own; undefined: it names none that is known. */
export function inOurUnit(heading: string): string | undefined {
  const own = named(heading);
  return own && `${own.name}_${units.get(own.unit)?.of}`;
}

/**
 * By how many decimal places a column's values are shifted to be in the unit of their quantity; undefined: its heading names
 * a unit that the quantity has none of.
 */
export function placesBetween(heading: string, quantity: string): number | undefined {
  const from = named(heading)?.unit;
  const to = named(quantity.replace(/_total$/, ""))?.unit;
  if (from === undefined || to === undefined) return 0;
  const unit = units.get(from);
  return unit?.of === to ? unit.places : undefined;
}
