import { naturalLog } from "../fraud/elementary.ts";
import { replay } from "../fraud/replay.ts";
import { noiseAfter, stillAfter } from "../fraud/still.ts";
import { directed, distances, type Point, pointLearnt, type Subspace } from "../fraud/subspace.ts";
import { broken, check, type Finding, figure } from "./grade.ts";
import type { Operation } from "./operation.ts";
import type { Band, Policy } from "./policy.ts";
import { stepOf } from "./rounding.ts";
import type { Traits } from "./state.ts";
import type { AssessmentInput } from "./verdict.ts";

/** A reading put beside the habits: the habits with it, and what is off. */
export type TraitEvidence = {
  readonly before: Traits;
  readonly after: Traits;
  readonly temporal: readonly Finding[];
  readonly environmental: readonly Finding[];
  readonly device: readonly Finding[];
  readonly statistical: readonly Finding[];
  /** What the reading teaches the subspace once it is believed. */
  readonly point: Point | undefined;
};

/**
 * Judges a generating reading that moves time forward by the habits of its device.
 *
 * @param efficiencyLn ln(P / (rho g Q H)); undefined where it is not known
 * @param river all flow past the plant, smoothed, of design flow
 * @param decimals the most that the flow ever showed
 */
export function traitsSeen(
  before: Traits,
  input: AssessmentInput,
  operation: Operation,
  efficiencyLn: number | undefined,
  river: number,
  decimals: number,
  policy: Policy,
): TraitEvidence {
  const { power, flowM3s, ratedKw, designFlowM3s, spillM3s } = operation;
  const { memory, reading } = input;
  if (power === undefined || power.kw <= policy.physics.learnt_least_load * ratedKw) {
    return { before, after: before, temporal: [], environmental: [], device: [], statistical: [], point: undefined };
  }
  const elapsedS = memory === undefined ? 0 : (reading.endMs - memory.endMs) / 1000;
  const stepS = reading.intervalS ?? elapsedS;
  const load = power.kw / ratedKw;
  const point: Point | undefined =
    flowM3s === undefined || efficiencyLn === undefined
      ? undefined
      : [flowM3s / designFlowM3s, load, operation.headM / input.plant.design_head_m, river];
  const replayed =
    stepS > 0
      ? replay(
          before.replay,
          [power.kw, flowM3s ?? 0, operation.headMeasured ? operation.headM : 0],
          reading.endMs,
          stepS,
          policy.fraud,
        )
      : { memory: before.replay, repeated: false };
  const patience = patienceOf(before, decimals, policy);
  const after: Traits = {
    still:
      flowM3s === undefined ? null : stillAfter(before.still, flowM3s, power.kw, Math.min(elapsedS, stepS), patience),
    longestStillS: before.longestStillS,
    replay: replayed.memory,
    noise:
      efficiencyLn === undefined
        ? before.noise
        : noiseAfter(before.noise, efficiencyLn, policy.fraud.noise_shortly, policy.fraud.noise_longly),
    peak: Math.max(before.peak, kept(load)),
    ramp: Math.max(before.ramp, kept(rampOf(input, operation))),
    leastSpill:
      spillM3s === undefined ? before.leastSpill : Math.min(before.leastSpill ?? 1, kept(spillM3s / designFlowM3s)),
    subspace: before.subspace,
    learntS: before.learntS + Math.min(stepS, 86_400),
    flowDecimals: decimals,
  };
  return {
    before,
    after,
    temporal: [
      ...judgeReplay(replayed.repeated, policy),
      ...judgeStill(before, after, operation, policy),
      ...judgeNoise(after, policy),
      ...judgeRamp(before, input, operation, policy),
    ],
    environmental: [...judgeSpill(before, operation, policy), ...judgeHeadStep(input, operation, policy)],
    device: judgePeak(before, load, policy),
    statistical: judgePlace(before, point, policy),
    point,
  };
}

/** The habits once the verdict is known: what was doubted teaches nothing, but sensors go on standing still. */
export function traitsLearnt(
  { before, after: seen, point }: TraitEvidence,
  doubted: boolean,
  { fraud }: Policy,
): Traits {
  if (doubted) return { ...before, still: seen.still, replay: seen.replay };
  const after = point === undefined ? seen : { ...seen, subspace: subspaceAfter(seen, point, before.learntS, fraud) };
  // A stand-still counts as honest once it has ended without a doubt.
  const ended = before.still !== null && before.still.value !== after.still?.value ? before.still.seconds : 0;
  return ended > before.longestStillS && before.learntS < fraud.habits_fixed * 86_400
    ? { ...after, longestStillS: ended }
    : after;
}

/** Memory keeps six decimals. */
const kept = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Learns a point; about once a day of generation the directions are found anew. */
function subspaceAfter({ subspace, learntS }: Traits, point: Point, beforeS: number, fraud: Policy["fraud"]): Subspace {
  const learnt = pointLearnt(subspace, point, fraud.subspace_memory);
  const due = Math.floor(learntS / 86_400) > Math.floor(beforeS / 86_400);
  return due && learnt.points >= fraud.subspace_points ? directed(learnt, fraud.subspace_least) : learnt;
}

/** How far the reading lies from where flow, load, head and river of the plant lie together. One vote: a note. */
function judgePlace({ subspace }: Traits, point: Point | undefined, { fraud, scores }: Policy): readonly Finding[] {
  const away = point === undefined ? undefined : distances(subspace, point);
  if (away === undefined) return [];
  const findings: Finding[] = [];
  const note = (name: "t2" | "q", where: string, band: Band) => {
    const { score, reason } = check("statistical", `subspace-${name}`, away[name], band, scores, () => {
      return `flow, load, head and river lie ${where} the plant's usual operation: ${name.toUpperCase()} ${figure(away[name])}`;
    });
    if (reason !== undefined) findings.push({ score, reason: { ...reason, effect: "note" } });
  };
  note("t2", "far out in", fraud.subspace_t2);
  note("q", "beside", fraud.subspace_q);
  return findings;
}

function known({ learntS }: Traits, { fraud }: Policy): boolean {
  return learntS >= fraud.habits_known * 86_400;
}

function judgeReplay(repeated: boolean, { fraud, scores }: Policy): readonly Finding[] {
  if (!repeated) return [];
  const detail = `the last ${fraud.replay_stretch} readings repeat an earlier stretch to the last digit`;
  return [broken("temporal", "replayed", "flag", scores, detail)];
}

/** How wide a step of the flow's figures is beside the usual scatter of readings: wide ones stand for hours. */
function stepInScatter({ noise }: Traits, flowM3s: number, decimals: number, { fraud }: Policy): number {
  return stepOf(decimals) / (flowM3s * Math.max(noise?.usual ?? 0, fraud.noise_least));
}

/**
 * Readings of other figures that a stand-still outlasts: only at a meter much finer than its scatter is it no chance
 * that a figure comes back.
 */
function patienceOf(before: Traits, decimals: number, policy: Policy): number {
  const finest = stepInScatter(before, before.still?.value ?? 0, decimals, policy) <= policy.fraud.still_fine;
  return finest ? policy.fraud.still_readings : 1;
}

/** A flow that stands still longer than it ever did honestly, or while power moves. */
function judgeStill(
  before: Traits,
  { still, noise, flowDecimals = 0 }: Traits,
  { ratedKw, flowM3s, designFlowM3s }: Operation,
  policy: Policy,
): readonly Finding[] {
  const { fraud, scores } = policy;
  // While another figure is shown in between, nothing stands.
  if (still === null || still.value !== flowM3s || (still.missed ?? 0) > 0) return [];
  if (still.readings < fraud.still_readings || still.seconds < fraud.still_least) return [];
  const moved = (still.mostKw - still.leastKw) / ratedKw;
  // A meter of many readings is known however few days they make. A coarse one shows one figure as long as a river stands.
  const seen = known(before, policy) || (noise !== null && noise.readings >= fraud.noise_longly);
  const coarse = stepInScatter(before, still.value, flowDecimals, policy) > fraud.still_coarse;
  const longer = seen && !coarse && still.seconds > fraud.still_longer * before.longestStillS;
  // Within a step of its figures the flow may move, and power with it.
  if (moved < fraud.still_power + stepOf(flowDecimals) / designFlowM3s && !longer) return [];
  const detail = `flow stands at exactly ${figure(still.value)} m3/s for ${figure(still.seconds / 3600)} h`;
  return [
    broken(
      "temporal",
      "stuck-flow",
      "flag",
      scores,
      `${detail} while power moved by ${figure(100 * moved)} % of rating`,
    ),
  ];
}

/** Flow, head and power that fit each other far better than their instruments ever did were computed, not measured. */
function judgeNoise({ noise }: Traits, { fraud, scores }: Policy): readonly Finding[] {
  if (noise === null || noise.readings < fraud.noise_longly || noise.usual < fraud.noise_least) return [];
  const ratio = noise.now / noise.usual;
  const finding = check("temporal", "too-smooth", ratio, fraud.too_smooth, scores, () => {
    return `flow, head and power fit each other ${figure(1 / ratio)} times better than their instruments did before`;
  });
  return finding.reason === undefined ? [] : [finding];
}

/** A step up far beyond any that this plant made; starts are known, and their own matter. */
function judgeRamp(before: Traits, input: AssessmentInput, operation: Operation, policy: Policy): readonly Finding[] {
  const step = rampOf(input, operation);
  const { fraud, scores } = policy;
  if (!known(before, policy) || step <= fraud.ramp_least || before.ramp === 0) return [];
  const finding = check("temporal", "learnt-ramp", step / before.ramp, fraud.learnt_ramp, scores, () => {
    return `a step up of ${figure(100 * step)} % of rating; this plant's greatest was ${figure(100 * before.ramp)} %`;
  });
  return finding.reason === undefined ? [] : [finding];
}

function rampOf({ memory, reading }: AssessmentInput, { power, ratedKw }: Operation): number {
  if (memory === undefined || memory.powerKw === null || memory.powerKw === 0 || power === undefined) return 0;
  // Only from one reading to the next: a gap leaves time for any ramp.
  if (reading.intervalS === undefined || reading.endMs - memory.endMs > 1500 * reading.intervalS) return 0;
  return Math.max(0, (power.kw - memory.powerKw) / ratedKw);
}

/** Water past the turbines below what the plant always let pass: it may have been counted as turbine flow. */
function judgeSpill(before: Traits, { spillM3s, designFlowM3s }: Operation, policy: Policy): readonly Finding[] {
  const { fraud, scores } = policy;
  const least = before.leastSpill;
  if (spillM3s === undefined || least === null || least < fraud.spill_least || !known(before, policy)) return [];
  const finding = check(
    "environmental",
    "learnt-spill",
    spillM3s / designFlowM3s / least,
    fraud.spill_floor,
    scores,
    () => {
      return `${figure(spillM3s)} m3/s pass the turbines; it never was under ${figure(least * designFlowM3s)} m3/s while they ran`;
    },
  );
  return finding.reason === undefined ? [] : [finding];
}

/** A head that rises at once while no less water flows: levels do not, gauges that are made to agree do. */
function judgeHeadStep(
  { memory, reading }: AssessmentInput,
  { flowM3s, headM, headMeasured }: Operation,
  { fraud, scores }: Policy,
): readonly Finding[] {
  if (!headMeasured || flowM3s === undefined || memory === undefined) return [];
  const { headM: beforeM, flowM3s: beforeM3s, endMs } = memory;
  if (beforeM === null || beforeM <= 0 || beforeM3s === null) return [];
  if (reading.endMs - endMs > 1000 * fraud.head_step_time || flowM3s < fraud.head_step_flow * beforeM3s) return [];
  // A head of 0 has no logarithm, as a gauge shows that failed; nor has a rise from next to nothing beyond all numbers.
  if (headM <= beforeM) return [];
  const risen = naturalLog(Math.min(headM / beforeM, Number.MAX_VALUE));
  const finding = check("environmental", "head-step", risen, fraud.head_step, scores, () => {
    return `head rose from ${figure(beforeM)} to ${figure(headM)} m from one reading to the next, with no less flow`;
  });
  return finding.reason === undefined ? [] : [finding];
}

/** More than the plant ever gave at full load. A plant not seen at full load is not held to what it gave. */
function judgePeak(before: Traits, load: number, policy: Policy): readonly Finding[] {
  const { fraud, scores } = policy;
  if (before.peak < fraud.peak_known || load <= fraud.peak_least || !known(before, policy)) return [];
  const finding = check("device", "learnt-peak", load / before.peak, fraud.learnt_peak, scores, () => {
    return `${figure(100 * load)} % of rating; this plant never gave more than ${figure(100 * before.peak)} %`;
  });
  return finding.reason === undefined ? [] : [finding];
}
