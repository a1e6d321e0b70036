import { slipOf } from "../fraud/slip.ts";
import { type EfficiencyEnvelope, efficiencyEnvelope } from "../hydropower/efficiency.ts";
import { hydraulicPowerKw } from "../hydropower/hydraulics.ts";
import { broken, check, type Finding, figure, type LayerFinding, layerOf, note } from "./grade.ts";
import { energyRoom } from "./interval-energy.ts";
import { isGenerating, meanPower, type Operation, type PowerRange } from "./operation.ts";
import type { Policy, ScoreLines } from "./policy.ts";
import { hiddenKw } from "./power-digit.ts";
import { hiddenBy, stepOf } from "./rounding.ts";
import type { AssessmentInput } from "./verdict.ts";

/**
 * Can the water have given this power? P against rho g Q H and the efficiency of the plant's own curve,
 * else of its turbine type. With a measured head the limits are tight; with the registered design head
 * they are wide, and a note says so. Nothing to judge without flow and power, or energy and power.
 */
export function physicsLayer(input: AssessmentInput, operation: Operation, policy: Policy): LayerFinding {
  const { flowM3s, held: power } = operation;
  const judged =
    flowM3s === undefined || power === undefined ? [] : judgeWater(input, operation, flowM3s, power, policy);
  const water = flowFrozen(input, policy) ? judged.map((finding) => flagAtMost(finding, policy.scores)) : judged;
  const energy = judgeEnergy(input, operation, policy);
  const applies = (flowM3s !== undefined && power !== undefined) || energy.length > 0;
  return layerOf("physics", applies, [...water, ...energy]);
}

/**
 * Whether the flow meter may just have frozen: it shows to the last digit what it showed before. For a while
 * that is an instrument's fault, to be looked at; then it is a claim like any other.
 */
function flowFrozen({ memory, reading }: AssessmentInput, { fraud }: Policy): boolean {
  const still = memory?.learnt?.traits.still;
  if (memory === undefined || still === undefined || memory.flowM3s === null) return false;
  const elapsedS = (reading.endMs - memory.endMs) / 1000;
  const stillS = (still?.value === memory.flowM3s ? still.seconds : 0) + elapsedS;
  // Coarse means of long intervals may well be alike.
  if (elapsedS * fraud.still_readings > fraud.still_excused) return false;
  return memory.flowM3s === reading.quantities.flow_rate_m3s && stillS <= fraud.still_excused;
}

function flagAtMost(finding: Finding, lines: ScoreLines): Finding {
  const { reason } = finding;
  if (reason?.effect !== "reject") return finding;
  const detail = `${reason.detail}; the flow meter shows exactly what it showed before and may be frozen`;
  return { score: lines.flagAt, reason: { ...reason, effect: "flag", detail } };
}

function judgeWater(
  input: AssessmentInput,
  operation: Operation,
  flowM3s: number,
  power: PowerRange,
  policy: Policy,
): Finding[] {
  const { headM } = operation;
  if (!isGenerating(power.leastKw, operation, policy)) {
    const detail = `${figure(flowM3s)} m3/s pass the turbine without generation, as when spinning or draining`;
    return flowM3s > 0 && !isGenerating(power.mostKw, operation, policy)
      ? [note("physics", "water-without-generation", detail)]
      : [];
  }
  const perM3s = hydraulicPowerKw({ flowM3s: 1, headM, temperatureC: input.reading.quantities.temperature_c });
  if (flowM3s === 0 || headM === 0) return [withoutWater(input, flowM3s, power, perM3s, policy)];
  const flow = flowRange(input, flowM3s);
  const envelope = envelopeOver(input, flow, operation.designFlowM3s);
  const efficiency: PowerRange = {
    kw: power.kw / (perM3s * flow.m3s),
    leastKw: power.leastKw / (perM3s * flow.mostM3s),
    mostKw: power.mostKw / (perM3s * flow.leastM3s),
  };
  const findings = operation.headMeasured
    ? judgeAtMeasuredHead(input, efficiency, envelope, policy)
    : judgeAtDesignHead(operation, efficiency, envelope, policy);
  // A slip explains a reading that is doubted anyway; part load alone may come near a factor.
  if (findings.every(({ reason }) => reason === undefined || reason.effect === "note")) return findings;
  const slip = slipOf(efficiency.kw / envelope.expected, policy.fraud.slip_tolerance);
  if (slip === undefined) return findings;
  const detail = `water-to-wire efficiency ${figure(efficiency.kw)} is off by as much as a unit slip: ${slip}`;
  return [...findings, note("physics", "unit-slip", detail)];
}

/** Power at no flow or head: it cannot be true, unless the flow meter's last digit rounds away as much water as it needs. */
function withoutWater(
  { memory }: AssessmentInput,
  flowM3s: number,
  { kw, leastKw }: PowerRange,
  perM3s: number,
  { scores }: Policy,
): Finding {
  const missing = flowM3s === 0 ? "flow" : "head";
  const detail = `${figure(kw)} kW without any ${missing}`;
  const decimals = memory?.learnt?.traits.flowDecimals;
  const hiddenM3s = decimals === undefined ? 0 : stepOf(decimals) / 2;
  // A head of 0 leaves no power to any flow.
  if (leastKw > perM3s * hiddenM3s) return broken("physics", `generation-at-zero-${missing}`, "reject", scores, detail);
  const mayBe = `${detail} that the meter shows, which may hide ${figure(hiddenM3s)} m3/s`;
  return broken("physics", "generation-at-zero-flow", "flag", scores, mayBe);
}

/** A flow, and the range around it that the figures of its meter leave open. */
type FlowRange = { readonly m3s: number; readonly leastM3s: number; readonly mostM3s: number };

function flowRange({ memory }: AssessmentInput, m3s: number): FlowRange {
  const hiddenM3s = hiddenBy(m3s, memory?.learnt?.traits.flowDecimals);
  return { m3s, leastM3s: m3s - hiddenM3s, mostM3s: m3s + hiddenM3s };
}

/** What the machine may give at a flow, or where its figure hides more than next to nothing, at any flow in its range. */
function envelopeOver(
  { plant }: AssessmentInput,
  { m3s, leastM3s, mostM3s }: FlowRange,
  designFlowM3s: number,
): EfficiencyEnvelope {
  const envelope = efficiencyEnvelope(plant, m3s / designFlowM3s);
  if (mostM3s - leastM3s < 0.01 * m3s) return envelope;
  const [low, high] = [leastM3s, mostM3s].map((flow) => efficiencyEnvelope(plant, flow / designFlowM3s));
  if (low === undefined || high === undefined) return envelope;
  return {
    ...envelope,
    least: Math.min(low.least, envelope.least, high.least),
    most: Math.max(low.most, envelope.most, high.most),
  };
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
  const is = () => `water-to-wire efficiency ${figure(efficiency.kw)}`;
  const findings = [
    check("physics", "efficiency-above-possible", efficiency.leastKw, physics.energy_above_hydraulic, scores, () => {
      return `${is()}: more than turbine and generator can take from this flow and head`;
    }),
    check("physics", `power-above-${base}`, efficiency.leastKw / envelope.most, above, scores, () => {
      return `${is()}, at most ${figure(envelope.most)} is expected at this flow`;
    }),
    check("physics", `power-below-${base}`, efficiency.mostKw / envelope.least, below, scores, () => {
      return `${is()}, at least ${figure(envelope.least)} is expected at this flow: power under-reported or flow over-reported`;
    }),
  ];
  const reported = reading.quantities.efficiency;
  if (reported === undefined) return findings;
  const difference = Math.max(0, reported - efficiency.mostKw, efficiency.leastKw - reported);
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
  const is = () => `efficiency ${figure(efficiency.kw)} if the head were the design head`;
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
      () => `${is()}, at most ${figure(envelope.most)} is expected there`,
    ),
    check(
      "physics",
      "power-below-design-head",
      efficiency.mostKw / envelope.least,
      physics.power_below_design_head,
      scores,
      () => `${is()}, at least ${figure(envelope.least)} is expected there: power under-reported or flow over-reported`,
    ),
  ];
}

/**
 * Interval energy against mean power, where both were sent. Energy may be less by what the station itself uses, and either way by
 * what the power's last digit hides: where it is more, water and machine are held to the energy.
 */
function judgeEnergy(input: AssessmentInput, { ratedKw }: Operation, policy: Policy): Finding[] {
  const { physics, scores } = policy;
  const { reading } = input;
  const { power_output_kw: powerKw, energy_kwh: energyKwh } = reading.quantities;
  if (powerKw === undefined || energyKwh === undefined || reading.intervalS === undefined) return [];
  const mean = meanPower(energyKwh, reading.intervalS, energyRoom(input));
  const beyond = Math.max(mean.leastKw - powerKw, powerKw - mean.mostKw - physics.own_use * ratedKw);
  const apart = Math.max(0, beyond - hiddenKw(input, policy));
  // No difference counts as none even at standstill, where a share of nothing has no meaning.
  const share = apart === 0 ? 0 : apart / powerKw;
  return [
    check("physics", "energy-against-power", share, physics.energy_against_power, scores, () => {
      return `${figure(energyKwh)} kWh in ${reading.intervalS} s is ${figure(mean.kw)} kW on average, but ${figure(powerKw)} kW is reported`;
    }),
  ];
}
