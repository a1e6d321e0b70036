import type { Quantities } from "../hydropower/quantities.ts";
import { check, type Finding, figure, type LayerFinding, layerOf } from "./grade.ts";
import type { Operation } from "./operation.ts";
import type { Band, Policy } from "./policy.ts";
import type { AssessmentInput } from "./verdict.ts";

/** Oxygen saturation of fresh water at one atmosphere, mg/l, every 5 degrees C from 0 (Benson and Krause 1984). */
const oxygenSaturationMgL = [14.62, 12.77, 11.29, 10.08, 9.09, 8.26, 7.56, 6.95, 6.41] as const;

/**
 * Is this river water? A value of 0 is a value: only what was not sent is not judged. No finding here
 * rejects a reading, since none of these quantities makes energy.
 */
export function environmentalLayer(input: AssessmentInput, operation: Operation, policy: Policy): LayerFinding {
  const findings = [
    ...judgeChemistry(input.reading.quantities, policy),
    ...judgeTemperature(input.reading.quantities, policy),
    ...judgeWaterways(input.reading.quantities, operation, policy),
  ];
  return layerOf("environmental", findings.length > 0, findings);
}

/** A check that is made only where the value was sent. */
function given(
  value: number | undefined,
  rule: string,
  band: Band,
  { scores }: Policy,
  says: (value: string) => string,
): Finding[] {
  return value === undefined ? [] : [check("environmental", rule, value, band, scores, () => says(figure(value)))];
}

function judgeChemistry(q: Quantities, policy: Policy): Finding[] {
  const { environmental: bands } = policy;
  const oxygen = q.dissolved_oxygen_mg_l;
  const saturation = oxygen === undefined ? undefined : oxygen / oxygenSaturation(q.temperature_c ?? 0);
  return [
    ...given(q.ph, "ph-low", bands.ph_low, policy, (ph) => `pH ${ph} is too acid for a river`),
    ...given(q.ph, "ph-high", bands.ph_high, policy, (ph) => `pH ${ph} is too alkaline for a river`),
    ...given(q.turbidity_ntu, "turbidity", bands.turbidity, policy, (ntu) => `turbidity of ${ntu} NTU`),
    ...given(q.tds_mg_l, "dissolved-solids", bands.tds, policy, (tds) => `${tds} mg/l dissolved: not fresh water`),
    ...given(
      saturation,
      "dissolved-oxygen",
      bands.dissolved_oxygen,
      policy,
      (times) => `oxygen at ${times} of saturation`,
    ),
  ];
}

function judgeTemperature({ temperature_c }: Quantities, policy: Policy): Finding[] {
  const { water_cold, water_warm } = policy.environmental;
  return [
    ...given(temperature_c, "water-cold", water_cold, policy, (t) => `water at ${t} degrees C would be ice`),
    ...given(temperature_c, "water-warm", water_warm, policy, (t) => `water at ${t} degrees C is too warm for a river`),
  ];
}

function judgeWaterways(q: Quantities, { designFlowM3s }: Operation, policy: Policy): Finding[] {
  const { spill, head_above_levels } = policy.environmental;
  const { reservoir_level_m: above, tailwater_level_m: below, head_height_m: headM } = q;
  const spilled = q.spill_flow_m3s === undefined ? undefined : q.spill_flow_m3s / designFlowM3s;
  const findings = given(spilled, "spill", spill, policy, (times) => `spill of ${times} times the design flow`);
  if (above === undefined || below === undefined || headM === undefined || headM === 0) return findings;
  const ratio = above > below ? headM / (above - below) : Number.POSITIVE_INFINITY;
  return [
    ...findings,
    check("environmental", "head-above-levels", ratio, head_above_levels, policy.scores, () => {
      return `measured head of ${figure(headM)} m, but the levels are ${figure(above - below)} m apart`;
    }),
  ];
}

/** mg/l at a water temperature; its ends hold outside 0-40 degrees C. */
function oxygenSaturation(temperatureC: number): number {
  const place = Math.min(40, Math.max(0, temperatureC)) / 5;
  const i = Math.min(7, Math.floor(place));
  const [low, high] = [oxygenSaturationMgL[i] as number, oxygenSaturationMgL[i + 1] as number];
  return low + (place - i) * (high - low);
}
