import { z } from "zod";
import { contentHash } from "../kernel/canonical.ts";
import { flowForPowerM3s } from "./hydraulics.ts";
import { type Plant, turbineTypes } from "./plant.ts";
import tableFile from "./turbine-efficiency-v1.json" with { type: "json" };

const fraction = z.number().min(0).max(1);

const turbineSchema = z.strictObject({
  best: fraction.gt(0),
  points: z
    .array(z.tuple([z.number().min(0), fraction, fraction]))
    .min(2)
    .refine((points) => points.every((point, i) => i === 0 || point[0] > (points[i - 1]?.[0] ?? 0)), {
      error: "flow fractions must rise",
    }),
});

const tableSchema = z.strictObject({
  id: z.string(),
  about: z.string(),
  source: z.string(),
  columns: z.tuple([z.literal("flow_fraction"), z.literal("typical"), z.literal("least")]),
  types: z.strictObject(
    Object.fromEntries([...turbineTypes, "unknown" as const].map((type) => [type, turbineSchema])) as Record<
      (typeof turbineTypes)[number] | "unknown",
      typeof turbineSchema
    >,
  ),
});

const table = tableSchema.parse(tableFile);

/** Identity of the efficiency table: belongs to whatever is derived from it. */
export const efficiencyTable = { id: table.id, hash: contentHash(tableFile) } as const;

/** Water-to-wire efficiency to expect at one flow, 0-1. */
export type EfficiencyEnvelope = {
  readonly expected: number;
  /** An honest plant of this kind does not fall below, the meters being right. */
  readonly least: number;
  /** Nor rise above. */
  readonly most: number;
  /** "plant": its own registered curve, for which least, expected and most are one. */
  readonly from: "plant" | "type";
};

/**
 * The efficiency envelope at a flow, given as a fraction of design flow. The plant's own curve wins;
 * else the correlation of its turbine type; else the envelope of all types. Beyond the ends of a curve
 * its end value holds. `most` of a type is its best at every flow, because a plant of several units runs
 * fewer of them at their best point.
 */
export function efficiencyEnvelope(
  plant: Pick<Plant, "turbine_type" | "efficiency_curve">,
  flowFraction: number,
): EfficiencyEnvelope {
  const own = plant.efficiency_curve;
  if (own !== undefined) {
    const [i, share] = placeOf(own, flowFraction, ownFlow);
    const expected = between(own, i, share, ownEfficiency);
    return { expected, least: expected, most: expected, from: "plant" };
  }
  const { best, points } = table.types[plant.turbine_type ?? "unknown"];
  const [i, share] = placeOf(points, flowFraction, tableFlow);
  return {
    expected: between(points, i, share, tableTypical),
    least: between(points, i, share, tableLeast),
    most: best,
    from: "type",
  };
}

/**
 * The efficiencies that a plant of equal units may have at a flow, by how many of them share it: its own curve's
 * where it has one, else the turbine type's. Beyond a unit's design flow they stay what they are there: tables fall
 * steeply, and by how much design flow and flow meter are off is not known.
 *
 * @param flowFraction of the plant's design flow
 * @param leastLoad flow of a unit below which operators run one unit fewer, of its design flow
 * @param fullest flow beyond which they run one more
 */
export function efficienciesByUnits(
  plant: Pick<Plant, "turbine_type" | "efficiency_curve">,
  units: number,
  flowFraction: number,
  { leastLoad, fullest }: { readonly leastLoad: number; readonly fullest: number },
): number[] {
  if (plant.efficiency_curve !== undefined) return [efficiencyEnvelope(plant, flowFraction).expected];
  const found: number[] = [];
  for (let running = 1; running <= units; running++) {
    const load = (flowFraction * units) / running;
    // One unit runs as low, and all of them as high, as they must.
    if ((running < units && load > fullest) || (running > 1 && load < leastLoad)) continue;
    found.push(efficiencyEnvelope(plant, Math.min(load, 1)).expected);
  }
  return found;
}

/**
 * Turbine flow at rated power, m3/s: as registered, else what the rated power needs over the design head
 * at the type's efficiency at full flow.
 */
export function designFlowM3s(
  plant: Pick<Plant, "rated_power_kw" | "design_head_m" | "design_flow_m3s" | "turbine_type" | "efficiency_curve">,
): number {
  return (
    plant.design_flow_m3s ??
    flowForPowerM3s(plant.rated_power_kw, plant.design_head_m, efficiencyEnvelope(plant, 1).expected)
  );
}

type OwnPoint = NonNullable<Plant["efficiency_curve"]>[number];
type TablePoint = (typeof table.types)["unknown"]["points"][number];
const ownFlow = (point: OwnPoint) => point.flow_fraction;
const ownEfficiency = (point: OwnPoint) => point.efficiency;
const tableFlow = (point: TablePoint) => point[0];
const tableTypical = (point: TablePoint) => point[1];
const tableLeast = (point: TablePoint) => point[2];

/** The last point before x and how far x lies from it to the next; the nearer end with 0 where x lies beyond. */
function placeOf<P>(points: readonly P[], x: number, xOf: (point: P) => number): readonly [number, number] {
  let i = 0;
  while (i < points.length && !(x <= xOf(points[i] as P))) i++;
  if (i === 0) return [0, 0];
  if (i === points.length) return [i - 1, 0];
  const before = xOf(points[i - 1] as P);
  return [i - 1, (x - before) / (xOf(points[i] as P) - before)];
}

/** The schemas refuse a curve without points. */
function between<P>(points: readonly P[], i: number, share: number, yOf: (point: P) => number): number {
  const y = yOf(points[i] as P);
  return share === 0 ? y : y + share * (yOf(points[i + 1] as P) - y);
}
