import { z } from "zod";
import { decimalWire, positiveDecimalWire } from "./wire-numbers.ts";

/** A power unit of the grid with what its emission factor can be taken from. */
const unitSchema = z.strictObject({
  eg_mwh: positiveDecimalWire.describe("Net energy sent out in the year, MWh"),
  ef_el: decimalWire.optional().describe("Emission factor as known, tCO2/MWh"),
  ef_co2_t_per_gj: decimalWire.optional().describe("CO2 of the fuel, lower bound, tCO2/GJ (option A2)"),
  efficiency: positiveDecimalWire.optional().describe("Net efficiency of the unit, 0-1 (option A2)"),
  fuels: z
    .array(z.strictObject({ amount_t: decimalWire, ncv_gj_per_t: decimalWire, ef_co2_t_per_gj: decimalWire }))
    .min(1)
    .max(20)
    .optional()
    .describe("Fuel burnt in the year, t, with its net calorific value and CO2 content (option A1)"),
  low_cost_must_run: z.boolean().default(false),
});

const units = z.array(unitSchema).min(1).max(2000);

export const operatingMarginSchema = z
  .strictObject({
    method: z.enum(["simple", "simple_adjusted", "average"]),
    units,
    lambda_hours: z
      .int()
      .min(0)
      .max(8784)
      .optional()
      .describe("Hours of the year with low-cost/must-run units on the margin"),
    hours: z
      .union([z.literal(8760), z.literal(8784)])
      .default(8760)
      .describe("Hours of the year"),
  })
  .refine(({ lambda_hours = 0, hours }) => lambda_hours <= hours, {
    path: ["lambda_hours"],
    error: "must be at most the hours of the year",
  });

export const buildMarginSchema = z.strictObject({
  as_of: z.iso.date().describe("Ten years before this day a unit counts as old"),
  units: z
    .array(
      unitSchema.extend({
        started_on: z.iso.date(),
        registered_project: z.boolean().default(false).describe("True: registered as a carbon project itself"),
      }),
    )
    .min(1)
    .max(2000),
});

export type PowerUnit = z.output<typeof unitSchema>;
export type OperatingMarginInput = z.output<typeof operatingMarginSchema>;
export type BuildMarginInput = z.output<typeof buildMarginSchema>;
