import { z } from "zod";
import { designSchema } from "../carbon/design.ts";
import { decimalWire, positiveDecimalWire, signedWire, wholeWire } from "../carbon/wire-numbers.ts";
import { chosenIdSchema } from "../hydropower/reading.ts";

/** What a plant's carbon accounting rests on, as the operator registers it. Powers in W, energies in Wh. */

const calibrationSchema = z.strictObject({
  on: z.iso.date().describe("Local day of the test"),
  valid_until: z.iso.date().describe("First local day on which it is overdue"),
  identified_error_pct: decimalWire.optional().describe("Error a late test found, per cent: 0.2 means 0.2 %"),
});

/** Tests in the order of their days: in this order they close each other's overdue spans. */
const calibrationsSchema = z
  .array(calibrationSchema)
  .max(100)
  .refine((tests) => tests.every(({ on, valid_until }) => on < valid_until), {
    error: "valid_until after the day of the test",
  })
  .refine((tests) => tests.every(({ on }, i) => i === 0 || on > (tests[i - 1]?.on ?? "")), {
    error: "in the order of their days",
  });

const registersSchema = z.strictObject({
  export_wh: wholeWire.optional(),
  import_wh: wholeWire.optional(),
  gross_wh: wholeWire.optional(),
});

const replacementSchema = z.strictObject({
  at: z.iso.datetime({ offset: true }).describe("When the new meter took over"),
  serial: z.string().trim().min(1).max(100).describe("Of the new meter"),
  last: registersSchema.describe("Registers of the old meter when it was taken out"),
  first: registersSchema.describe("Registers of the new meter when it was put in"),
});

const meterSchema = z.strictObject({
  device_id: chosenIdSchema.describe("The device whose readings carry its registers"),
  role: z.enum(["main", "check"]).describe("Only main meters credit; a check meter can only lower the result"),
  checks: chosenIdSchema.optional().describe("Of a check meter: the main meter it stands beside"),
  serial: z.string().trim().min(1).max(100),
  accuracy_class: z.string().trim().min(1).max(20).describe("As on its plate, e.g. 0.2S"),
  mpe_pct: decimalWire.describe("Maximum permissible error, per cent: 0.2 means 0.2 %"),
  capacity_w: wholeWire
    .optional()
    .describe("Nameplate behind this meter, W; needed where there are several main meters"),
  rolls_over_at_wh: wholeWire.optional().describe("Value at which its registers begin again at 0, Wh"),
  calibrations: calibrationsSchema.default([]),
  replacements: z.array(replacementSchema).max(100).default([]),
});
export type MeterDesign = z.output<typeof meterSchema>;

/** Margins without their weights, which follow from the crediting period; or a table, or a combined margin. */
const gridChoiceSchema = z.union([
  z.strictObject({
    table: z.string().min(1).max(64).describe("A factor table by id, e.g. cea-v21.0"),
    year: z
      .string()
      .min(1)
      .max(20)
      .optional()
      .describe("One of its years, fixed ex ante; absent: the year in which the energy was generated"),
  }),
  z.strictObject({ ef_om: decimalWire, ef_bm: decimalWire }),
  z.strictObject({ ef_cm_t_per_mwh: decimalWire }),
  z.strictObject({ ef_cm_g_per_mwh: wholeWire }),
]);
export type GridChoice = z.output<typeof gridChoiceSchema>;

export const projectDesignSchema = z.strictObject({
  in_force_from: z.iso
    .date()
    .optional()
    .describe("First local day it holds for; periods before go on by the version before. Absent: every day"),
  rulebook: z.string().min(1).max(64).describe("A rulebook by id, e.g. acm0002-v22.0"),
  grid: gridChoiceSchema.describe("Where the grid's emission factor comes from"),
  // The start of the first crediting period is `crediting.start`: it is not said twice.
  design: designSchema.omit({ first_period_start: true }),
  crediting: z.strictObject({
    kind: z.enum(["7x3", "10", "5x3"]).describe("Years and number of crediting periods"),
    start: z.iso.date().describe("First local day of the first crediting period"),
  }),
  meters: z
    .array(meterSchema)
    .min(1)
    .max(50)
    .refine((meters) => new Set(meters.map(({ device_id }) => device_id)).size === meters.length, {
      error: "each device once",
    })
    .refine((meters) => meters.some(({ role }) => role === "main"), { error: "at least one main meter" })
    .refine((meters) => meters.every((meter) => meter.role === "main" || isMain(meters, meter.checks)), {
      error: "each check meter with `checks`: the main meter it stands beside",
    })
    .refine((meters) => meters.every((meter) => meter.role === "check" || meter.checks === undefined), {
      error: "`checks` only for check meters",
    }),
  issuance: z
    .strictObject({
      unit_g: wholeWire
        .refine((text) => text === "1000" || text === "1000000", { error: "1000 (1 kg) or 1000000 (1 t)" })
        .describe("gCO2 of one unit: 1000 (1 kg, on a token of three decimals) or 1000000 (1 t)"),
    })
    .default({ unit_g: "1000000" })
    .describe("Left out: units of 1 t"),
  ex_ante: z
    .strictObject({ annual_er_t: positiveDecimalWire.describe("Expected emission reduction of a year, tCO2") })
    .optional(),
});

/** A checked design: numbers are digit strings, defaults are filled in. */
export type PlantDesign = z.output<typeof projectDesignSchema>;

function isMain(meters: readonly { device_id: string; role: string }[], id: string | undefined): boolean {
  return meters.some(({ device_id, role }) => role === "main" && device_id === id);
}

/** What the operator states when a period is closed: what no register shows. */
export const closingFactsSchema = z.strictObject({
  invoice_net_wh: signedWire
    .optional()
    .describe("Net energy of the invoice or settlement, Wh: it can only lower the result"),
  check_net_wh: signedWire
    .optional()
    .describe("Net energy of a check meter that is not connected, Wh: it can only lower the result"),
  fuel_g: wholeWire.optional().describe("Fossil fuel burnt on site, g; needed where the design names a fuel"),
  le_g: wholeWire.optional().describe("Leakage beside what the rulebook counts, gCO2"),
  calibrations: z
    .array(calibrationSchema.extend({ device_id: chosenIdSchema }))
    .max(100)
    .optional()
    .describe("Late calibrations that the design does not hold yet"),
});
export type ClosingFacts = z.output<typeof closingFactsSchema>;
