import { balanceOf } from "../fraud/balance.ts";
import { broken, check, type Finding, figure, type LayerFinding, layerOf, note } from "./grade.ts";
import { isGenerating, type Operation } from "./operation.ts";
import type { Policy } from "./policy.ts";
import type { AssessmentInput } from "./verdict.ts";

/** Can this machine, as registered, do that? Nameplate, design flow and head, speed, gate and grid. Always applies. */
export function deviceLayer(input: AssessmentInput, operation: Operation, policy: Policy): LayerFinding {
  const findings = judgeRating(input, operation, policy);
  for (const own of [
    judgeHead(input, operation, policy),
    judgeMachine(input, operation, policy),
    judgeBalance(input, operation, policy),
    judgeInstruments(input, policy),
  ]) {
    for (const finding of own) findings.push(finding);
  }
  return layerOf("device", true, findings);
}

function judgeRating({ plant }: AssessmentInput, operation: Operation, { device, scores }: Policy): Finding[] {
  const { power, ratedKw, flowM3s, designFlowM3s } = operation;
  const findings: Finding[] = [];
  if (power !== undefined) {
    const detail = () => `${figure(power.kw)} kW from a machine rated at ${figure(ratedKw)} kW`;
    findings.push(check("device", "above-nameplate", power.leastKw / ratedKw, device.nameplate, scores, detail));
  }
  if (flowM3s !== undefined && plant.design_flow_m3s !== undefined) {
    const detail = () => `${figure(flowM3s)} m3/s through a machine designed for ${figure(designFlowM3s)} m3/s`;
    findings.push(check("device", "above-design-flow", flowM3s / designFlowM3s, device.flow, scores, detail));
  }
  return findings;
}

function judgeHead({ plant }: AssessmentInput, operation: Operation, policy: Policy): Finding[] {
  const { headM, headMeasured, power } = operation;
  if (!headMeasured) return [];
  const { device, scores } = policy;
  const ratio = headM / plant.design_head_m;
  const detail = () => `measured head of ${figure(headM)} m at a design head of ${figure(plant.design_head_m)} m`;
  const findings = [check("device", "head-above-design", ratio, device.head_high, scores, detail)];
  return power !== undefined && isGenerating(power.leastKw, operation, policy)
    ? [...findings, check("device", "head-below-design", ratio, device.head_low, scores, detail)]
    : findings;
}

/** Units together give no more than the plant, and no more than its meter shows. */
function judgeBalance(
  { plant, device, reading, siblings = [] }: AssessmentInput,
  { power, flowM3s, designFlowM3s, ratedKw }: Operation,
  { device: bands, fraud, temporal, scores }: Policy,
): Finding[] {
  if (siblings.length === 0) return [];
  const own = {
    kind: device.kind,
    unitKw: device.rated_power_kw ?? null,
    endMs: reading.endMs,
    intervalS: reading.intervalS ?? null,
    powerKw: power?.kw ?? null,
    flowM3s: flowM3s ?? null,
  };
  const balance = balanceOf(own, siblings, plant.rated_power_kw, {
    freshS: fraud.balance_fresh,
    apartS: temporal.clock_tolerance,
  });
  if (balance === undefined) return [];
  const { unitsKw, unitsM3s, metered } = balance;
  const findings: Finding[] = [];
  if (unitsKw !== undefined) {
    const says = () =>
      `the units together give ${figure(unitsKw)} kW, the plant is rated at ${figure(plant.rated_power_kw)} kW`;
    findings.push(check("device", "units-above-plant", unitsKw / plant.rated_power_kw, bands.nameplate, scores, says));
  }
  if (unitsM3s !== undefined && plant.design_flow_m3s !== undefined) {
    const plantM3s = designFlowM3s * (plant.rated_power_kw / ratedKw);
    const says = () =>
      `the units together take ${figure(unitsM3s)} m3/s, the plant is designed for ${figure(plantM3s)} m3/s`;
    findings.push(check("device", "units-above-flow", unitsM3s / plantM3s, bands.flow, scores, says));
  }
  if (metered !== undefined && metered.meterKw > 0 && metered.covered >= fraud.balance_covered) {
    const { unitsKw: claimedKw, meterKw } = metered;
    const says = () =>
      `the units together claim ${figure(claimedKw)} kW, the plant's meter shows ${figure(meterKw)} kW`;
    findings.push(check("device", "units-above-meter", claimedKw / meterKw, fraud.units_above_meter, scores, says));
  }
  return findings;
}

/** Values a sensor cannot show, and a calibration that has run out. */
function judgeInstruments({ device, reading }: AssessmentInput, { scores }: Policy): Finding[] {
  const findings: Finding[] = [];
  for (const { quantity, least, most } of device.sensor_limits ?? []) {
    const value = reading.quantities[quantity];
    if (value === undefined || (value >= least && value <= most)) continue;
    const detail = `${quantity} of ${figure(value)} from a sensor that shows ${figure(least)} to ${figure(most)}`;
    findings.push(broken("device", "beyond-sensor", "flag", scores, detail));
  }
  const validUntil = device.calibration_valid_until;
  if (validUntil !== undefined && reading.endMs >= Date.parse(`${validUntil}T00:00:00Z`) + 86_400_000) {
    findings.push(note("device", "calibration-expired", `its calibration was valid until ${validUntil}`));
  }
  return findings;
}

const movingParts = ["frequency_hz", "rotor_speed_rpm", "gate_opening_pct", "voltage_kv"] as const;

/** Samples of the machine's state beside the power they belong to. A long interval may end in a stop: not judged. */
function judgeMachine({ reading }: AssessmentInput, operation: Operation, policy: Policy): Finding[] {
  const { power } = operation;
  const { device, scores } = policy;
  if ((reading.intervalS ?? 0) > device.snapshot) return [];
  if (power === undefined || !isGenerating(power.leastKw, operation, policy)) return [];
  const { frequency_hz } = reading.quantities;
  const findings: Finding[] = [];
  for (const name of movingParts) {
    if (reading.quantities[name] !== 0) continue;
    const detail = `${figure(power.kw)} kW while ${name} is 0`;
    findings.push(broken("device", "generation-at-standstill", "flag", scores, detail));
  }
  if (frequency_hz === undefined || frequency_hz === 0) return findings;
  const away = Math.min(Math.abs(frequency_hz - 50), Math.abs(frequency_hz - 60));
  const detail = () => `${figure(frequency_hz)} Hz is near neither 50 nor 60 Hz`;
  return [...findings, check("device", "frequency", away, device.frequency, scores, detail)];
}
