import { exp2, naturalLog } from "../fraud/elementary.ts";
import { hydraulicPowerKw } from "../hydropower/hydraulics.ts";
import { type Alarm, alarmOf, unseenRise } from "./alarm.ts";
import { beside, onsetMs, settle, sight } from "./channel.ts";
import { leftMore, likenessAfter, type Machine, machineOf, priorOf } from "./machine.ts";
import type { Operation } from "./operation.ts";
import { isOlder } from "./order.ts";
import type { LearningRules, Policy } from "./policy.ts";
import { coarseBy, decimalsOf, type FlowMeter } from "./rounding.ts";
import type { Observation } from "./spare.ts";
import {
  type Channel,
  type ChannelName,
  channelNames,
  type Learnt,
  type Likeness,
  nothingLearnt,
  untaught,
} from "./state.ts";
import { type TraitEvidence, traitsLearnt, traitsSeen } from "./traits.ts";
import type { AssessmentInput } from "./verdict.ts";

/** A reading put beside what was learnt. */
export type Evidence = {
  /** The state with the reading in it, before the verdict is known. */
  readonly learnt: Learnt;
  /** Which machine the plant is like, once the reading is believed. */
  readonly likeness: Likeness | undefined;
  /** With it the plant is taken for another machine than before: ln by which more is left beside that, by flow. */
  readonly remade: Remade | undefined;
  readonly alarms: { readonly [name in ChannelName]?: Alarm };
  /** Undefined for a reading that moves no time forward. */
  readonly traits: TraitEvidence | undefined;
};

/** "anew": nothing was known of the machine before. */
type Remade = "anew" | ((flow: number) => number);

/** Puts a reading beside what was learnt. A reading that does not move time forward meets nothing of it. */
export function evidenceOf(input: AssessmentInput, operation: Operation, policy: Policy): Evidence {
  const before = input.memory?.learnt ?? nothingLearnt;
  if (isOlder(input)) {
    return { learnt: before, likeness: before.likeness, remade: undefined, alarms: {}, traits: undefined };
  }
  const river = riverAfter(before.river, input, operation, policy);
  const steady = isSteady(input, operation, policy);
  const decimals = Math.max(before.traits.flowDecimals ?? 0, decimalsOf(operation.flowM3s ?? 0));
  const flowMeter = { decimals, scatter: Math.max(before.traits.noise?.usual ?? 0, policy.fraud.noise_least) };
  let likeness = before.likeness;
  const machine = machineOf(input, likeness, policy.learning);
  const channels: { [name in ChannelName]?: Channel } = { ...before.channels };
  const alarms: { [name in ChannelName]?: Alarm } = {};
  let efficiencyLn: number | undefined;
  for (const name of channelNames) {
    const seen = steady
      ? observe[name](input, operation, policy, river ?? 0, machine, before.likeness, flowMeter)
      : undefined;
    if (seen === undefined) continue;
    const { endMs, intervalS } = input.reading;
    if (name === "efficiency") {
      efficiencyLn = seen.y;
      if (machine !== undefined && machine.makes.length > 1) {
        const seconds = intervalS ?? policy.learning.instant;
        likeness = likenessAfter(likeness, machine, seen.point[0], seen.y, seconds, policy.learning);
      }
    }
    const rules = policy[rulesOf[name]];
    const { channel, deviation } = sight(
      before.channels[name] ?? untaught,
      { endMs, intervalS, ...seen },
      policy.learning,
      rules,
    );
    channels[name] = channel;
    if (deviation !== undefined)
      alarms[name] = alarmOf(deviation, channel, rules, policy, unseenRise(input, operation, policy), intervalS);
  }
  const traits = traitsSeen(before.traits, input, operation, efficiencyLn, river ?? 0, decimals, policy);
  return {
    learnt: { river, channels, traits: before.traits, ...(before.likeness && { likeness: before.likeness }) },
    likeness,
    remade: remadeAs(machine, likeness, policy.learning),
    alarms,
    traits,
  };
}

/** What is learnt once the verdict is known. `reopenFromMs`: earlier readings that it doubts with the reading. */
export function learn(
  { learnt, likeness: believed, remade, alarms, traits }: Evidence,
  doubted: boolean,
  reopenFromMs: number | undefined,
  policy: Policy,
): Learnt {
  const channels: { [name in ChannelName]?: Channel } = {};
  for (const name of channelNames) {
    const channel = learnt.channels[name];
    const alarm = alarms[name];
    if (channel === undefined) continue;
    const alarmed = alarm !== undefined && alarm.window >= 1 && alarm.belongs;
    const settled = settle(channel, doubted, alarmed ? alarm.lastedS : 0, reopenFromMs);
    // What had added up has been reported: it begins anew.
    const reported = alarmed && alarm.windowName === "sum" && alarm.lastedS >= policy.learning.reopen_after;
    channels[name] = reported ? { ...settled, sum: 0 } : settled;
  }
  const likeness = doubted ? learnt.likeness : believed;
  if (remade !== undefined && !doubted) {
    // What was learnt without knowing the machine is no measure of what is left beside it.
    if (remade === "anew" || channels.efficiency === undefined) delete channels.efficiency;
    else channels.efficiency = beside(channels.efficiency, remade, policy.learning);
  }
  return {
    river: learnt.river,
    channels,
    ...(likeness && { likeness }),
    traits: traits === undefined ? learnt.traits : traitsLearnt(traits, doubted, policy),
  };
}

function remadeAs(
  machine: Machine | undefined,
  likeness: Likeness | undefined,
  rules: LearningRules,
): Remade | undefined {
  const to = likeness?.taken ?? undefined;
  if (machine === undefined || likeness === undefined || to === undefined || to === machine.taken) return undefined;
  return machine.taken === undefined ? "anew" : leftMore(machine, likeness, machine.taken, to, rules);
}

/** When the shift began that an alarm found, ms. */
export function alarmSinceMs({ learnt }: Evidence, name: ChannelName, { windowName, beyond }: Alarm): number {
  return onsetMs(learnt.channels[name] ?? untaught, windowName === "down" ? -1 : 1, beyond);
}

/**
 * Whether flow and power of the interval belong together. A short one in which the flow changes much, as in a
 * start or stop, holds parts of two operating points.
 */
function isSteady(
  { reading, memory }: AssessmentInput,
  { flowM3s, designFlowM3s }: Operation,
  { learning, physics }: Policy,
): boolean {
  if (reading.intervalS === undefined || reading.intervalS > learning.transient_interval) return true;
  const before = memory?.flowM3s;
  if (flowM3s === undefined || before === undefined || before === null) return true;
  const change = Math.abs(flowM3s - before);
  return (
    change <= physics.learnt_steady * designFlowM3s && change <= learning.transient_share * Math.max(before, flowM3s)
  );
}

const rulesOf = { efficiency: "efficiency_channel", opening: "opening_channel", head: "head_channel" } as const;

type Seen = Pick<Observation, "point" | "y" | "unitChoice" | "priors" | "rivals" | "coarse">;

/** What each channel makes of a reading; undefined where it has nothing to learn from it or to say to it. */
const observe: {
  readonly [name in ChannelName]: (
    input: AssessmentInput,
    operation: Operation,
    policy: Policy,
    river: number,
    machine: Machine | undefined,
    likeness: Likeness | undefined,
    flowMeter: FlowMeter,
  ) => Seen | undefined;
} = {
  /** ln(P / (rho g Q H)) over flow, river of the last day and of now (tailwater), and head. */
  efficiency: (input, operation, policy, river, machine, likeness, flowMeter) => {
    const { plant, reading } = input;
    const running = runningAt(input, operation, policy);
    if (running === undefined) return undefined;
    const { flow, flowM3s, headM } = running;
    const temperatureC = reading.quantities.temperature_c;
    const hydraulicKw = hydraulicPowerKw({ flowM3s, headM, temperatureC });
    const head = naturalLog(headM / plant.design_head_m);
    const total = totalFlow(flow, operation);
    const y = naturalLog(running.powerKw / hydraulicKw);
    const seen = {
      point: [flow, river, total, head] as const,
      y,
      ...priorOf(machine, likeness, flow, policy.learning),
    };
    const more = coarseBy(flowMeter, flowM3s);
    if (more === undefined) return seen;
    const most = flow * exp2(more / Math.LN2);
    const { priors } = priorOf(machine, likeness, most, policy.learning);
    const unrounded = { point: [most, river, total, head] as const, y: y - more, ...(priors && { priors }) };
    return { ...seen, coarse: { unrounded, scatter: flowMeter.scatter } };
  },
  /** ln(flow) over the guide vanes' opening and head: flow that the gates do not let through. */
  opening: (input, operation, policy, _river, _machine, _likeness, flowMeter) => {
    const { plant, reading } = input;
    const running = runningAt(input, operation, policy);
    const { gate_opening_pct: gate } = reading.quantities;
    if (running === undefined || gate === undefined || gate < 100 * policy.physics.learnt_least_flow) return undefined;
    const point = [gate / 100, naturalLog(running.headM / plant.design_head_m), 0, 0] as const;
    const y = naturalLog(running.flow / (gate / 100));
    const more = coarseBy(flowMeter, running.flowM3s);
    return {
      point,
      y,
      ...(more !== undefined && { coarse: { unrounded: { point, y: y - more }, scatter: flowMeter.scatter } }),
    };
  },
  /** ln(head) over flow and river: head that the levels did not have yesterday. */
  head: (input, operation, policy, river) => {
    const running = runningAt(input, operation, policy);
    if (running === undefined || !operation.headMeasured) return undefined;
    return {
      point: [running.flow, river, totalFlow(running.flow, operation), 0],
      y: naturalLog(operation.headM / input.plant.design_head_m),
    };
  },
};

type Running = {
  readonly flow: number;
  readonly flowM3s: number;
  readonly headM: number;
  readonly powerKw: number;
};

/** Flow (also of design flow) and power of a machine that runs well enough to learn from. */
function runningAt(
  { plant }: AssessmentInput,
  operation: Operation,
  { physics, learning }: Policy,
): Running | undefined {
  const { flowM3s, held: power, designFlowM3s, ratedKw } = operation;
  const headM = operation.gaugedHeadM ?? operation.headM;
  if (flowM3s === undefined || power === undefined || headM === 0) return undefined;
  const flow = flowM3s / designFlowM3s;
  // Far from design there is nothing to learn: the limits of physics and device speak.
  const head = headM / plant.design_head_m;
  if (head > learning.farthest || head * learning.farthest < 1) return undefined;
  if (flow > learning.farthest || power.kw > learning.farthest * ratedKw) return undefined;
  if (flow < physics.learnt_least_flow || power.kw < physics.learnt_least_load * ratedKw) return undefined;
  return { flow, flowM3s, headM, powerKw: power.kw };
}

/** All flow past the plant, of design flow. */
function totalFlow(flow: number, { spillM3s, designFlowM3s }: Operation): number {
  return flow + (spillM3s ?? 0) / designFlowM3s;
}

function riverAfter(
  before: number | null,
  { reading }: AssessmentInput,
  operation: Operation,
  { learning }: Policy,
): number | null {
  if (operation.flowM3s === undefined) return before;
  const total = totalFlow(operation.flowM3s / operation.designFlowM3s, operation);
  const share = Math.min(1, (reading.intervalS ?? learning.instant) / (learning.river_memory * 3600));
  return before === null ? total : Math.round((before + (total - before) * share) * 1e6) / 1e6;
}
