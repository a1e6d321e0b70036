import type { Quantities } from "../hydropower/quantities.ts";
import { contextFindings } from "./context.ts";
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
  // Most readings say nothing of the water: one list for all, and nothing made for what was not sent.
  const findings: Finding[] = [];
  const { quantities } = input.reading;
  judgeChemistry(findings, quantities, policy);
  judgeTemperature(findings, quantities, policy);
  judgeWaterways(findings, quantities, operation, policy);
  if (input.context !== undefined) findings.push(...contextFindings(input, operation, policy.scores));
  return layerOf("environmental", findings.length > 0, findings);
}

/** One check; what it says is asked for only when there is something to say. */
function judged(value: number, rule: string, band: Band, { scores }: Policy, says: (value: string) => string): Finding {
  return check("environmental", rule, value, band, scores, () => says(figure(value)));
}

function judgeChemistry(findings: Finding[], q: Quantities, policy: Policy): void {
  const { environmental: bands } = policy;
  const { ph, turbidity_ntu: turbidity, tds_mg_l: tds, dissolved_oxygen_mg_l: oxygen } = q;
  if (ph !== undefined) {
    findings.push(judged(ph, "ph-low", bands.ph_low, policy, (says) => `pH ${says} is too acid for a river`));
    findings.push(judged(ph, "ph-high", bands.ph_high, policy, (says) => `pH ${says} is too alkaline for a river`));
  }
  if (turbidity !== undefined) {
    findings.push(judged(turbidity, "turbidity", bands.turbidity, policy, (ntu) => `turbidity of ${ntu} NTU`));
  }
  if (tds !== undefined) {
    findings.push(
      judged(tds, "dissolved-solids", bands.tds, policy, (says) => `${says} mg/l dissolved: not fresh water`),
    );
  }
  if (oxygen !== undefined) {
    const saturation = oxygen / oxygenSaturation(q.temperature_c ?? 0);
    const says = (times: string) => `oxygen at ${times} of saturation`;
    findings.push(judged(saturation, "dissolved-oxygen", bands.dissolved_oxygen, policy, says));
  }
}

function judgeTemperature(findings: Finding[], { temperature_c: temperature }: Quantities, policy: Policy): void {
  if (temperature === undefined) return;
  const { water_cold: cold, water_warm: warm } = policy.environmental;
  findings.push(judged(temperature, "water-cold", cold, policy, (t) => `water at ${t} degrees C would be ice`));
  findings.push(
    judged(temperature, "water-warm", warm, policy, (t) => `water at ${t} degrees C is too warm for a river`),
  );
}

function judgeWaterways(findings: Finding[], q: Quantities, { designFlowM3s }: Operation, policy: Policy): void {
  const { spill, head_above_levels } = policy.environmental;
  const { reservoir_level_m: above, tailwater_level_m: below, head_height_m: headM, spill_flow_m3s: spillM3s } = q;
  if (spillM3s !== undefined) {
    const says = (times: string) => `spill of ${times} times the design flow`;
    findings.push(judged(spillM3s / designFlowM3s, "spill", spill, policy, says));
  }
  if (above === undefined || below === undefined || headM === undefined || headM === 0) return;
  const ratio = above > below ? headM / (above - below) : Number.POSITIVE_INFINITY;
  findings.push(
    check("environmental", "head-above-levels", ratio, head_above_levels, policy.scores, () => {
      return `measured head of ${figure(headM)} m, but the levels are ${figure(above - below)} m apart`;
    }),
  );
}

/** mg/l at a water temperature; its ends hold outside 0-40 degrees C. */
function oxygenSaturation(temperatureC: number): number {
  const place = Math.min(40, Math.max(0, temperatureC)) / 5;
  const i = Math.min(7, Math.floor(place));
  const [low, high] = [oxygenSaturationMgL[i] as number, oxygenSaturationMgL[i + 1] as number];
  return low + (place - i) * (high - low);
}
