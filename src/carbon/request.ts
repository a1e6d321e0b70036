import { z } from "zod";
import { designSchema } from "./design.ts";
import { gridSchema } from "./grid.ts";
import { decimalWire, positiveDecimalWire, signedWire, wholeWire } from "./wire-numbers.ts";

const delayedCalibration = z.strictObject({
  mpe_pct: decimalWire.describe("Maximum permissible error of the meter, per cent: 0.2 means 0.2 %"),
  identified_error_pct: decimalWire.optional().describe("Error the late calibration found, per cent"),
});

/** One period of generation. Energies in Wh, masses in g; net energy, or export and import. */
const periodSchema = z.strictObject({
  from: z.iso.date().describe("First local day"),
  to: z.iso.date().describe("First local day after the period"),
  net_wh: signedWire.optional().describe("Export minus import, Wh; instead of both"),
  export_wh: wholeWire.optional().describe("Export of the main meter, Wh"),
  import_wh: wholeWire.optional().describe("Import of the main meter, Wh"),
  gross_wh: wholeWire.optional().describe("Gross generation, Wh; needed where reservoir emissions count"),
  fuel_g: wholeWire.optional().describe("Fossil fuel burnt on site, g; absent: none was"),
  le_g: wholeWire.optional().describe("Leakage to take off beside what the rulebook counts, gCO2"),
  invoice_net_wh: signedWire
    .optional()
    .describe("Net energy by invoice or check meter, Wh: the lower of the two counts"),
  delayed_calibration: delayedCalibration
    .optional()
    .describe("The main meter's calibration was overdue for the whole period; needs export and import"),
});
export type PeriodInput = z.output<typeof periodSchema>;

/** The calculation request: POST /api/v1/carbon/calculations, and the file of `npm run audit -- carbon`. */
export const calculationSchema = z.strictObject({
  rulebook: z.string().min(1).max(64).describe("A rulebook by id, e.g. acm0002-v22.0"),
  grid: gridSchema,
  design: designSchema,
  periods: z.array(periodSchema).min(1).max(4000).describe("In order of time, without overlap"),
  year_to_date_net_wh: signedWire
    .optional()
    .describe("Net generation of the first period's calendar year before it, Wh: part of the annual baseline is used"),
  issuance: z
    .strictObject({
      unit_g: wholeWire
        .default("1000000")
        .refine((text) => BigInt(text) > 0n, { error: "must be more than 0" })
        .describe("gCO2 of one unit: 1000 (1 kg) or 1000000 (1 t)"),
      carry_in_g: signedWire.default("0").describe("Remainder (> 0) or deficit (< 0) of the period before, g"),
    })
    .default({ unit_g: "1000000", carry_in_g: "0" })
    .describe("Left out: units of 1 t, and nothing carried in"),
  ex_ante: z
    .strictObject({ annual_er_t: positiveDecimalWire.describe("Expected emission reduction of a year, tCO2") })
    .optional()
    .describe("What the project design document expected: an actual above it needs an explanation"),
});

/** A checked request: numbers are digit strings, defaults are filled in. */
export type CalculationRequest = z.output<typeof calculationSchema>;
