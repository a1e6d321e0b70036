import { backdate, doubleIntervals, dropBadIntervals, jumpRegister, replayBestDay, swapMeter } from "./forgery.ts";
import {
  inflate,
  inflateAtNight,
  inflateCoordinated,
  inflateFullLoad,
  inflateOneDayInTen,
  inflatePartLoad,
  inflateSensorsTogether,
  inflateSlowly,
} from "./inflation.ts";
import { randomOf } from "./random.ts";
import type { Sample } from "./sample.ts";
import type { Scheme } from "./scheme.ts";
import type { Site } from "./site.ts";
import { freezeFlow, generateAtStandstill, sellSpill } from "./water-claims.ts";

type Cheat = {
  readonly about: string;
  /** Whether a size makes sense; else the cheat takes what it can get. */
  readonly sized: boolean;
  readonly apply: (scheme: Scheme) => Sample[];
  /** Whether readings of this plant can show it at all, or only evidence from outside: grid meter, neighbour's gauge, hill chart. */
  readonly shows: (site: Site) => boolean;
};

const always = () => true;
/** The gate tells how much water goes through the turbines; levels move by less than ponds and backwater do. */
const waterIsSeen = ({ gauges }: Site) => gauges.gate;
/** A season empties a reservoir by as much as a slow cheat adds, unless its head is measured. */
const headIsSeen = ({ kind, headGauge, gauges }: Site) => kind !== "reservoir" || headGauge !== "none" || gauges.levels;

export const cheats = {
  "constant-inflation": { about: "power and energy times 1 + size", sized: true, apply: inflate, shows: always },
  "slow-inflation": {
    about: "rises evenly to the size within 20 days",
    sized: true,
    apply: inflateSlowly,
    shows: headIsSeen,
  },
  "night-inflation": { about: "from 20 to 6 h local time only", sized: true, apply: inflateAtNight, shows: always },
  "one-day-in-ten": { about: "every tenth local day only", sized: true, apply: inflateOneDayInTen, shows: always },
  "efficiency-inflation": {
    about: "a better machine at part load: the size up to 70 % flow, from there less",
    sized: true,
    apply: inflatePartLoad,
    shows: always,
  },
  "capacity-overstatement": {
    about: "above 90 % load, flow and power of a larger machine",
    sized: true,
    apply: inflateFullLoad,
    shows: waterIsSeen,
  },
  "coordinated-scaling": {
    about: "flow, power and energy times 1 + size, so that efficiency stays",
    sized: true,
    apply: inflateCoordinated,
    shows: waterIsSeen,
  },
  "collusive-scaling": {
    about: "power by 1 + size, flow and head (and gate and level) by its root: all sensors agree",
    sized: true,
    apply: inflateSensorsTogether,
    shows: ({ headGauge }) => headGauge !== "none",
  },
  "meter-swap": {
    about: "another meter, unannounced: a different register total, and energy high by the size",
    sized: true,
    apply: swapMeter,
    shows: always,
  },
  "stuck-flow": {
    about: "flow frozen at the best of the day before, power and energy raised to fit",
    sized: false,
    apply: freezeFlow,
    shows: always,
  },
  "phantom-generation": {
    about: "half load claimed at standstill, the flow meter's trickle left as it is",
    sized: false,
    apply: generateAtStandstill,
    shows: always,
  },
  "spill-as-turbine-flow": {
    about: "spilled water claimed as turbine flow, with the power it would give",
    sized: false,
    apply: sellSpill,
    shows: ({ gauges }) => gauges.spill || gauges.gate,
  },
  "replayed-day": {
    about: "the best day of the last thirty sent again for every poorer day",
    sized: false,
    apply: replayBestDay,
    shows: always,
  },
  "register-jump": {
    about: "once, 12 hours of full load more in the export register",
    sized: false,
    apply: jumpRegister,
    shows: always,
  },
  backdating: {
    about: "six hours a day kept back and sent 18 hours later, half as much again",
    sized: false,
    apply: backdate,
    shows: always,
  },
  "cherry-picked-omission": {
    about: "readings below 30 % load or with import are not sent",
    sized: false,
    apply: dropBadIntervals,
    shows: always,
  },
  "interval-doubling": {
    about: "every reading says it covers ten minutes, with twice the energy",
    sized: false,
    apply: doubleIntervals,
    shows: always,
  },
} as const satisfies Record<string, Cheat>;

export type CheatName = keyof typeof cheats;
export const cheatNames = Object.keys(cheats) as CheatName[];

export type Tampering = { readonly cheat: CheatName; readonly size: number; readonly fromMs: number };

/**
 * The samples as a cheating operator would have them sent, in the order of their time. Samples up to
 * `fromMs` and those that bring the cheat nothing stay as they are.
 */
export function tamper(site: Site, samples: readonly Sample[], { cheat, size, fromMs }: Tampering): Sample[] {
  const random = randomOf(site.seed, 100 + cheatNames.indexOf(cheat));
  return cheats[cheat].apply({ site, samples, fromMs, size, random, truth: cheat });
}
