import { z } from "zod";
import { chosenIdSchema } from "./reading.ts";

/** A size of a machine. What is far below any there is was mistyped, and what readings are divided by may not be next to 0. */
export const sizeSchema = (least: number, most: number) =>
  z
    .number()
    .gt(0)
    .max(most)
    .refine((value) => value <= 0 || value >= least, { error: `at least ${least}: no machine is smaller` });

/** What a plant consists of, where its operator says so. */

export const turbineTypes = ["pelton", "turgo", "francis", "kaplan", "propeller", "crossflow"] as const;
export type TurbineType = (typeof turbineTypes)[number];

/** Points of a machine's own water-to-wire efficiency over flow, both as fractions of 1, flow ascending. */
export const efficiencyCurveSchema = z
  .array(z.strictObject({ flow_fraction: z.number().min(0).max(2), efficiency: z.number().gt(0).max(0.97) }))
  .min(2)
  .max(64)
  .refine(
    (points) => points.every((point, i) => i === 0 || point.flow_fraction > (points[i - 1]?.flow_fraction ?? 0)),
    {
      error: "flow_fraction must rise from point to point",
    },
  );

const text = (most: number) => z.string().trim().min(1).max(most);
const levelM = z.number().min(-500).max(9_000);

export const locationSchema = z.strictObject({
  latitude: z.number().min(-90).max(90).describe("Degrees north (WGS 84)"),
  longitude: z.number().min(-180).max(180).describe("Degrees east (WGS 84)"),
  elevation_m: levelM.optional().describe("Of the powerhouse above sea level, m"),
  river: text(200).optional(),
  region: text(200).optional().describe("State, province or district"),
});

export const turbineUnitSchema = z.strictObject({
  unit_id: chosenIdSchema.describe("Unique within the plant"),
  turbine_type: z.enum(turbineTypes),
  rated_power_kw: sizeSchema(0.001, 30_000_000).describe("Nameplate of this unit, kW"),
  design_head_m: sizeSchema(0.01, 2_500).optional().describe("m; absent: the plant's"),
  design_flow_m3s: sizeSchema(1e-6, 100_000).optional().describe("Flow at rated power, m3/s"),
  efficiency_curve: efficiencyCurveSchema.optional(),
  manufacturer: text(200).optional(),
  serial: text(100).optional(),
  commissioned_on: z.iso.date().optional(),
});
export type TurbineUnit = z.infer<typeof turbineUnitSchema>;

export const reservoirSchema = z
  .strictObject({
    type: z.enum(["none", "pondage", "storage", "pumped"]).describe("`none`: run-of-river"),
    area_m2: z.number().gt(0).max(1e11).optional().describe("Surface at full level, m2"),
    live_volume_m3: z.number().gt(0).max(1e12).optional().describe("Between lowest and full level, m3"),
    full_level_m: levelM.optional().describe("Full supply level above datum, m"),
    lowest_level_m: levelM.optional().describe("Lowest operating level above datum, m"),
  })
  .refine(({ type, area_m2, live_volume_m3 }) => type !== "none" || (area_m2 ?? live_volume_m3) === undefined, {
    path: ["type"],
    error: "a run-of-river plant has neither area nor volume of a reservoir",
  })
  .refine(
    ({ full_level_m: full, lowest_level_m: lowest }) => full === undefined || lowest === undefined || lowest < full,
    {
      path: ["lowest_level_m"],
      error: "below full_level_m",
    },
  );

export const gridConnectionSchema = z.strictObject({
  operator: text(200).optional().describe("Of the grid that it feeds"),
  connection_point: text(200).optional(),
  voltage_kv: z.number().gt(0).max(1_500).optional(),
  frequency_hz: z.union([z.literal(50), z.literal(60)]).optional(),
});

/** How far the units' nameplates may add up beside the plant's, as a fraction of it. */
const ratingTolerance = 0.01;

/** Why the units cannot be those of the plant; undefined: they can. */
export function unitsRefusal(plant: {
  readonly rated_power_kw: number;
  readonly units?: number | undefined;
  readonly turbine_units?: readonly TurbineUnit[] | undefined;
}): string | undefined {
  const { turbine_units: units, rated_power_kw: rated } = plant;
  if (units === undefined) return undefined;
  if (new Set(units.map(({ unit_id }) => unit_id)).size < units.length) return "each unit_id once";
  if (plant.units !== undefined && plant.units !== units.length)
    return `${units.length} units stand here, units says ${plant.units}`;
  const sum = units.reduce((all, { rated_power_kw }) => all + rated_power_kw, 0);
  const isNear = Math.abs(sum - rated) <= rated * ratingTolerance;
  return isNear ? undefined : `the units make ${sum} kW together, the plant's nameplate says ${rated} kW`;
}

type PlantFigures = {
  readonly units?: number | undefined;
  readonly turbine_type?: TurbineType | undefined;
  readonly design_flow_m3s?: number | undefined;
  readonly turbine_units?: readonly TurbineUnit[] | undefined;
};

/** The plant's own figures where they follow from its units: readings are judged by them. What was said stays. */
export function withUnitFigures<P extends PlantFigures>(plant: P): P {
  const { turbine_units: units } = plant;
  const [first] = units ?? [];
  if (units === undefined || first === undefined) return plant;
  const flows = units.map(({ design_flow_m3s }) => design_flow_m3s);
  const sameType = units.every(({ turbine_type }) => turbine_type === first.turbine_type);
  const flow = flows.every((one) => one !== undefined) ? flows.reduce((all, one) => all + one, 0) : undefined;
  return {
    ...plant,
    units: units.length,
    ...(plant.turbine_type === undefined && sameType && { turbine_type: first.turbine_type }),
    ...(plant.design_flow_m3s === undefined && flow !== undefined && { design_flow_m3s: flow }),
  };
}

/** The usual accounting interval, s. */
export const usualAccountingS = 300;

/** All slots end with a quarter of an hour, and so with every hour, local midnight and month. */
const accountingDividesS = 900;

export const accountingSchema = z.strictObject({
  interval_s: z
    .int()
    .min(2)
    .max(accountingDividesS)
    .refine((seconds) => accountingDividesS % seconds === 0, { error: "must divide 900: 60, 300 or 900, for example" })
    .default(usualAccountingS)
    .describe("Length of the slots that records are made of, s; it divides 900"),
});
