import { broken, check, type Finding, figure, type LayerFinding, layerOf, note } from "./grade.ts";
import { isGenerating, type Operation } from "./operation.ts";
import { isBesideIntervals, isOlder } from "./order.ts";
import type { Policy } from "./policy.ts";
import { judgeRegisters, registerAdvanceWh, registerStepWh } from "./register.ts";
import type { AssessmentInput, DeviceMemory, Gap } from "./verdict.ts";

/**
 * Can the device have come from its last state to this one in the time between? Ramps against the rating,
 * registers that only rise, and not faster than the plant generates. Starting and stopping are known and
 * honest; a fall of power, as in a trip, is never held against a plant. Nothing to judge without a memory
 * older than the reading.
 */
export function temporalLayer(input: AssessmentInput, operation: Operation, policy: Policy): LayerFinding {
  const { reading, memory, receivedAtMs } = input;
  const findings: Finding[] = [];
  const lateS = (receivedAtMs - reading.endMs) / 1000;
  if (lateS > policy.temporal.late) {
    findings.push(note("temporal", "late", `reached the gateway ${figure(lateS / 3600)} h after its time`));
  }
  if (memory !== undefined && isOlder(input)) {
    findings.push(
      note("temporal", "older-than-newest", "older than the device's newest reading: judged without memory"),
    );
    findings.push(...judgeKeptBack(input, memory, policy));
  }
  if (!followsMemory(input)) return layerOf("temporal", false, findings);
  findings.push(...judgeGap(input, input.memory, policy));
  // Between intervals there is no silence, however many instants were sent.
  if (!isBesideIntervals(input)) findings.push(...judgeSilence(input, operation, input.memory, policy));
  findings.push(...judgePower(input, operation, input.memory, policy));
  findings.push(...judgeRegisters(input, operation, input.memory, policy));
  return layerOf("temporal", true, findings);
}

type Remembering = AssessmentInput & { readonly memory: DeviceMemory };

function followsMemory(input: AssessmentInput): input is Remembering {
  return input.memory !== undefined && !isOlder(input);
}

/** A reading from a gap, long after the link had shown that it works: kept back, not delayed. */
function judgeKeptBack(
  { reading, receivedAtMs }: AssessmentInput,
  { gaps = [] }: DeviceMemory,
  { fraud, scores }: Policy,
): Finding[] {
  const heardAtMs = gaps.find(([fromMs, toMs]) => reading.endMs > fromMs && reading.endMs <= toMs)?.[2];
  if (heardAtMs === undefined || receivedAtMs - heardAtMs <= 1000 * fraud.backdated) return [];
  const afterS = (receivedAtMs - heardAtMs) / 1000;
  const detail = `sent ${figure(afterS / 3600)} h after the device's link was back with newer readings`;
  return [broken("temporal", "backdated", "flag", scores, detail)];
}

/** The gaps with the one before a reading, if there is one. */
export function gapsAfter({ reading, receivedAtMs, memory }: AssessmentInput, policy: Policy): readonly Gap[] {
  const before = memory?.gaps ?? [];
  if (memory === undefined || reading.intervalS === undefined) return before;
  const startMs = reading.endMs - 1000 * reading.intervalS;
  if (startMs - memory.endMs <= 1000 * policy.temporal.gap) return before;
  return [...before, [memory.endMs, startMs, receivedAtMs] as const].slice(-policy.fraud.gaps_kept);
}

function judgeGap({ reading }: AssessmentInput, memory: DeviceMemory, { temporal }: Policy): Finding[] {
  if (reading.intervalS === undefined || memory.intervalS === null) return [];
  const gapS = (reading.endMs - memory.endMs) / 1000 - reading.intervalS;
  return gapS > temporal.gap
    ? [note("temporal", "gap", `${figure(gapS)} s before this interval are not covered by any reading`)]
    : [];
}

/**
 * A high value after a long silence through which the register hardly moved: the poor readings between were
 * kept back. Without registers a silence is only doubted when the plant comes back at full load.
 */
function judgeSilence(
  input: AssessmentInput,
  { power, ratedKw }: Operation,
  memory: DeviceMemory,
  { fraud, scores }: Policy,
): Finding[] {
  const { reading } = input;
  const elapsedS = (reading.endMs - memory.endMs) / 1000;
  const silentS = elapsedS - (reading.intervalS ?? 0);
  if (power === undefined || silentS <= fraud.silent_gap) return [];
  const silent = `nothing was sent for ${figure(silentS / 3600)} h`;
  const advanceWh = registerAdvanceWh(reading.quantities.energy_export_kwh_total, memory.exportWh);
  if (advanceWh === undefined || advanceWh < 0n || reading.intervalS === undefined) {
    const came = `${silent}, then ${figure(power.kw)} kW`;
    return power.kw > fraud.silent_gap_load * ratedKw ? [broken("temporal", "silent-gap", "flag", scores, came)] : [];
  }
  // Two values of a register may hide nearly a step of what flowed between them.
  const flowedKwh = (Number(advanceWh) + registerStepWh(input, memory)) / 1000;
  const silentKwh = Math.max(0, flowedKwh - (power.kw * reading.intervalS) / 3600);
  const silentKw = (silentKwh * 3600) / silentS;
  if (power.kw <= fraud.silent_least_load * ratedKw) return [];
  return [
    check("temporal", "silent-gap", silentKw / power.kw, fraud.gap_power, scores, () => {
      return `${silent}; the register shows ${figure(silentKw)} kW meanwhile, before ${figure(power.kw)} kW`;
    }),
  ];
}

function judgePower(
  { reading }: AssessmentInput,
  operation: Operation,
  memory: DeviceMemory,
  policy: Policy,
): Finding[] {
  const { power, ratedKw } = operation;
  if (power === undefined || memory.powerKw === null) return [];
  const beforeKw = memory.powerKw;
  const findings: Finding[] = [];
  const [ran, runs] = [isGenerating(beforeKw, operation, policy), isGenerating(power.kw, operation, policy)];
  if (!ran && runs) findings.push(note("temporal", "start", `started: ${figure(power.kw)} kW after a stop`));
  if (ran && !runs) findings.push(note("temporal", "stop", `stopped: ${figure(beforeKw)} kW before`));
  // A time of receipt says nothing about when the power was measured.
  if (!reading.timed) return findings;
  const step = (power.leastKw - beforeKw) / ratedKw;
  if (step <= policy.temporal.ramp_ignored) return findings;
  const elapsedS = (reading.endMs - memory.endMs) / 1000;
  const { temporal, scores } = policy;
  const detail = () => `${figure(beforeKw)} to ${figure(power.leastKw)} kW within ${figure(elapsedS)} s`;
  return [...findings, check("temporal", "ramp", step / elapsedS, temporal.ramp_up, scores, detail)];
}
