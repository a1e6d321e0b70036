import type { Deviation } from "./channel.ts";
import { logKept } from "./compact.ts";
import { scatterOf, withoutHead } from "./lines.ts";
import type { Operation } from "./operation.ts";
import type { ChannelRules, LearningRules, Policy } from "./policy.ts";
import { type Channel, type WindowName, windowNames } from "./state.ts";
import type { AssessmentInput } from "./verdict.ts";

/** How a reading and its last days stand against one channel's lines. */
export type Alarm = {
  /** The reading alone over its line (wider where the curve has learnt little), and ln by which it strays. */
  readonly reading: number;
  readonly excess: number;
  /** The worst window over its line; below 1 there is no alarm. */
  readonly window: number;
  readonly windowName: WindowName;
  /** ln by which that window strays. */
  readonly shift: number;
  /** Residual beyond which an hour shares in that. */
  readonly beyond: number;
  /** The reading does: an alarm that only honest readings follow is over. */
  readonly belongs: boolean;
  /** How long the alarm lasts with the reading, if that shares in it, s. */
  readonly lastedS: number;
};

/**
 * ln by which the head may have risen within a day unseen: 0 where a gauge tells it, or where the registered levels lie
 * so close together that it hardly can; undefined where nothing is known of it. A pond is filled in hours, a
 * reservoir is not.
 */
export function unseenRise(
  { plant }: AssessmentInput,
  { gaugedHeadM }: Operation,
  { learning }: Policy,
): number | undefined {
  if (gaugedHeadM !== undefined) return 0;
  const { type, full_level_m: full, lowest_level_m: lowest } = plant.reservoir ?? {};
  if (full === undefined || lowest === undefined) return undefined;
  const swing = (full - lowest) / plant.design_head_m;
  if (swing <= learning.still_pond) return 0;
  return type === "pondage" ? learning.pond_share * swing : undefined;
}

/** A window's stray beside the scatter of the days; asked only of what would be doubted otherwise. */
function besideDays(stray: number, days: readonly number[], window: number, { day_scatter }: LearningRules): number {
  const scatter = window < 1 ? 0 : day_scatter * scatterOf(days);
  return scatter === 0 ? window : stray / scatter;
}

/**
 * @param unseen how much of the head is not seen; 0: none. Else a slow change cannot be told from the seasons of head:
 *   what is held against a month is doubted later, and what adds up over days does not count
 */
export function alarmOf(
  { residual, known, guessed, strays, lines: drawn }: Deviation,
  { level, ground, days, alarmedS }: Channel,
  rules: ChannelRules,
  { physics, learning }: Policy,
  unseen: number | undefined,
  intervalS: number | undefined,
): Alarm {
  const unknown = known ? 1 : (rules.unknown ?? 1);
  const headKnown = unseen === 0;
  const lines = headKnown ? drawn : withoutHead(drawn, rules, unseen ?? 0);
  let worst = -1;
  for (let i = 0; i < windowNames.length; i++) {
    const name = windowNames[i] as WindowName;
    if (rules.floors[name] === undefined || (name === "sum" && !headKnown)) continue;
    const over =
      worst < 0 || (strays[i] as number) * (lines[worst] as number) > (strays[worst] as number) * (lines[i] as number);
    if (over) worst = i;
  }
  const windowName = windowNames[worst] as WindowName;
  const from = { month: level[0], day: level[1], quarter: level[1], hour: level[1], sum: ground, down: level[2] }[
    windowName
  ];
  const own = (windowName === "down" ? -1 : 1) * (residual - logKept(from));
  // What adds up over days is small in each: any reading that lies above the ground shares in it.
  const shift = windowName === "sum" ? 0 : logKept(strays[worst] as number);
  const reading = logKept(strays[windowNames.length] as number);
  const window = (strays[worst] as number) / (lines[worst] as number) / unknown;
  return {
    reading: reading / logKept(lines[windowNames.length] as number) / (known ? 1 : physics.learnt_unknown),
    excess: reading,
    window: headKnown ? Math.min(window, besideDays(strays[worst] as number, days, window, learning)) : window,
    windowName,
    shift: logKept(strays[worst] as number),
    beyond: logKept(from) + (windowName === "down" ? -1 : 1) * learning.shift_share * shift,
    belongs: (guessed || known || rules.unknown !== undefined) && own > learning.shift_share * shift,
    lastedS: alarmedS + (intervalS ?? learning.instant),
  };
}
