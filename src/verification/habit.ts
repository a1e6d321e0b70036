import { exp2 } from "../fraud/elementary.ts";
import type { Alarm } from "./alarm.ts";
import { check, type Finding, figure } from "./grade.ts";
import { alarmSinceMs, type Evidence } from "./learnt.ts";
import type { Operation } from "./operation.ts";
import type { Policy } from "./policy.ts";
import { type ChannelName, channelNames } from "./state.ts";
import type { AssessmentInput, DeviceMemory, LayerName, Reopening } from "./verdict.ts";

/** Which layer speaks for a channel, and how it says so. */
type Voice = { readonly layer: LayerName; readonly rule: string; readonly what: string };
const voices: { readonly [name in ChannelName]: Voice } = {
  efficiency: { layer: "physics", rule: "learnt-curve", what: "power for its flow and head" },
  opening: { layer: "device", rule: "learnt-opening", what: "flow for the opening of its guide vanes" },
  head: { layer: "environmental", rule: "learnt-head", what: "head for its flow" },
};

const spans = {
  day: "the last day",
  month: "the last day against a month",
  quarter: "the last six hours",
  hour: "the last hour",
  sum: "day after day",
  down: "the last day",
};

/** What the layers find in what was learnt, and the earlier records that this casts doubt on. */
export type Habits = { readonly [layer in LayerName]: readonly Finding[] } & { readonly reopen: Reopening | undefined };

/** Is the plant still the one it was? The reading and its last day against what its approved readings taught. */
export function judgeHabits(
  { reading, memory }: AssessmentInput,
  operation: Operation,
  evidence: Evidence,
  policy: Policy,
): Habits {
  const { temporal = none, environmental = none, device = none, statistical = none } = evidence.traits ?? {};
  const found: { [layer in LayerName]: readonly Finding[] } = {
    physics: none,
    temporal,
    environmental,
    statistical,
    device,
  };
  let reopen: Reopening | undefined;
  for (const name of channelNames) {
    const alarm = evidence.alarms[name];
    if (alarm === undefined) continue;
    const { layer, rule, what } = voices[name];
    found[layer] = both(found[layer], judgeReading(alarm, voices[name], memory, operation, policy));
    if (!alarm.belongs) continue;
    const finding = check(
      layer,
      `${rule}-${alarm.windowName}`,
      alarm.window,
      policy.physics.learnt_window,
      policy.scores,
      () => says(alarm, what),
    );
    found[layer] = both(found[layer], said(finding));
    if (finding.reason === undefined || finding.reason.effect === "note") continue;
    if (alarm.lastedS < policy.learning.reopen_after) continue;
    const fromMs = alarmSinceMs(evidence, name, alarm);
    const toMs = reading.endMs - 1000 * (reading.intervalS ?? 0);
    if (fromMs < toMs && fromMs < (reopen?.fromMs ?? toMs)) reopen = { rule: finding.reason.rule, fromMs, toMs };
  }
  return { ...found, reopen };
}

const none: readonly Finding[] = [];

/** Nearly always there is nothing to add. */
function both(some: readonly Finding[], more: readonly Finding[]): readonly Finding[] {
  return more.length === 0 ? some : [...some, ...more];
}

function judgeReading(
  alarm: Alarm,
  { layer, rule, what }: Voice,
  memory: DeviceMemory | undefined,
  { power, ratedKw, flowM3s, designFlowM3s }: Operation,
  { physics, scores }: Policy,
): readonly Finding[] {
  // While the flow changes much, as in a start, flow and power of one interval do not belong together.
  const flowBefore = memory?.flowM3s;
  if (flowM3s === undefined || flowBefore === undefined || flowBefore === null) return [];
  if (Math.abs(flowM3s - flowBefore) > physics.learnt_steady * designFlowM3s) return [];
  const excess = (alarm.excess * (power?.kw ?? 0)) / ratedKw;
  if (excess <= physics.learnt_excess) return [];
  const detail = () => `${percent(alarm.excess)} more ${what} than this plant showed before`;
  return said(check(layer, `${rule}-reading`, alarm.reading, physics.learnt_reading, scores, detail));
}

function says({ shift, windowName }: Alarm, what: string): string {
  return `${spans[windowName]}: ${percent(windowName === "down" ? -shift : shift)} ${windowName === "down" ? "less" : "more"} ${what} than this plant showed before`;
}

function percent(ln: number): string {
  return `${figure(100 * Math.abs(exp2(ln / Math.LN2) - 1))} %`;
}

/** A check that found nothing says nothing: a layer applies for what it judged by itself. */
function said(finding: Finding): readonly Finding[] {
  return finding.reason === undefined ? none : [finding];
}
