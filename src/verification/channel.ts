import { logKept, logToKeep, median, medianOfOwn, shareKept, shareToKeep, whole } from "./compact.ts";
import { type CurveRules, expectedAt, type Lesson, shifted, speaksAt, taught } from "./curve.ts";
import { calibrated, dayStrayed, isCalibrating, strayed, youngLines } from "./lines.ts";
import type { ChannelRules, LearningRules } from "./policy.ts";
import { guesses, type Observation, residualOf, roundingOf, spareOf } from "./spare.ts";
import type { Channel, Hour, OperatingPoint, Strays } from "./state.ts";

const hourMs = 3_600_000;
const hoursPerDay = 24;
const daysPerWeek = 7;

/** The channel with the reading in it, and how far reading and windows stray from what was learnt before. */
export type Sighting = {
  readonly channel: Channel;
  /** Undefined while nothing can be said. */
  readonly deviation: Deviation | undefined;
};

export type Deviation = {
  /** ln of the reading over what the curve expects there. */
  readonly residual: number;
  /** False: the curve has learnt too little there for windows to speak of this reading. */
  readonly known: boolean;
  /** It has not, but knows the flows around. */
  readonly guessed: boolean;
  readonly strays: Strays;
  readonly lines: Strays;
};

/** Takes a reading in: closes the hour, day and week that it ends, and puts it beside them. */
export function sight(before: Channel, seen: Observation, rules: LearningRules, own: ChannelRules): Sighting {
  const { point, intervalS } = seen;
  const index = Math.floor((seen.endMs - (intervalS ?? 0) * 500) / hourMs);
  const rolled = before.open !== null && before.open[0] !== index ? closeHour(before, index, rules, own) : before;
  const { curve, calibration } = rolled;
  const level = logKept(rolled.level[1]);
  const residual = residualOf(curve, seen, level);
  const known = curve !== null && speaksAt(curve, point[0], rules);
  const mark = known || own.unknown !== undefined ? 0 : curve !== null && guesses(curve, seen, rules) ? 3 : 2;
  const more =
    curve === null
      ? 0
      : spareOf(curve, seen, mark === 3, residual, rules) + roundingOf(curve, seen, residual, level, rules);
  const open = withReading(rolled.open, index, intervalS ?? rules.instant, point, residual, mark, more, rules);
  const channel = { ...rolled, open };
  const lines = calibration.lines ?? (rolled.daysLearnt >= rules.settling_days ? youngLines(rules, own) : null);
  if (lines === null) return { channel, deviation: undefined };
  const value = logToKeep(residual);
  const strays = maySpeak(rolled, value, lines, rules)
    ? straysOf(rolled, open, value, rules)
    : onlyReading(rolled, open, value);
  return { channel, deviation: { residual, known, guessed: mark === 3, strays, lines } };
}

/** Whether any window could count this reading as its own. Most readings of a calm plant need no closer look. */
function maySpeak(
  { level, ground, sum }: Channel,
  value: number,
  lines: Strays,
  { shift_share }: LearningRules,
): boolean {
  const [month, recently, lower] = level;
  const [ofMonth, ofDay, ofQuarter, ofHour, ofSum, ofDown] = lines as [number, number, number, number, number, number];
  return (
    value - month > shift_share * ofMonth ||
    value - recently > shift_share * Math.min(ofDay, ofQuarter, ofHour) ||
    (value > ground && 2 * sum > ofSum) ||
    lower - value > shift_share * ofDown
  );
}

function onlyReading({ level }: Channel, now: Hour, value: number): Strays {
  return [0, 0, 0, 0, 0, 0, Math.max(0, value - now[9] - level[1])];
}

/**
 * The channel after the verdict. A doubted reading takes its hour, and all from `reopenFromMs` on, out of
 * learning; the first one after an alarm that does not share in it ends it, and windows begin anew with it.
 */
export function settle(
  channel: Channel,
  doubted: boolean,
  alarmedS: number,
  reopenFromMs: number | undefined,
): Channel {
  const { open, hours } = channel;
  if (open === null) return channel;
  if (!doubted) return channel.alarmedS > 0 ? { ...channel, alarmedS, from: open[0] } : channel;
  const from = reopenFromMs === undefined ? open[0] : Math.floor(reopenFromMs / hourMs);
  return {
    ...channel,
    alarmedS,
    open: doubt(open),
    hours: hours.some((hour) => hour[0] >= from && hour[7] !== 1)
      ? hours.map((hour) => (hour[0] >= from ? doubt(hour) : hour))
      : hours,
  };
}

/** When the hours that made up an alarm began, ms: back from now while they lie beyond a value. */
export function onsetMs({ hours, from, open }: Channel, direction: 1 | -1, beyond: number): number {
  let first = open?.[0] ?? 0;
  const oldest = first - hoursPerDay;
  for (let i = hours.length - 1; i >= 0; i--) {
    const hour = hours[i] as Hour;
    if (hour[0] <= oldest || hour[0] < from || direction * (logKept(hour[6]) - beyond) <= 0) break;
    first = hour[0];
  }
  return first * hourMs;
}

function doubt([index, seconds, main, slope1, slope2, slope3, residual, , readings, spare]: Hour): Hour {
  return [index, seconds, main, slope1, slope2, slope3, residual, 1, readings, spare];
}

function withReading(
  open: Hour | null,
  index: number,
  seconds: number,
  point: OperatingPoint,
  residual: number,
  mark: 0 | 2 | 3,
  spare: number,
  { residual_clip: most }: LearningRules,
): Hour {
  const same = open !== null && open[0] === index ? open : undefined;
  const before = same?.[1] ?? 0;
  const share = seconds / (before + seconds);
  const mean = (was: number, value: number) => whole(was + (value - was) * share);
  return [
    index,
    before + seconds,
    mean(same?.[2] ?? 0, shareToKeep(point[0])),
    mean(same?.[3] ?? 0, shareToKeep(point[1])),
    mean(same?.[4] ?? 0, shareToKeep(point[2])),
    mean(same?.[5] ?? 0, shareToKeep(point[3])),
    mean(same?.[6] ?? 0, logToKeep(Math.max(-most, Math.min(most, residual)))),
    same === undefined || same[7] === 0 ? mark : same[7],
    (same?.[8] ?? 0) + 1,
    mean(same?.[9] ?? 0, logToKeep(spare)),
  ];
}

function closeHour(channel: Channel, nextIndex: number, rules: LearningRules, own: ChannelRules): Channel {
  const closed = channel.open as Hour;
  const day = Math.floor(closed[0] / hoursPerDay);
  const counts = channel.daysLearnt >= rules.settling_days && closed[7] < 2;
  const oldest = Math.max(Math.min(closed[0] - hoursPerDay, channel.taughtTo), closed[0] - daysPerWeek * hoursPerDay);
  const hours = channel.hours.slice(countUpTo(channel.hours, oldest));
  hours.push(closed);
  const next = {
    ...channel,
    hours,
    open: null,
    calibration:
      counts && isCalibrating(channel.calibration, own)
        ? strayed(channel.calibration, straysOf(channel, closed, closed[6], rules))
        : channel.calibration,
  };
  return Math.floor(nextIndex / hoursPerDay) > day ? closeDay(next, rules, own) : next;
}

/** How many of the hours, oldest first, lie at or before one. */
function countUpTo(hours: readonly Hour[], last: number): number {
  let count = 0;
  while (count < hours.length && (hours[count] as Hour)[0] <= last) count++;
  return count;
}

/** Learns from a day's believed hours; a day of which most was doubted is held back instead. */
function closeDay(before: Channel, rules: LearningRules, own: ChannelRules): Channel {
  const ofDay = before.hours.filter(([index]) => index > before.taughtTo);
  // A plant that runs an hour or two a day is taught every few days.
  if (ofDay.length < rules.hours_a_day) return before;
  const believedAll = ofDay.every((hour) => hour[7] !== 1);
  const taughtTo = (ofDay.at(-1) as Hour)[0];
  const channel = { ...before, taughtTo, calibration: dayStrayed(before.calibration, believedAll) };
  const believed = ofDay.filter((hour) => hour[7] !== 1);
  if (2 * believed.length < ofDay.length) {
    // What had added up has been reported: it begins anew, so that a small honest shift is not reported day by day.
    const next = { ...channel, held: [...channel.held, middleOf(ofDay)], sum: 0 };
    return next.held.length < own.held_days ? next : startedAnew(next, next.held, rules);
  }
  const { curve } = channel;
  // At flows that are new to it the curve is off by what it has yet to learn, which is no level of the plant's.
  const judgeable = believed.filter((hour) => hour[7] < 2);
  const lessons = believed.map(([, , main, slope1, slope2, slope3, residual]): Lesson => {
    const point = [shareKept(main), shareKept(slope1), shareKept(slope2), shareKept(slope3)] as const;
    return { point, y: logKept(residual) + (curve === null ? 0 : expectedAt(curve, point)) };
  });
  const next = {
    ...channel,
    curve: taught(curve, lessons, curveRules(rules)),
    daysLearnt: channel.daysLearnt + 1,
    held: [],
    ...(curve === null || judgeable.length === 0 ? {} : levelled(channel, middleOf(judgeable), rules)),
  };
  const { daysLearnt, calibration } = next;
  return daysLearnt > rules.settling_days && (daysLearnt - rules.settling_days) % daysPerWeek === 0
    ? { ...next, calibration: calibrated(calibration, rules, own) }
    : next;
}

function curveRules({ knot_doubt, slope_doubt, kept }: LearningRules): CurveRules {
  return { knotDoubt: knot_doubt, slopeDoubt: slope_doubt, kept };
}

/**
 * The channel beside another machine than before: what it expects at flows that it knows stays what it was, and so do
 * its windows and lines. What it makes of other flows follows the new machine.
 *
 * @param shift ln by which more is left of an efficiency than beside the old one, by flow
 */
export function beside(channel: Channel, shift: (flow: number) => number, rules: LearningRules): Channel {
  const { curve } = channel;
  return curve === null ? channel : { ...channel, curve: shifted(curve, shift, curveRules(rules)) };
}

function middleOf(hours: readonly Hour[]): number {
  return whole(median(hours.map((hour) => hour[6])));
}

function levelled({ days: before, ground, sum }: Channel, day: number, rules: LearningRules) {
  const days = [...before, day].slice(-rules.level_days);
  return {
    days,
    level: levelOf(days, rules),
    ground: whole(ground + (day - ground) * rules.ground_share),
    sum: Math.max(0, sum + day - ground - logToKeep(rules.sum_allowance)),
  };
}

/** A shift that stayed has been reported: from here on it is the plant's level, and what follows is judged by that. */
function startedAnew(channel: Channel, held: readonly number[], rules: LearningRules): Channel {
  return { ...channel, days: held, held: [], level: levelOf(held, rules), ground: whole(median(held)), sum: 0 };
}

function levelOf(days: readonly number[], { recent_days, steady_days }: LearningRules): Channel["level"] {
  const month = median(days);
  const recently = Math.max(median(days.slice(-recent_days)), median(days.slice(-steady_days)));
  return [whole(month), whole(recently), whole(Math.min(median(days.slice(-daysPerWeek)), month))];
}

function straysOf(channel: Channel, now: Hour, residual: number, rules: LearningRules): Strays {
  const [month, recently, lower] = channel.level;
  const judged = now[7] !== 2;
  const day: number[] = judged ? [now[6]] : [];
  const beyond: number[] = judged ? [now[6] - now[9]] : [];
  let spared = judged && now[9] !== 0;
  let quarterSum = beyond[0] ?? 0;
  let quarterHours = day.length;
  for (let i = channel.hours.length - 1; i >= 0; i--) {
    const hour = channel.hours[i] as Hour;
    if (hour[0] <= now[0] - hoursPerDay || hour[0] < channel.from) break;
    if (hour[7] === 2) continue;
    day.push(hour[6]);
    beyond.push(hour[6] - hour[9]);
    if (hour[9] !== 0) spared = true;
    if (hour[0] <= now[0] - hoursPerDay / 4) continue;
    quarterSum += hour[6] - hour[9];
    quarterHours++;
  }
  if (day.length < rules.hours_a_day) return onlyReading(channel, now, residual);
  const middle = medianOfOwn(beyond);
  const hour = now[7] === 2 || now[8] < rules.hour_readings ? 0 : now[6] - now[9] - recently;
  return [
    // A hundred-thousandth at least tells a week in which windows spoke and found nothing from a silent one.
    Math.max(1, above(middle - month)),
    above(middle - recently),
    quarterHours < rules.hours_a_day ? 0 : above(quarterSum / quarterHours - recently),
    above(hour),
    above(channel.sum + middle - channel.ground - logToKeep(rules.sum_allowance)),
    above(lower - (spared ? medianOfOwn(day) : middle)),
    above(residual - now[9] - recently),
  ];
}

function above(stray: number): number {
  return Math.max(0, Math.round(stray));
}
