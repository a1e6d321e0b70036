import { type EfficiencyEnvelope, efficiencyEnvelope } from "../hydropower/efficiency.ts";
import { hydraulicPowerKw } from "../hydropower/hydraulics.ts";
import { broken, check, type Finding, figure, type LayerFinding, layerOf, note } from "./grade.ts";
import { isGenerating, meanPower, type Operation, type PowerRange } from "./operation.ts";
import type { Policy } from "./policy.ts";
import type { AssessmentInput } from "./verdict.ts";

/**
 * Can the water have given this power? P against rho g Q H and the efficiency of the plant's own curve,
 * else of its turbine type. With a measured head the limits are tight; with the registered design head
 * they are wide, and a note says so. Nothing to judge without flow and power, or energy and power.
 */
export function physicsLayer(input: AssessmentInput, operation: Operation, policy: Policy): LayerFinding {
  const { flowM3s, power } = operation;
  const water =
    flowM3s === undefined || power === undefined ? [] : judgeWater(input, operation, flowM3s, power, policy);
  const energy = judgeEnergy(input, policy);
  const applies = (flowM3s !== undefined && power !== undefined) || energy.length > 0;
  return layerOf("physics", applies, [...water, ...energy]);
}

function judgeWater(
  input: AssessmentInput,
  operation: Operation,
  flowM3s: number,
  power: PowerRange,
  policy: Policy,
): Finding[] {
  const lines = policy.scores;
  const { headM } = operation;
  if (!isGenerating(power.leastKw, operation, policy)) {
    const detail = `${figure(flowM3s)} m3/s pass the turbine without generation, as when spinning or draining`;
    return flowM3s > 0 && !isGenerating(power.mostKw, operation, policy)
      ? [note("physics", "water-without-generation", detail)]
      : [];
  }
  const claimed = `${figure(power.kw)} kW`;
  if (flowM3s === 0) {
    return [broken("physics", "generation-at-zero-flow", "reject", lines, `${claimed} without any flow`)];
  }
  if (headM === 0) {
    return [broken("physics", "generation-at-zero-head", "reject", lines, `${claimed} without any head`)];
  }
  const hydraulicKw = hydraulicPowerKw({ flowM3s, headM, temperatureC: input.reading.quantities.temperature_c });
  const envelope = efficiencyEnvelope(input.plant, flowM3s / operation.designFlowM3s);
  const efficiency: PowerRange = {
    kw: power.kw / hydraulicKw,
    leastKw: power.leastKw / hydraulicKw,
    mostKw: power.mostKw / hydraulicKw,
  };
  return operation.headMeasured
    ? judgeAtMeasuredHead(input, efficiency, envelope, policy)
    : judgeAtDesignHead(operation, efficiency, envelope, policy);
}

function judgeAtMeasuredHead(
  { reading }: AssessmentInput,
  efficiency: PowerRange,
  envelope: EfficiencyEnvelope,
  { physics, scores }: Policy,
): Finding[] {
  const own = envelope.from === "plant";
  const [above, below] = own
    ? [physics.power_above_curve, physics.power_below_curve]
    : [physics.power_above_type, physics.power_below_type];
  const base = own ? "plant-curve" : "turbine-type";
  const is = `water-to-wire efficiency ${figure(efficiency.kw)}`;
  const findings = [
    check("physics", "efficiency-above-possible", efficiency.leastKw, physics.energy_above_hydraulic, scores, () => {
      return `${is}: more than turbine and generator can take from this flow and head`;
    }),
    check("physics", `power-above-${base}`, efficiency.leastKw / envelope.most, above, scores, () => {
      return `${is}, at most ${figure(envelope.most)} is expected at this flow`;
    }),
    check("physics", `power-below-${base}`, efficiency.mostKw / envelope.least, below, scores, () => {
      return `${is}, at least ${figure(envelope.least)} is expected at this flow: power under-reported or flow over-reported`;
    }),
  ];
  const reported = reading.quantities.efficiency;
  if (reported === undefined) return findings;
  const difference = Math.abs(reported - efficiency.kw);
  const says = () =>
    `the plant reports efficiency ${figure(reported)}, its flow, head and power give ${figure(efficiency.kw)}`;
  return [...findings, check("physics", "reported-efficiency", difference, physics.reported_efficiency, scores, says)];
}

function judgeAtDesignHead(
  { headM }: Operation,
  efficiency: PowerRange,
  envelope: EfficiencyEnvelope,
  { physics, scores }: Policy,
): Finding[] {
  const is = `efficiency ${figure(efficiency.kw)} if the head were the design head`;
  return [
    note(
      "physics",
      "design-head-used",
      `no measured head: judged at the design head of ${figure(headM)} m with wider limits`,
    ),
    check(
      "physics",
      "power-above-design-head",
      efficiency.leastKw / envelope.most,
      physics.power_above_design_head,
      scores,
      () => `${is}, at most ${figure(envelope.most)} is expected there`,
    ),
    check(
      "physics",
      "power-below-design-head",
      efficiency.mostKw / envelope.least,
      physics.power_below_design_head,
      scores,
      () => `${is}, at least ${figure(envelope.least)} is expected there: power under-reported or flow over-reported`,
    ),
  ];
}

/** Interval energy against mean power, where both were sent. */
function judgeEnergy({ reading }: AssessmentInput, { physics, scores }: Policy): Finding[] {
  const { power_output_kw: powerKw, energy_kwh: energyKwh } = reading.quantities;
  if (powerKw === undefined || energyKwh === undefined || reading.intervalS === undefined) return [];
  const mean = meanPower(energyKwh, reading.intervalS);
  const apart = Math.max(0, mean.leastKw - powerKw, powerKw - mean.mostKw);
  // No difference counts as none even at standstill, where a share of nothing has no meaning.
  const share = apart === 0 ? 0 : apart / powerKw;
  return [
    check("physics", "energy-against-power", share, physics.energy_against_power, scores, () => {
      return `${figure(energyKwh)} kWh in ${reading.intervalS} s is ${figure(mean.kw)} kW on average, but ${figure(powerKw)} kW is reported`;
    }),
  ];
}
