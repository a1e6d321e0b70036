import { nothingReplayed, type ReplayMemory } from "../fraud/replay.ts";
import type { Noise, Stillness } from "../fraud/still.ts";
import { noSubspace, type Subspace } from "../fraud/subspace.ts";
import type { Wander } from "./wander.ts";

// What a device's memory holds of what its approved readings taught: JSON, canonical, bounded. How it comes
// about stands in the files that make it: curve, lines, channel, traits, learnt.

/** Where a plant runs, as a curve sees it: the main variable, then what shifts the curve; dimensionless, about 1. */
export type OperatingPoint = readonly [main: number, slope1: number, slope2: number, slope3: number];

/**
 * One quantity over others as the plant's own readings taught it: ridge regression with forgetting, on sums
 * that are as large after ten years as after one. `coefficients` follow from the sums whenever these change.
 */
export type Curve = {
  /** Hours (after forgetting) that taught it, by slot of the main variable. */
  readonly seen: readonly number[];
  /** Lower triangle of the weighted sums of x xT, row by row, then of x y: {@link size} values more. */
  readonly sums: readonly number[];
  readonly coefficients: readonly number[];
};

/**
 * The ways in which a plant may stray from what it was: the median of its last day above the month's level
 * and above the recent one, the mean of its last six hours and of the hour that runs, the sum of many days' small excesses, the median
 * of its last day below the level, and one reading.
 */
export const windowNames = ["month", "day", "quarter", "hour", "sum", "down"] as const;
export type WindowName = (typeof windowNames)[number];
export const strayNames = [...windowNames, "reading"] as const;

/** How far each of {@link strayNames} strays, hundred-thousandths of ln. */
export type Strays = readonly number[];

export const noStrays: Strays = strayNames.map(() => 0);

/**
 * How far the plant strays when it is honest, and where doubt begins. Calibrated on the greatest of each week
 * of the learning months, then fixed, so that nobody can wear the lines up.
 */
export type Calibration = {
  /** Greatest of the day so far; it counts once the whole day was believed. */
  readonly day: Strays;
  /** Greatest of the week so far. */
  readonly week: Strays;
  /** Greatest of each week, in ten-thousandths. */
  readonly weeks: readonly Strays[];
  /** Null while too little is known. */
  readonly lines: Strays | null;
};

export const uncalibrated: Calibration = { day: noStrays, week: noStrays, weeks: [], lines: null };

/**
 * An hour: index (hours since the epoch), seconds covered, the mean {@link OperatingPoint} in ten-thousandths,
 * the mean residual against the curve (hundred-thousandths of ln), and a mark: 1 when any of its
 * readings was doubted, 2 when the curve had learnt too little there to judge by it, 3 when it could but guess; then how many readings,
 * and how far the plant could be better there, hundred-thousandths of ln.
 */
export type Hour = readonly [
  index: number,
  seconds: number,
  main: number,
  slope1: number,
  slope2: number,
  slope3: number,
  residual: number,
  mark: 0 | 1 | 2 | 3,
  readings: number,
  spare: number,
];

/**
 * One thing learnt from approved readings: the curve of a logarithm over where the plant runs, the residuals
 * of the last day, and how far they stray when all is honest. JSON, a few kB however long it learns.
 */
export type Channel = {
  readonly curve: Curve | null;
  readonly open: Hour | null;
  /** Closed hours of the last day, and older ones that have taught nothing yet, oldest first. */
  readonly hours: readonly Hour[];
  /** The last hour that taught, or was held back. */
  readonly taughtTo: number;
  /** Windows look back no further than this hour: an alarm ended before it. */
  readonly from: number;
  /** How long readings have shared in a window's alarm, s; 0 when the newest did not. */
  readonly alarmedS: number;
  /** Median residuals of the last days that were believed, oldest first, hundred-thousandths of ln. */
  readonly days: readonly number[];
  /** The same of the days since, when these were doubted. */
  readonly held: readonly number[];
  /** Levels of the residual, hundred-thousandths of ln: of the month, of late, and the lower of month and week. */
  readonly level: readonly [month: number, recently: number, lower: number];
  /** Slow level of the residual, and the days' excesses over it as they add up. */
  readonly ground: number;
  readonly sum: number;
  /** Days that were learnt from, ever. */
  readonly daysLearnt: number;
  readonly calibration: Calibration;
};

export const untaught: Channel = {
  curve: null,
  open: null,
  hours: [],
  taughtTo: 0,
  from: 0,
  alarmedS: 0,
  days: [],
  held: [],
  level: [0, 0, 0],
  ground: 0,
  sum: 0,
  daysLearnt: 0,
  calibration: uncalibrated,
};

/** Habits of a plant and its sensors that need no curve. Learnt from approved readings; what is off is found by rules. */
export type Traits = {
  readonly still: Stillness | null;
  /** Longest that the flow stood still while all was well, s. */
  readonly longestStillS: number;
  readonly replay: ReplayMemory;
  /** Noise of ln(P / (rho g Q H)) from reading to reading. */
  readonly noise: Noise | null;
  /** Greatest load, of rating, and greatest step up from one reading to the next, of rating. */
  readonly peak: number;
  readonly ramp: number;
  /** Least flow past the turbines while they run, of design flow; null before the first. */
  readonly leastSpill: number | null;
  /** Where flow, load, head and river lie together. */
  readonly subspace: Subspace;
  /** Time of generation that taught these, s. */
  readonly learntS: number;
  /** Most decimals that the flow ever showed; absent in a memory that is older than this. */
  readonly flowDecimals?: number;
};

export const noTraits: Traits = {
  still: null,
  longestStillS: 0,
  replay: nothingReplayed,
  noise: null,
  peak: 0,
  ramp: 0,
  leastSpill: null,
  subspace: noSubspace,
  learntS: 0,
};

/** What is learnt of a plant, each over where it runs; see `learnt.ts`. */
export const channelNames = ["efficiency", "opening", "head"] as const;
export type ChannelName = (typeof channelNames)[number];

/** Which machine a plant behaves like whose type or design flow nobody registered. */
export type Likeness = {
  /** Time of generation looked at, s. */
  readonly seconds: number;
  /**
   * For each machine that the plant may have, in the order of `makesOf`: mean of ln efficiency over the machine's,
   * and mean distance from it, hundred-thousandths.
   */
  readonly fits: readonly (readonly [mean: number, away: number])[];
  /** The one that it is taken for; null before the first. */
  readonly taken: number | null;
};

/** What a device's approved readings taught about the plant. Part of its memory: JSON, canonical, bounded. */
export type Learnt = {
  /** All flow past the plant smoothed over a day, of design flow; null before the first. */
  readonly river: number | null;
  readonly channels: { readonly [name in ChannelName]?: Channel };
  readonly traits: Traits;
  readonly likeness?: Likeness;
};

export const nothingLearnt: Learnt = { river: null, channels: {}, traits: noTraits };

/** What is known of an export register beside its last value. */
export type RegisterMemory = Wander & {
  /** What it showed last, where the newest reading says nothing of it or was not believed. */
  readonly shown?: ShownRegister;
};

/** What is known of an interval's energy beside the power: how far it is ahead of that, and behind. */
export type EnergyMemory = Wander & {
  readonly behindWh: number;
  /** End of the last interval that told one, ms since the epoch. */
  readonly endMs: number;
};

/** A value of an export register, Wh in digits, and when it was shown. */
export type ShownRegister = { readonly wh: string; readonly endMs: number; readonly isDisbelieved: boolean };
