import { IsolationForest } from "ml-isolation-forest";
import { anomalyScore, compileForest } from "../../src/fraud/forest.ts";
import { seededRandom } from "../../src/fraud/random.ts";
import { hydraulicPowerKw } from "../../src/hydropower/hydraulics.ts";
import type { Plant } from "../../src/hydropower/plant.ts";
import { trainForest } from "../../src/telemetry/forest-training.ts";
import type { Arrival, Detector, Lesson, Watch } from "./detector.ts";
import { mean, median, quantile } from "./measure.ts";

/** Honest days of the learning time that a scoring reference is let flag. */
export const learningDaysFlagged = 0.005;

/** Power at rest, of the rating: no ratio is taken below. */
const idle = 0.02;

export const alwaysNormal: Detector = {
  name: "always normal",
  learn: () => () => ({ judge: () => ({ status: "APPROVED", suspicion: 0 }) }),
  daySuspicion: mean,
};

/** The rule of thumb: P / (rho g Q H) within 10 % of the plant's median, each reading by itself. */
export const tenPercentBand: Detector = {
  name: "10 % band",
  learn: ({ plant, history }) => {
    const usual = median(history.flatMap((arrival) => pointOf(plant, arrival)?.ratio ?? []));
    return () => ({
      judge: (arrival) => {
        const ratio = pointOf(plant, arrival)?.ratio;
        const away = ratio === undefined ? 0 : Math.abs(ratio / usual - 1);
        return { status: away > 0.1 ? "REJECTED" : "APPROVED", suspicion: Math.min(away, 10) };
      },
    });
  },
  daySuspicion: mean,
};

/** An isolation forest of ours, 100 trees of 256 rows, on flow and power as they are; judges days. */
export const rawForest = ofDays("forest on flow and power", ({ history }) => {
  const rows = scores(history, (row) => row);
  const forest = compileForest(trainForest({ id: "raw", featureNames: ["flow", "power"], rows, seed: 1 }));
  return memoryless((day) => mean(scores(day, (row) => anomalyScore(forest, row))));
});

/** At most so many readings a day: the library takes 0.1 ms for each. */
const libraryReadingsPerDay = 24;

/** `ml-isolation-forest` as its users train it, on all hours' flow and power; judges days. */
export const libraryForest = ofDays("library forest", ({ history, dayOf }) => {
  const rows = scores(daysOf(history, dayOf).flatMap(thinned), (row) => row);
  const library = new IsolationForest({ nEstimators: 100 });
  seedMathRandom(() => library.train(rows));
  // The same arrival comes in many runs, tampered days among untouched ones: it is scored once.
  const known = new WeakMap<Arrival, number>();
  const scoreOf = (row: readonly number[], arrival: Arrival) => {
    const score = known.get(arrival) ?? library.predict([row])[0] ?? 0;
    known.set(arrival, score);
    return score;
  };
  return memoryless((day) => mean(scores(thinned(day), scoreOf)));
});

/** Flow bins of the learnt curve; days whose median the day's is held against. */
const bins = 12;
const trailingDays = 30;

/**
 * The plain daily residual: P / (rho g Q H) against its median at such a flow; the day's median of that
 * less the trailing 30 days' median; judges days.
 */
export const dailyResidual = ofDays<readonly number[]>("daily residual", ({ plant, history }) => {
  const points = history.flatMap((arrival) => pointOf(plant, arrival) ?? []);
  const flows = points.map(({ flow }) => flow);
  const edges = Array.from({ length: bins - 1 }, (_, i) => quantile(flows, (i + 1) / bins));
  const binOf = (flow: number) => edges.filter((edge) => flow > edge).length;
  const byBin = Map.groupBy(points, ({ flow }) => binOf(flow));
  const curve = Array.from({ length: bins }, (_, bin) => median((byBin.get(bin) ?? []).map(({ ratio }) => ratio)));
  return {
    first: [],
    score: (day, trailing) => {
      const here = day.flatMap((arrival) => pointOf(plant, arrival) ?? []);
      const today = median(here.map(({ flow, ratio }) => ratio / (curve[binOf(flow)] ?? Number.NaN) - 1));
      if (!Number.isFinite(today)) return { score: 0, next: trailing };
      // The first days of all have nothing to be held against.
      const score = trailing.length < 5 ? 0 : Math.abs(today - median(trailing));
      return { score, next: [...trailing, today].slice(-trailingDays) };
    },
  };
});

export const references = [alwaysNormal, tenPercentBand, rawForest, libraryForest, dailyResidual] as const;

/** Scores a day after what the days before left behind. */
type DayScore<S> = { readonly first: S; score(day: readonly Arrival[], before: S): { score: number; next: S } };

function memoryless(score: (day: readonly Arrival[]) => number): DayScore<null> {
  return { first: null, score: (day) => ({ score: score(day), next: null }) };
}

/**
 * A detector that scores whole local days and re-opens those above its threshold, which is fixed on the
 * learning time: the score that {@link learningDaysFlagged} of its days exceed.
 */
function ofDays<S>(name: string, learnDays: (lesson: Lesson) => DayScore<S>): Detector {
  return {
    name,
    learn: (lesson) => {
      const days = learnDays(lesson);
      let learnt = days.first;
      const learntScores = daysOf(lesson.history, lesson.dayOf).map((day) => {
        const { score, next } = days.score(day, learnt);
        learnt = next;
        return score;
      });
      const threshold = quantile(learntScores, 1 - learningDaysFlagged);
      return () => watchDays(days, learnt, threshold);
    },
    daySuspicion: mean,
  };
}

function watchDays<S>(days: DayScore<S>, learnt: S, threshold: number): Watch {
  let before = learnt;
  let today: Arrival[] = [];
  return {
    judge: (arrival) => {
      today.push(arrival);
      return { status: "APPROVED", suspicion: 0 };
    },
    endDay: () => {
      const { score, next } = days.score(today, before);
      before = next;
      today = [];
      return { suspicion: score, flagged: score > threshold };
    },
  };
}

function daysOf(arrivals: readonly Arrival[], dayOf: Lesson["dayOf"]): Arrival[][] {
  return [...Map.groupBy(arrivals, ({ reading }) => dayOf(reading.endMs)).values()];
}

function thinned(day: readonly Arrival[]): readonly Arrival[] {
  const step = Math.max(1, Math.floor(day.length / libraryReadingsPerDay));
  return day.filter((_, i) => i % step === 0);
}

/** What `scoreOf` makes of each reading's flow, m3/s, and power, kW; readings without either are left out. */
function scores<T>(arrivals: readonly Arrival[], scoreOf: (row: readonly number[], arrival: Arrival) => T): T[] {
  return arrivals.flatMap((arrival) => {
    const row = rawRow(arrival);
    return row === undefined ? [] : [scoreOf(row, arrival)];
  });
}

function rawRow({ reading: { quantities } }: Arrival): readonly number[] | undefined {
  const { flow_rate_m3s: flow, power_output_kw: power } = quantities;
  return flow === undefined || power === undefined ? undefined : [flow, power];
}

/** Flow and P / (rho g Q H), where the plant runs. */
function pointOf(plant: Plant, { reading: { quantities } }: Arrival): { flow: number; ratio: number } | undefined {
  const { flow_rate_m3s: flow, power_output_kw: power, head_height_m: headM = plant.design_head_m } = quantities;
  if (flow === undefined || power === undefined || power < idle * plant.rated_power_kw) return undefined;
  // Power without water is as far off as can be.
  const hydraulicKw = Math.max(hydraulicPowerKw({ flowM3s: flow, headM }), power / 10);
  return { flow, ratio: power / hydraulicKw };
}

/** The library draws from `Math.random` while it trains: for that time, one that gives the same every run. */
function seedMathRandom(train: () => void): void {
  const original = Math.random;
  Math.random = seededRandom(1).unit;
  try {
    train();
  } finally {
    Math.random = original;
  }
}
