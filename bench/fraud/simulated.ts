import { dayMs, localDay } from "../../src/simulator/calendar.ts";
import { type CheatName, cheatNames, cheats, tamper } from "../../src/simulator/cheats.ts";
import { slowRiseMs } from "../../src/simulator/inflation.ts";
import { honestSamples } from "../../src/simulator/instruments.ts";
import { randomOf } from "../../src/simulator/random.ts";
import { type Registers, type Report, registersAfter, reportsOf } from "../../src/simulator/report.ts";
import type { Sample } from "../../src/simulator/sample.ts";
import { drawSite, type Site } from "../../src/simulator/site.ts";
import type { Detector, Lesson, Watch } from "./detector.ts";
import { auc, mean } from "./measure.ts";
import { type DayOutcome, type Labelled, type Outcome, run } from "./run.ts";

/** Seeds below this may be looked at while tuning; the bench judges on those from here on. */
export const firstJudgedSeed = 1_001;
/** Every kind of plant with every type of turbine once. */
export const judgedPlants = 18;

const startMs = Date.parse("2025-03-01T00:00:00Z");
const learningDays = 60;
const honestDays = 45;
/** Days before the cheat's begin that a cheat may copy from. */
const copiedDays = 31;
export const readingsPerDay = 288;

export const sizes = [0.03, 0.05, 0.1, 0.2] as const;

/** One cheat of one size; `size` is undefined where the cheat takes what it can get. */
export type Case = { readonly cheat: CheatName; readonly size: number | undefined };

export const cases: readonly Case[] = cheatNames.flatMap((cheat): Case[] =>
  cheats[cheat].sized ? sizes.map((size) => ({ cheat, size })) : [{ cheat, size: undefined }],
);

/** These wait for an occasion: a stop, full load, spill at part load. */
const waiting: readonly CheatName[] = [
  "phantom-generation",
  "capacity-overstatement",
  "cherry-picked-omission",
  "spill-as-turbine-flow",
  "efficiency-inflation",
  "replayed-day",
];

/** These gain nothing by themselves, or at one stroke. */
const gainless: readonly CheatName[] = ["register-jump", "cherry-picked-omission"];
/** What a cheat without a size must gain, of the energy. */
const leastGain = 0.01;

/** Readings from the first tampered one within which the measure wants a cheat found: a day from 10 % on, else a week. */
export function allowedReadings({ size = 1 }: Pick<Case, "size">): number {
  return size < 0.1 ? 7 * readingsPerDay : readingsPerDay;
}

/**
 * Whether the cheat found an occasion: within the time in which it is to be found it gains a tenth of its size at
 * least, in energy. What touches a few minutes of starting and stopping is no cheat of 5 %.
 */
function foundOccasion(one: Case, { labelled, fullFromMs, gainsWh }: ReturnType<typeof cheatingReadings>): boolean {
  const counts = ({ arrival, tampered }: Labelled) => tampered && arrival.reading.endMs > fullFromMs;
  const first = labelled.findIndex(counts);
  const last = labelled[first + allowedReadings(one) - 1];
  if (first < 0 || last === undefined) return false;
  if (gainless.includes(one.cheat)) return true;
  const fromMs = (labelled[first] as Labelled).arrival.reading.endMs;
  const within = gainsWh.filter(({ endMs }) => endMs >= fromMs && endMs <= last.arrival.reading.endMs);
  const gainWh = within.reduce((sum, { claimedWh, trueWh }) => sum + claimedWh - trueWh, 0);
  const trueWh = within.reduce((sum, { trueWh: wh }) => sum + wh, 0);
  return gainWh > 0 && gainWh >= (one.size === undefined ? leastGain : one.size / 10) * trueWh;
}

/** Days that are judged from the learning time's end, long enough for the measure of the case. */
function judgedDaysOf({ cheat, size = 1 }: Case): number {
  // A cheat begins within the first day; then a week is looked at, or a day, and a day to spare.
  const days = size < 0.1 || waiting.includes(cheat) ? 9 : 3;
  return cheat === "slow-inflation" ? slowRiseMs / dayMs + days : days;
}

export type SimulatedPlant = {
  readonly site: Site;
  readonly samples: readonly Sample[];
  readonly lesson: Lesson;
  readonly honest: readonly Labelled[];
  readonly learntUntilMs: number;
  readonly registers: Registers;
};

export function simulatePlant(seed: number): SimulatedPlant {
  const site = drawSite(seed);
  const samples = honestSamples(site, startMs, learningDays + honestDays);
  const learntUntilMs = startMs + learningDays * dayMs;
  const split = learningDays * readingsPerDay;
  const registers = registersAfter(site, samples.slice(0, split));
  const history = labelled(site, reportsOf(site, samples.slice(0, split))).map(({ arrival }) => arrival);
  const dayOf = (endMs: number) => localDay(endMs, site.utcOffsetMs);
  return {
    site,
    samples,
    lesson: { plant: site.plant, device: site.device, dayOf, history },
    honest: labelled(site, reportsOf(site, samples.slice(split), registers)),
    learntUntilMs,
    registers,
  };
}

/** The judged readings of a plant that cheats from some hour of the first judged day on. */
export function cheatingReadings(
  plant: SimulatedPlant,
  one: Case,
): { labelled: Labelled[]; fullFromMs: number; gainsWh: { endMs: number; claimedWh: number; trueWh: number }[] } {
  const { site, samples, learntUntilMs, registers } = plant;
  const random = randomOf(site.seed, 1_000 + cases.indexOf(one));
  const fromMs = learntUntilMs + Math.floor(random.unit() * dayMs);
  const split = learningDays * readingsPerDay;
  const first = split - copiedDays * readingsPerDay;
  const span = samples.slice(first, split + judgedDaysOf(one) * readingsPerDay);
  const changed = tamper(site, span, { cheat: one.cheat, size: one.size ?? 0, fromMs });
  const fullFromMs = one.cheat === "slow-inflation" ? fromMs + slowRiseMs : fromMs;
  const gainsWh = changed.map(({ endMs, exportWh }, i) => ({
    endMs,
    claimedWh: exportWh,
    trueWh: span[i]?.exportWh ?? 0,
  }));
  return { labelled: labelled(site, reportsOf(site, changed.slice(split - first), registers)), fullFromMs, gainsWh };
}

function labelled({ plant, device }: Site, reports: Iterable<Report>): Labelled[] {
  return Array.from(reports, ({ endMs, intervalS, sentAtMs, quantities, truth }) => {
    const ids = { plantId: plant.plant_id, deviceId: device.device_id };
    const reading = { ...ids, endMs, intervalS, timed: true, deviceSeq: undefined, quantities };
    return { arrival: { reading, receivedAtMs: sentAtMs }, tampered: truth !== "honest" };
  });
}

/** One plant's cheat, judged. */
export type CaseOutcome = Case & {
  readonly seed: number;
  /** False: nothing in the plant's own readings can show this cheat. */
  readonly shows: boolean;
  /** Readings until it was caught; undefined: never within the judged days. */
  readonly caughtAfter: number | undefined;
  readonly tamperedDays: readonly DayOutcome[];
};

export type SimulatedOutcome = {
  readonly detector: string;
  readonly honest: readonly { readonly seed: number; readonly outcome: Outcome }[];
  readonly cases: readonly CaseOutcome[];
};

/** Judges by all detectors, plant by plant, so that each plant is simulated once and then forgotten. */
export function judgeSimulated(detectors: readonly Detector[], seeds: readonly number[]): SimulatedOutcome[] {
  const outcomes = detectors.map(({ name }) => ({
    detector: name,
    honest: [] as { seed: number; outcome: Outcome }[],
    cases: [] as CaseOutcome[],
  }));
  for (const seed of seeds) {
    const plant = simulatePlant(seed);
    const watches = detectors.map((detector) => detector.learn(plant.lesson));
    detectors.forEach((detector, i) => {
      const outcome = run(detector, (watches[i] as () => Watch)(), plant.lesson.dayOf, plant.honest);
      outcomes[i]?.honest.push({ seed, outcome });
    });
    for (const one of cases) {
      const cheating = cheatingReadings(plant, one);
      // Such as phantom power at a plant that never stops.
      if (!foundOccasion(one, cheating)) continue;
      detectors.forEach((detector, i) => {
        outcomes[i]?.cases.push(judgeCase(detector, (watches[i] as () => Watch)(), plant, one, cheating));
      });
    }
  }
  return outcomes;
}

function judgeCase(
  detector: Detector,
  watch: Watch,
  { site, lesson }: SimulatedPlant,
  one: Case,
  cheating: ReturnType<typeof cheatingReadings>,
): CaseOutcome {
  const counts = ({ arrival, tampered }: Labelled) => tampered && arrival.reading.endMs > cheating.fullFromMs;
  const outcome = run(detector, watch, lesson.dayOf, cheating.labelled, counts);
  return {
    ...one,
    seed: site.seed,
    shows: cheats[one.cheat].shows(site),
    caughtAfter: outcome.firstCaughtAfter,
    tamperedDays: outcome.days.filter(({ tampered }) => tampered > 0),
  };
}

export type CaseFigures = Case & {
  readonly plants: number;
  /** Share of plants caught within a day, and within a week, of readings. */
  readonly withinDay: number;
  readonly withinWeek: number;
  /** Readings until caught, median over the plants caught; NaN for none. */
  readonly delay: number;
  /** Of days, each plant by itself, mean over plants. */
  readonly auc: number;
};

/** Figures of one detector for every case, over plants whose readings can show the cheat, or over the others. */
export function figuresOf({ honest, cases: all }: SimulatedOutcome, shows: boolean): CaseFigures[] {
  const honestDays = new Map(honest.map(({ seed, outcome }) => [seed, outcome.days.map(({ suspicion }) => suspicion)]));
  return cases.flatMap(({ cheat, size }) => {
    const own = all.filter((one) => one.cheat === cheat && one.size === size && one.shows === shows);
    return own.length === 0 ? [] : [{ cheat, size, ...figures(own, honestDays) }];
  });
}

function figures(
  own: readonly CaseOutcome[],
  honestDays: ReadonlyMap<number, readonly number[]>,
): Omit<CaseFigures, keyof Case> {
  const delays = own.flatMap(({ caughtAfter }) => caughtAfter ?? []).sort((a, b) => a - b);
  const areas = own.map(({ seed, tamperedDays }) => {
    const tampered = tamperedDays.map(({ suspicion }) => suspicion);
    return auc(honestDays.get(seed) ?? [], tampered);
  });
  return {
    plants: own.length,
    withinDay: within(own, readingsPerDay),
    withinWeek: within(own, 7 * readingsPerDay),
    delay: delays[Math.floor((delays.length - 1) / 2)] ?? Number.NaN,
    auc: mean(areas),
  };
}

/** Share of cases caught before so many readings had followed the first tampered one. */
export function within(own: readonly CaseOutcome[], readings: number): number {
  return mean(own.map(({ caughtAfter }) => (caughtAfter !== undefined && caughtAfter < readings ? 1 : 0)));
}

/**
 * Whether plants that inflate by 10 % since their first reading are caught in their first judged week. Their
 * history cheats too, so that nothing in it can show it: for that, another's meter is needed.
 */
export function judgeSinceDayOne(detector: Detector, seeds: readonly number[]): number {
  const caught = seeds.map((seed) => {
    const { site, samples, lesson } = simulatePlant(seed);
    const split = learningDays * readingsPerDay;
    const span = samples.slice(0, split + 7 * readingsPerDay);
    const all = labelled(
      site,
      reportsOf(site, tamper(site, span, { cheat: "constant-inflation", size: 0.1, fromMs: 0 })),
    );
    const [history, judged] = [all.slice(0, split), all.slice(split)];
    const watch = detector.learn({ ...lesson, history: history.map(({ arrival }) => arrival) })();
    return run(detector, watch, lesson.dayOf, judged).firstCaughtAfter === undefined ? 0 : 1;
  });
  return mean(caught);
}
