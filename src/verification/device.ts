import { broken, check, type Finding, figure, type LayerFinding, layerOf } from "./grade.ts";
import { isGenerating, type Operation } from "./operation.ts";
import type { Policy } from "./policy.ts";
import type { AssessmentInput } from "./verdict.ts";

/** Can this machine, as registered, do that? Nameplate, design flow and head, speed, gate and grid. Always applies. */
export function deviceLayer(input: AssessmentInput, operation: Operation, policy: Policy): LayerFinding {
  return layerOf("device", true, [
    ...judgeRating(input, operation, policy),
    ...judgeHead(input, operation, policy),
    ...judgeMachine(input, operation, policy),
  ]);
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

/** Samples of the machine's state beside the power they belong to. A long interval may end in a stop: not judged. */
function judgeMachine({ reading }: AssessmentInput, operation: Operation, policy: Policy): Finding[] {
  const { power } = operation;
  const { device, scores } = policy;
  if ((reading.intervalS ?? 0) > device.snapshot) return [];
  if (power === undefined || !isGenerating(power.leastKw, operation, policy)) return [];
  const { frequency_hz, rotor_speed_rpm, gate_opening_pct, voltage_kv } = reading.quantities;
  const still = Object.entries({ frequency_hz, rotor_speed_rpm, gate_opening_pct, voltage_kv }).filter(
    ([, value]) => value === 0,
  );
  const findings = still.map(([name]) => {
    return broken("device", "generation-at-standstill", "flag", scores, `${figure(power.kw)} kW while ${name} is 0`);
  });
  if (frequency_hz === undefined || frequency_hz === 0) return findings;
  const away = Math.min(Math.abs(frequency_hz - 50), Math.abs(frequency_hz - 60));
  const detail = () => `${figure(frequency_hz)} Hz is near neither 50 nor 60 Hz`;
  return [...findings, check("device", "frequency", away, device.frequency, scores, detail)];
}
