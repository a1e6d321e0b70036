import { ascending, logToKeep, median, quantileOf } from "./compact.ts";
import type { ChannelRules, LearningRules } from "./policy.ts";
import { type Calibration, noStrays, type Strays, strayNames, windowNames } from "./state.ts";

/** Windows before this one look at hours; from here on at days. */
const addsUp = windowNames.indexOf("sum");

/** What looks at a day, at less, at a reading. */
const bySpan = (["day", "quarter", "hour", "reading"] as const).map((name) => strayNames.indexOf(name));

/** Weeks are kept a digit shorter than what they were made of. */
const weekUnit = 10;

/** Whether hours still count: after so many weeks the lines are fixed. */
export function isCalibrating({ weeks }: Calibration, own: ChannelRules): boolean {
  return weeks.length < own.calibration_weeks;
}

/** The day with one more hour in it. */
export function strayed(calibration: Calibration, strays: Strays): Calibration {
  return { ...calibration, day: greater(calibration.day, strays) };
}

/**
 * Closes a day. One in which anything was doubted counts for nothing: even the hours before a cheat was found,
 * which lie below the lines, would widen them.
 */
export function dayStrayed(calibration: Calibration, believed: boolean): Calibration {
  const { day, week } = calibration;
  return { ...calibration, day: noStrays, week: believed ? greater(week, day) : week };
}

function greater(one: Strays, other: Strays): Strays {
  return one.map((stray, i) => Math.max(stray, other[i] as number));
}

/** Closes a week and draws the lines anew. */
export function calibrated(calibration: Calibration, rules: LearningRules, own: ChannelRules): Calibration {
  const { week, weeks: before } = calibration;
  if (!isCalibrating(calibration, own)) return calibration;
  // A week in which no window had enough hours to speak shows nothing of how calm the plant is.
  if (windowNames.every((_, i) => i >= addsUp || week[i] === 0)) return { ...calibration, week: noStrays };
  const weeks = [...before, week.map((stray) => Math.round(stray / weekUnit))];
  return {
    ...calibration,
    week: noStrays,
    weeks,
    lines: weeks.length < rules.least_weeks ? null : linesOf(weeks, rules, own),
  };
}

/** The upper weekly extremes and once more their distance from the middle, not under the floors. */
function linesOf(weeks: readonly Strays[], rules: LearningRules, own: ChannelRules): Strays {
  const lines = strayNames.map((name, i): number => {
    const seen = weeks.map((week) => weekUnit * (week[i] as number)).sort(ascending);
    const middle = quantileOf(seen, 0.5);
    const line = middle + rules.return_factor * (quantileOf(seen, 0.9) - middle);
    const floor = own.floors[name] ?? rules.line_ceiling;
    return Math.round(Math.min(Math.max(line, logToKeep(floor)), logToKeep(rules.line_ceiling)));
  });
  // A shorter span strays no less than a longer one: a plant may not have shown it yet.
  if (own.floors.day === undefined) return lines;
  for (let i = 1; i < bySpan.length; i++) {
    const [longer, shorter] = [bySpan[i - 1] as number, bySpan[i] as number];
    lines[shorter] = Math.max(lines[shorter] as number, lines[longer] as number);
  }
  return lines;
}

/** Where doubt begins before a plant has shown enough weeks of its own. */
export function youngLines(rules: LearningRules, own: ChannelRules): Strays {
  return strayNames.map((name) => {
    const floor = own.floors[name];
    return logToKeep(
      floor === undefined ? rules.line_ceiling : Math.min(rules.young_factor * floor, rules.line_ceiling),
    );
  });
}

/**
 * Lines where nothing tells the head of now.
 *
 * @param pond ln by which the head may have risen in a day, as far as that is registered; else 0
 */
export function withoutHead(lines: Strays, rules: ChannelRules, pond: number): Strays {
  const { without_head: wider } = rules;
  if (wider === undefined) return lines;
  const least = leastWithoutHead.get(rules) ?? drawnWithoutHead(rules, wider.others);
  const risen = logToKeep(pond);
  const wide = lines.slice();
  for (let i = 0; i < wide.length; i++) {
    const line = wide[i] as number;
    const times = i === month ? wider.month : i === down ? wider.down : undefined;
    wide[i] = Math.max(risen, times === undefined ? Math.max(line, least[i] as number) : times * line);
  }
  return wide;
}

const [month, down] = [strayNames.indexOf("month"), strayNames.indexOf("down")];

/** They follow from the policy alone: drawn once, not with every reading. */
const leastWithoutHead = new WeakMap<ChannelRules, Strays>();

function drawnWithoutHead(rules: ChannelRules, others: number): Strays {
  const drawn = strayNames.map((name) => logToKeep(others * (rules.floors[name] ?? 0)));
  leastWithoutHead.set(rules, drawn);
  return drawn;
}

/** How far a plant's days lie from each other: median distance of their levels from the middle one, as kept. */
export function scatterOf(days: readonly number[]): number {
  const middle = median(days);
  return days.length === 0 ? 0 : median(days.map((day) => Math.abs(day - middle)));
}
