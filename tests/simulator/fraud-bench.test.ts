import { describe, expect, test } from "vitest";
import { type DamFigures, inflateDays, judgeDams, loadDams } from "../../bench/fraud/dams.ts";
import type { Arrival, Detector, Judged } from "../../bench/fraud/detector.ts";
import { auc, mean, quantile } from "../../bench/fraud/measure.ts";
import { tenPercentBand } from "../../bench/fraud/references.ts";
import { type Labelled, run } from "../../bench/fraud/run.ts";
import { cases, firstJudgedSeed, judgedPlants } from "../../bench/fraud/simulated.ts";
import { drawSite } from "../../src/simulator/site.ts";

// The bench judges others: what it counts must itself be right.

const hourMs = 3_600_000;
const dayOf = (endMs: number) => Math.floor((endMs - hourMs / 2) / (24 * hourMs));

/** Hours 1, 2, 3 ... since the epoch; power tells the fake detectors what to do. */
function hours(powers: readonly number[], tampered: readonly number[]): Labelled[] {
  return powers.map((power_output_kw, i) => {
    const endMs = (i + 1) * hourMs;
    const reading = {
      plantId: "P",
      deviceId: "D",
      endMs,
      intervalS: 3_600,
      timed: true,
      deviceSeq: undefined,
      quantities: { power_output_kw },
    };
    return { arrival: { reading, receivedAtMs: endMs }, tampered: tampered.includes(i) };
  });
}

const detector: Detector = { name: "fake", learn: () => () => watch(() => approved), daySuspicion: mean };
const approved: Judged = { status: "APPROVED", suspicion: 0 };
const watch = (judge: (arrival: Arrival) => Judged) => ({ judge });
const flagAt = (power: number) =>
  watch(({ reading }) =>
    reading.quantities.power_output_kw === power ? { status: "FLAGGED", suspicion: 1 } : approved,
  );

describe("a run", () => {
  test("counts the delay from the first tampered reading to the first tampered one that is caught", () => {
    const outcome = run(detector, flagAt(9), dayOf, hours([1, 1, 5, 5, 9, 9], [2, 3, 4, 5]));
    expect(outcome).toMatchObject({ readings: 6, flagged: 2, rejected: 0, reopened: 0, firstCaughtAfter: 2 });
  });

  test("takes no honest reading's flag for a catch", () => {
    const outcome = run(detector, flagAt(9), dayOf, hours([9, 1, 5, 5, 9], [2, 3]));
    expect(outcome.firstCaughtAfter).toBeUndefined();
    expect(outcome.flagged).toBe(2);
  });

  test("counts a re-opened span as caught when it is re-opened, not before", () => {
    const reopening = watch(({ reading }) =>
      reading.quantities.power_output_kw === 7
        ? { ...approved, reopens: { afterMs: hourMs, toMs: 4 * hourMs } }
        : approved,
    );
    const outcome = run(detector, reopening, dayOf, hours([1, 5, 5, 1, 1, 7], [1, 2]));
    expect(outcome).toMatchObject({ flagged: 0, reopened: 3, firstCaughtAfter: 4 });
  });

  test("closes each local day after its last reading, and catches the whole of a day that is flagged", () => {
    const closed: number[] = [];
    let seen = 0;
    const daily = {
      judge: () => {
        seen++;
        return approved;
      },
      endDay: () => {
        closed.push(seen);
        return { suspicion: closed.length, flagged: closed.length === 2 };
      },
    };
    const powers = Array.from({ length: 60 }, () => 1);
    const outcome = run(detector, daily, dayOf, hours(powers, [30, 31]));
    expect(closed).toEqual([24, 48, 60]);
    expect(outcome.days.map(({ flagged }) => flagged)).toEqual([false, true, false]);
    expect(outcome.days.map(({ suspicion }) => suspicion)).toEqual([1, 2, 3]);
    expect(outcome).toMatchObject({ reopened: 24, firstCaughtAfter: 17 });
  });

  test("starts the clock of a slow cheat when it is at its full size", () => {
    const late = ({ tampered, arrival }: Labelled) => tampered && arrival.reading.endMs > 3 * hourMs;
    expect(run(detector, flagAt(9), dayOf, hours([5, 5, 5, 5, 9], [0, 1, 2, 3, 4]), late).firstCaughtAfter).toBe(1);
    expect(run(detector, flagAt(9), dayOf, hours([5, 9, 5, 5, 5], [0, 1, 2, 3, 4]), late).firstCaughtAfter).toBe(0);
  });
});

test("the area under the curve is the share of pairs put in the right order", () => {
  expect(auc([1, 2, 3], [4, 5])).toBe(1);
  expect(auc([1, 2, 3], [0])).toBe(0);
  expect(auc([1, 2, 3], [2])).toBe(0.5);
  expect(auc([], [2])).toBeNaN();
});

test("a quantile is the value that the share does not exceed", () => {
  const values = Array.from({ length: 200 }, (_, i) => i + 1);
  expect(quantile(values, 0.995)).toBe(199);
  expect(quantile(values, 0.5)).toBe(100);
  expect(quantile([], 0.5)).toBeNaN();
});

describe("the eight dams", () => {
  const dams = loadDams();

  test("have eight months to learn from and four to be judged on, hour by hour", () => {
    expect(dams.length).toBe(8);
    for (const { lesson, judged } of dams) {
      expect(lesson.history.length + judged.length).toBe(8_784);
      expect(new Date(judged[0]?.arrival.reading.endMs ?? 0).toISOString()).toBe("2016-06-02T09:00:00.000Z");
      expect(judged.length).toBe(122 * 24);
    }
  });

  test("tell the same story of power and water: correlation above 0.95", () => {
    for (const { lesson } of dams) {
      const rows = lesson.history.flatMap(({ reading: { quantities } }) => {
        const { power_output_kw: power, flow_rate_m3s: flow } = quantities;
        return power === undefined || flow === undefined ? [] : [[power, flow] as const];
      });
      expect(correlation(rows), lesson.plant.name).toBeGreaterThan(0.95);
    }
  });

  test("are inflated on one local day in ten, every generating hour of it and no other", () => {
    const [dam] = dams;
    if (dam === undefined) throw new Error("no dam");
    const inflated = inflateDays(dam.judged, 0.2, 3);
    const touched = inflated.flatMap((one, i) => (one.tampered ? [[one, dam.judged[i]] as const] : []));
    for (const [after, before] of touched) {
      const was = before?.arrival.reading.quantities.power_output_kw ?? Number.NaN;
      expect(after.arrival.reading.quantities.power_output_kw).toBeCloseTo(1.2 * was, 6);
    }
    const days = new Set(touched.map(([one]) => dam.lesson.dayOf(one.arrival.reading.endMs)));
    expect([12, 13]).toContain(days.size);
    expect(new Set([...days].map((day) => day % 10))).toEqual(new Set([3]));
    expect(inflated.filter((one, i) => one === dam.judged[i]).length).toBe(inflated.length - touched.length);
  });

  test("a band of 10 % sees days inflated by 20 %, misses most at 5 %, and is never silent on honest ones", () => {
    const figures: DamFigures = judgeDams(tenPercentBand, dams);
    expect(figures.found.map(({ share }) => share)).toEqual([0.05, 0.1, 0.2, 0.5]);
    expect(figures.found[0]?.found).toBeLessThan(0.3);
    expect(figures.found[2]?.found).toBeGreaterThan(0.99);
    expect(figures.daysFlagged).toBeGreaterThan(0.005);
  });
});

function correlation(rows: readonly (readonly [number, number])[]): number {
  const [meanX, meanY] = [mean(rows.map(([x]) => x)), mean(rows.map(([, y]) => y))];
  const sum = (of: (dx: number, dy: number) => number) =>
    rows.reduce((total, [x, y]) => total + of(x - meanX, y - meanY), 0);
  return sum((dx, dy) => dx * dy) / Math.sqrt(sum((dx) => dx * dx) * sum((_, dy) => dy * dy));
}

test("the judged seeds hold every kind of plant with every type of turbine, and every cheat is judged", () => {
  const judged = Array.from({ length: judgedPlants }, (_, i) => drawSite(firstJudgedSeed + i));
  expect(new Set(judged.map(({ kind, turbineType }) => `${kind} ${turbineType}`)).size).toBe(18);
  expect(new Set(cases.map(({ cheat }) => cheat)).size).toBeGreaterThanOrEqual(15);
  expect(cases.filter(({ cheat }) => cheat === "constant-inflation").map(({ size }) => size)).toEqual([
    0.03, 0.05, 0.1, 0.2,
  ]);
});
