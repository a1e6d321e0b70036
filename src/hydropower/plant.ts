import { z } from "zod";
import {
  accountingSchema,
  efficiencyCurveSchema,
  gridConnectionSchema,
  locationSchema,
  reservoirSchema,
  sizeSchema,
  turbineTypes,
  turbineUnitSchema,
  unitsRefusal,
} from "./plant-parts.ts";
import { longestPublicFormBytes, mostPublicFormBytes, type PublicField, publicFieldNames } from "./public-fields.ts";
import { type Quantities, type QuantityName, quantityNames } from "./quantities.ts";
import { chosenIdSchema, longestIntervalS } from "./reading.ts";

export { type TurbineType, turbineTypes } from "./plant-parts.ts";

const timeZoneSchema = z.string().refine(isTimeZone, { error: "an IANA time zone such as Asia/Kolkata" });

export const anchorModes = ["log", "record"] as const;

/** What of a plant's records becomes public on the ledger: its owner's choice. */
const anchoringShape = {
  anchor_mode: z
    .enum(anchorModes)
    .optional()
    .describe(
      "`log` (the default): only commitments are public. `record`: each approved record also gets a message of its own, with its `public_fields`. For good: nobody can take a message back",
    ),
  public_fields: z
    .array(z.enum(publicFieldNames))
    .min(1)
    .refine((fields) => new Set(fields).size === fields.length, { error: "each field once" })
    .optional()
    .describe("Only with `anchor_mode` `record`: what the messages show; together they must fit into one"),
} as const;

type AnchoringChoice = {
  readonly anchor_mode?: (typeof anchorModes)[number] | undefined;
  readonly public_fields?: readonly PublicField[] | undefined;
};

function checkAnchoring(choice: AnchoringChoice, context: z.RefinementCtx): void {
  const message = refusalOf(choice);
  if (message !== undefined) context.addIssue({ code: "custom", path: ["public_fields"], message });
}

function refusalOf({ anchor_mode: mode, public_fields: fields }: AnchoringChoice): string | undefined {
  if (mode !== "record") return fields && "only with anchor_mode record";
  if (fields === undefined) return "anchor_mode record needs the fields that shall be public";
  const most = mostPublicFormBytes(fields);
  return most > longestPublicFormBytes
    ? `these fields may take ${most} bytes of a message, and ${longestPublicFormBytes} fit: choose fewer`
    : undefined;
}

/** The body that chooses a plant's anchoring anew. */
export const anchoringSchema = z
  .strictObject({ ...anchoringShape, anchor_mode: z.enum(anchorModes).describe("As in the plant") })
  .superRefine(checkAnchoring);
export type Anchoring = z.infer<typeof anchoringSchema>;

/** The choice that is in force at a plant. */
export function anchoringOf(plant: AnchoringChoice): Anchoring {
  const fields = publicFieldsOf(plant);
  return fields === undefined ? { anchor_mode: "log" } : { anchor_mode: "record", public_fields: [...fields] };
}

/** The fields that each approved record of the plant makes public; undefined: none. */
export function publicFieldsOf(plant: AnchoringChoice): readonly PublicField[] | undefined {
  return plant.anchor_mode === "record" ? plant.public_fields : undefined;
}

/** Whether readings must be signed by their device's own key. */
export const signaturePolicies = ["optional", "required"] as const;

/** A plant as its operator registers it. Later parts add to it; nothing here changes meaning. */
export const plantShape = {
  plant_id: chosenIdSchema.describe("Chosen by the operator, unique within the organisation"),
  name: z.string().trim().min(1).max(200),
  time_zone: timeZoneSchema.describe("IANA zone whose local midnights bound monitoring periods"),
  commissioned_on: z.iso.date().describe("Readings before this local date are refused"),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: "two capital letters (ISO 3166-1)" })
    .optional(),
  rated_power_kw: sizeSchema(0.001, 30_000_000).describe("Nameplate of the whole plant, kW"),
  design_head_m: sizeSchema(0.01, 2_500).describe("Serves where a reading has no measured head, m"),
  design_flow_m3s: sizeSchema(1e-6, 100_000).optional().describe("Turbine flow at rated power, m3/s"),
  turbine_type: z.enum(turbineTypes).optional(),
  units: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe("Turbines of the plant: with several, efficiency at a flow depends on how many run"),
  efficiency_curve: efficiencyCurveSchema.optional(),
  grid_factor_table: chosenIdSchema.optional().describe("Emission-factor table of the plant's grid, e.g. cea-v21.0"),
  signatures: z
    .enum(signaturePolicies)
    .optional()
    .describe("`required`: readings without a signature of their device's own key are refused, on every transport"),
  accounting: accountingSchema
    .optional()
    .describe(
      "Absent: each reading is a record. Declared: readings of shorter intervals are samples, of which one record is made for each slot",
    ),
  location: locationSchema.optional(),
  turbine_units: z
    .array(turbineUnitSchema)
    .min(1)
    .max(100)
    .optional()
    .describe("Each turbine; their nameplates add up to the plant's. `units`, type and flow follow where left out"),
  reservoir: reservoirSchema.optional().describe("As it is operated; what counts for credits is in the project design"),
  grid: gridConnectionSchema.optional(),
  ...anchoringShape,
} as const;

/** Rules over several members of a plant. */
export function checkPlant(plant: z.infer<z.ZodObject<typeof plantShape>>, context: z.RefinementCtx): void {
  checkAnchoring(plant, context);
  const message = unitsRefusal(plant);
  if (message !== undefined) context.addIssue({ code: "custom", path: ["turbine_units"], message });
}

export const plantSchema = z.strictObject(plantShape).superRefine(checkPlant);
export type Plant = z.infer<typeof plantSchema>;

export const deviceKinds = ["turbine", "meter", "gauge", "station"] as const;
export type DeviceKind = (typeof deviceKinds)[number];

/** What a sensor can show at all: a value outside was not measured by it. */
const sensorLimitSchema = z
  .strictObject({ quantity: z.enum(quantityNames), least: z.number(), most: z.number() })
  .refine(({ least, most }) => least < most, { error: "least must lie below most" });

export const deviceSchema = z.strictObject({
  device_id: chosenIdSchema.describe("Chosen by the operator, unique within the organisation"),
  kind: z.enum(deviceKinds).describe("Says which quantities a reading of it must carry"),
  name: z.string().trim().min(1).max(200).optional(),
  rated_power_kw: sizeSchema(0.001, 30_000_000)
    .optional()
    .describe("Nameplate of this unit, when less than the plant's"),
  calibration_valid_until: z.iso
    .date()
    .optional()
    .describe("Last day (UTC) of the instrument's calibration; later readings say so"),
  interval_s: z
    .int()
    .min(1)
    .max(longestIntervalS)
    .optional()
    .describe("Seconds between its readings, as its configuration tells it"),
  manufacturer: z.string().trim().min(1).max(200).optional(),
  model: z.string().trim().min(1).max(200).optional(),
  serial: z.string().trim().min(1).max(100).optional(),
  sensor_limits: z
    .array(sensorLimitSchema)
    .min(1)
    .max(32)
    .optional()
    .describe("Measuring ranges of the device's sensors, by quantity"),
});
export type Device = z.infer<typeof deviceSchema>;

const electrical: readonly QuantityName[] = ["power_output_kw", "energy_kwh"];
const registers: readonly QuantityName[] = [
  "energy_export_kwh_total",
  "energy_import_kwh_total",
  "gross_energy_kwh_total",
];
const water: readonly QuantityName[] = [
  "flow_rate_m3s",
  "head_height_m",
  "spill_flow_m3s",
  "reservoir_level_m",
  "tailwater_level_m",
  "ph",
  "turbidity_ntu",
  "temperature_c",
  "dissolved_oxygen_mg_l",
  "tds_mg_l",
];

/** A reading of a device needs at least one of these. A station may send any quantity. */
const neededOf: Record<DeviceKind, readonly QuantityName[] | undefined> = {
  turbine: ["flow_rate_m3s", ...electrical, ...registers],
  meter: [...electrical, ...registers],
  gauge: water,
  station: undefined,
};

/** What a reading of such a device needs one of; undefined: any will do. */
export function neededQuantities(kind: DeviceKind): readonly QuantityName[] | undefined {
  return neededOf[kind];
}

/** The quantities of which the device should have sent one but sent none; undefined when all is well. */
export function missingQuantities(kind: DeviceKind, readings: Quantities): readonly QuantityName[] | undefined {
  const needed = neededOf[kind];
  return needed === undefined || needed.some((name) => readings[name] !== undefined) ? undefined : needed;
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}
