import type { Arrival, DayJudged, Detector, Lesson, Watch } from "./detector.ts";

/** An arrival with its label: what the tampering knows and the detector does not. */
export type Labelled = { readonly arrival: Arrival; readonly tampered: boolean };

export type DayOutcome = {
  readonly day: number;
  readonly suspicion: number;
  /** A reading of it was flagged, rejected or refused, or the day was re-opened. */
  readonly flagged: boolean;
  /** Share of its readings that are tampered with. */
  readonly tampered: number;
};

export type Outcome = {
  readonly readings: number;
  /** Readings whose own status was FLAGGED, and REJECTED or REFUSED. */
  readonly flagged: number;
  readonly rejected: number;
  /** Readings approved at first and re-opened later. */
  readonly reopened: number;
  readonly days: readonly DayOutcome[];
  /**
   * Readings that had arrived, counted from the first tampered one, when a tampered one was first caught:
   * flagged, rejected, refused or re-opened. Undefined: none was.
   */
  readonly firstCaughtAfter: number | undefined;
};

/** Runs one watch over labelled arrivals. Days are the local days of the readings, closed in order. */
export function run(
  detector: Detector,
  watch: Watch,
  dayOf: Lesson["dayOf"],
  arrivals: readonly Labelled[],
  countFrom: (labelled: Labelled) => boolean = ({ tampered }) => tampered,
): Outcome {
  const start = arrivals.findIndex(countFrom);
  const caught = new Uint8Array(arrivals.length);
  const totals = { flagged: 0, rejected: 0 };
  const suspicions: number[] = [];
  const dayJudged = new Map<number, DayJudged>();
  let firstCaught: number | undefined;
  const catchAt = (i: number, now: number) => {
    caught[i] = 1;
    if (arrivals[i]?.tampered === true) firstCaught ??= now;
  };
  const endDay = (day: number, now: number) => {
    const judged = watch.endDay?.();
    if (judged === undefined) return;
    dayJudged.set(day, judged);
    if (!judged.flagged) return;
    for (let i = 0; i <= now; i++) if (dayOf(endOf(arrivals, i)) === day) catchAt(i, now);
  };
  let today: number | undefined;
  arrivals.forEach(({ arrival }, i) => {
    const day = dayOf(arrival.reading.endMs);
    // A reading from the past belongs to a day already closed: it is judged in the one that runs.
    if (today !== undefined && day > today) endDay(today, i - 1);
    today = Math.max(today ?? day, day);
    const { status, suspicion, reopens } = watch.judge(arrival);
    suspicions.push(suspicion);
    if (status === "FLAGGED") totals.flagged++;
    if (status === "REJECTED" || status === "REFUSED") totals.rejected++;
    if (status !== "APPROVED") catchAt(i, i);
    if (reopens === undefined) return;
    for (let j = i - 1; j >= 0; j--) {
      const endMs = endOf(arrivals, j);
      if (endMs > reopens.afterMs && endMs <= reopens.toMs) catchAt(j, i);
    }
  });
  if (today !== undefined) endDay(today, arrivals.length - 1);
  const allCaught = caught.reduce((sum, one) => sum + one, 0);
  return {
    readings: arrivals.length,
    ...totals,
    reopened: allCaught - totals.flagged - totals.rejected,
    days: daysOf(detector, dayOf, arrivals, { caught, suspicions, dayJudged }),
    firstCaughtAfter: firstCaught === undefined ? undefined : Math.max(0, firstCaught - start),
  };
}

function endOf(arrivals: readonly Labelled[], i: number): number {
  return (arrivals[i] as Labelled).arrival.reading.endMs;
}

type Marks = {
  readonly caught: Uint8Array;
  readonly suspicions: readonly number[];
  readonly dayJudged: ReadonlyMap<number, DayJudged>;
};

function daysOf(
  detector: Detector,
  dayOf: Lesson["dayOf"],
  arrivals: readonly Labelled[],
  { caught, suspicions, dayJudged }: Marks,
): DayOutcome[] {
  const byDay = Map.groupBy(arrivals.keys(), (i) => dayOf(endOf(arrivals, i)));
  return [...byDay].map(([day, readings]) => ({
    day,
    suspicion: dayJudged.get(day)?.suspicion ?? detector.daySuspicion(readings.map((i) => suspicions[i] as number)),
    flagged: readings.some((i) => caught[i] === 1),
    tampered: readings.filter((i) => arrivals[i]?.tampered === true).length / readings.length,
  }));
}
