import { z } from "zod";

/**
 * Every quantity a reading may carry: wire name (units last), physical range and meaning. One table for
 * REST, MQTT, the edge agent, SDKs and docs. A range is what an instrument could ever show; whether a
 * value is believable at a given plant is for `verification/` to judge.
 */
export const quantities = {
  flow_rate_m3s: { min: 0, max: 100_000, about: "Flow through the turbine or turbines, m3/s" },
  head_height_m: { min: 0, max: 2_500, about: "Measured head, m; the plant's design head serves when absent" },
  power_output_kw: { min: 0, max: 30_000_000, about: "Active power generated (mean of the interval), kW" },
  energy_kwh: { min: 0, max: 1e12, about: "Energy generated in the interval, kWh" },
  energy_export_kwh_total: { min: 0, max: 1e12, about: "Export register of the main meter, cumulative kWh" },
  energy_import_kwh_total: { min: 0, max: 1e12, about: "Import register of the main meter, cumulative kWh" },
  gross_energy_kwh_total: { min: 0, max: 1e12, about: "Gross generation register, cumulative kWh" },
  efficiency: { min: 0, max: 1, about: "Water-to-wire efficiency the plant reports, 0-1" },
  ph: { min: 0, max: 14, about: "pH of the water" },
  turbidity_ntu: { min: 0, max: 100_000, about: "Turbidity, NTU" },
  temperature_c: { min: -10, max: 60, about: "Water temperature, degrees Celsius" },
  dissolved_oxygen_mg_l: { min: 0, max: 50, about: "Dissolved oxygen, mg/l" },
  tds_mg_l: { min: 0, max: 200_000, about: "Total dissolved solids, mg/l" },
  spill_flow_m3s: { min: 0, max: 200_000, about: "Flow past the turbines, m3/s" },
  reservoir_level_m: { min: -500, max: 9_000, about: "Headwater level above datum, m" },
  tailwater_level_m: { min: -500, max: 9_000, about: "Tailwater level above datum, m" },
  gate_opening_pct: { min: 0, max: 100, about: "Guide-vane or gate opening, per cent" },
  rotor_speed_rpm: { min: 0, max: 10_000, about: "Rotor speed, revolutions per minute" },
  voltage_kv: { min: 0, max: 1_500, about: "Terminal voltage, kV" },
  frequency_hz: { min: 0, max: 500, about: "Frequency, Hz" },
} as const satisfies Record<string, { min: number; max: number; about: string }>;

export type QuantityName = keyof typeof quantities;
export const quantityNames = Object.keys(quantities) as QuantityName[];

/** The quantities of one reading, by wire name. Absent means not measured, never 0. */
export type Quantities = { readonly [name in QuantityName]?: number | undefined };

/** Quantities in kWh that may become credits: taken from their text to integer Wh. */
export const energyQuantities = [
  "energy_kwh",
  "energy_export_kwh_total",
  "energy_import_kwh_total",
  "gross_energy_kwh_total",
] as const satisfies readonly QuantityName[];
export type EnergyQuantity = (typeof energyQuantities)[number];

const quantitySchema = (name: QuantityName) => {
  const { min, max, about } = quantities[name];
  // A record says 0 where -0 was sent, as Python rounds what is next to nothing: that is what is judged, too.
  const schema = z
    .number()
    .min(min)
    .max(max)
    .overwrite((value) => value + 0)
    .describe(about);
  return (energyQuantities as readonly string[]).includes(name)
    ? schema.refine((kwh) => wholeThousandths(kwh) !== undefined || wattHoursFromKwhText(String(kwh)) !== undefined, {
        error: "at most 15 significant digits and 3 decimals of kWh",
      })
    : schema;
};

const shape = Object.fromEntries(quantityNames.map((name) => [name, quantitySchema(name).optional()])) as {
  [name in QuantityName]: z.ZodOptional<z.ZodNumber>;
};

/** Unknown names are refused; at least one quantity must be there. */
export const quantitiesSchema = z
  .strictObject(shape)
  .refine((readings) => quantityNames.some((name) => readings[name] !== undefined), {
    error: "at least one quantity is needed",
  });

/**
 * Integer Wh of a number of kWh by the decimal text that a JSON number of its value is written with, exactly.
 * Undefined where {@link wattHoursFromKwhText} gives none.
 */
export function wattHoursFromKwh(kwh: number): bigint | undefined {
  const wh = wholeThousandths(kwh);
  return wh === undefined ? wattHoursFromKwhText(String(kwh)) : BigInt(wh);
}

/**
 * The whole number of thousandths that the decimal text of a non-negative number says; undefined where it says
 * more than that, and beyond 15 digits.
 */
export function wholeThousandths(value: number): number | undefined {
  const thousandths = Math.round(value * 1000);
  // Of the decimals of up to 15 digits no two share a nearest binary number. So where thousandths / 1000, which is
  // one of them, has this number for its nearest, it is what the text says.
  return value >= 0 && thousandths <= 999_999_999_999_999 && thousandths / 1000 === value ? thousandths : undefined;
}

/** How many digits stand before the zeros at the end. No pattern: one would begin anew at every zero of a long number. */
function withoutZerosBehind(digits: string): number {
  let length = digits.length;
  while (length > 0 && digits[length - 1] === "0") length--;
  return length;
}

const kwhText = /^(\d+)(?:\.(\d+))?(?:[eE]\+?(\d+))?$/;

/**
 * Integer Wh from the decimal text of a number of kWh, exactly. Undefined when the text is not a
 * non-negative decimal, or has more than 15 significant digits or more than 3 decimals of kWh: beyond
 * that a JSON number no longer says exactly what was written.
 */
export function wattHoursFromKwhText(text: string): bigint | undefined {
  const match = kwhText.exec(text);
  if (match === null) return undefined;
  const [, whole = "", fraction = "", exponentText = "0"] = match;
  const exponent = Number(exponentText);
  if (exponent > 15) return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const decimals = fraction.length - exponent;
  const significant = withoutZerosBehind(digits);
  const trailingZeros = digits.length - significant;
  if (significant > 15 || decimals - trailingZeros > 3) return undefined;
  if (digits === "") return 0n;
  const scale = 3 - decimals;
  return scale >= 0 ? BigInt(digits) * 10n ** BigInt(scale) : BigInt(digits.slice(0, digits.length + scale) || "0");
}
