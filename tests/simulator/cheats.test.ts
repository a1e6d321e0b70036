import { describe, expect, test } from "vitest";
import { telemetrySchema } from "../../src/hydropower/reading.ts";
import { sha256Hex } from "../../src/kernel/canonical.ts";
import { dayMs, localDay, localHour } from "../../src/simulator/calendar.ts";
import { type CheatName, cheatNames, cheats } from "../../src/simulator/cheats.ts";
import { bodyOf, reportsOf } from "../../src/simulator/report.ts";
import type { Sample } from "../../src/simulator/sample.ts";
import { cheated } from "./builders.ts";

const days = 36;
/** A peaking plant: it stops, runs at full load, spills little; and a run-of-river plant that does not stop. */
const [peaking, river] = [2, 15];

const ratio = (of: Sample, to: Sample | undefined) => of.powerKw / (to?.powerKw ?? Number.NaN);
const changedPairs = ({ samples, changed }: { samples: readonly Sample[]; changed: readonly Sample[] }) =>
  changed.flatMap((sample, i) => (sample.truth === "honest" ? [] : [{ sample, was: samples[i] as Sample }]));

test("there are at least fifteen cheats", () => {
  expect(cheatNames.length).toBeGreaterThanOrEqual(15);
});

test("the same seed and cheat give the same bytes on any machine", () => {
  const lines = cheatNames.flatMap((cheat) => {
    const { site, changed } = cheated(5, 34, cheat, { afterDays: 31 });
    return Array.from(reportsOf(site, changed.slice(31 * 288)), (report) =>
      JSON.stringify([report.truth, report.sentAtMs, bodyOf(site, report)]),
    );
  });
  expect(sha256Hex(new TextEncoder().encode(lines.join("\n")))).toBe(
    "245f9b74d74e6a49403bf23cc4d96f9183e32a45adc4e77d64dd5d2d1ed48983",
  );
});

describe.each(cheatNames)("%s", (cheat) => {
  const runs = [peaking, river].map((seed) => cheated(seed, days, cheat));

  test("changes something, only after its begin, and labels all that it changes", () => {
    expect(runs.some(({ changed }) => changed.some(({ truth }) => truth === cheat))).toBe(true);
    for (const { samples, changed, fromMs } of runs) {
      expect(changed.length).toBe(samples.length);
      const untouched = changed.filter((sample, i) => sample === samples[i]);
      expect(untouched.length).toBe(changed.filter(({ truth }) => truth === "honest").length);
      expect(changed.every(({ truth, endMs }) => truth === "honest" || endMs > fromMs)).toBe(true);
    }
  });

  test("sends readings that the wire schema takes", () => {
    for (const { site, changed } of runs) {
      const told = [...reportsOf(site, changed)].filter(({ truth }) => truth !== "honest");
      const refused = told.filter(
        (report) => !telemetrySchema.safeParse(JSON.parse(JSON.stringify(bodyOf(site, report)))).success,
      );
      expect(refused).toEqual([]);
    }
  });
});

/** Sums over the changed samples of both plants: how much more energy is claimed than was generated. */
function gain(cheat: CheatName, size: number): number {
  const pairs = [peaking, river].flatMap((seed) => changedPairs(cheated(seed, days, cheat, { size })));
  const sum = (of: (pair: (typeof pairs)[number]) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  return sum(({ sample }) => sample.exportWh) / sum(({ was }) => was.exportWh) - 1;
}

test.each([
  "constant-inflation",
  "night-inflation",
  "one-day-in-ten",
  "capacity-overstatement",
  "coordinated-scaling",
  "collusive-scaling",
  "meter-swap",
] as const)("%s claims its size, no more and no less", (cheat) => {
  for (const size of [0.03, 0.1, 0.2]) expect(gain(cheat, size)).toBeCloseTo(size, 4);
});

test("slow inflation reaches its size after twenty days and keeps it", () => {
  const run = cheated(river, days, "slow-inflation", { size: 0.2, afterDays: 10 });
  const at = (day: number) => changedPairs(run).find(({ sample }) => sample.endMs > run.fromMs + day * dayMs);
  const sizeAt = (day: number) => ratio(at(day)?.sample as Sample, at(day)?.was) - 1;
  expect(sizeAt(5)).toBeCloseTo(0.05, 2);
  expect(sizeAt(10)).toBeCloseTo(0.1, 2);
  expect(sizeAt(20)).toBeCloseTo(0.2, 3);
  expect(sizeAt(25)).toBeCloseTo(0.2, 3);
});

test("night inflation leaves the day alone, one day in ten leaves the other nine", () => {
  const night = cheated(river, days, "night-inflation");
  for (const { sample } of changedPairs(night)) {
    const hour = localHour(sample.endMs, night.site.utcOffsetMs);
    expect(hour > 20 || hour <= 6).toBe(true);
  }
  const tenth = cheated(river, days, "one-day-in-ten", { afterDays: 5 });
  const touched = new Set(changedPairs(tenth).map(({ sample }) => localDay(sample.endMs, tenth.site.utcOffsetMs)));
  expect([...touched].map((day) => day - Math.min(...touched))).toEqual([0, 10, 20, 30].slice(0, touched.size));
  expect(touched.size).toBeGreaterThanOrEqual(3);
});

test("coordinated scaling keeps the efficiency that flow and power show", () => {
  for (const { sample, was } of changedPairs(cheated(river, days, "coordinated-scaling", { size: 0.2 }))) {
    expect(sample.powerKw / sample.flowM3s).toBeCloseTo(was.powerKw / was.flowM3s, 0);
    expect(sample.gatePct).toBe(was.gatePct);
  }
});

test("collusive scaling keeps power over flow and head, and lifts the levels with the head", () => {
  const pairs = changedPairs(cheated(peaking, days, "collusive-scaling", { size: 0.2 }));
  for (const { sample, was } of pairs.slice(0, 500)) {
    const water = (of: Sample) => of.powerKw / (of.flowM3s * (of.headM ?? Number.NaN));
    expect(water(sample) / water(was)).toBeCloseTo(1, 1);
    expect(sample.headM).toBeGreaterThan(was.headM ?? Number.NaN);
  }
});

test("a frozen flow meter shows one value while the power claimed goes on moving", () => {
  const told = changedPairs(cheated(peaking, days, "stuck-flow")).map(({ sample }) => sample);
  expect(new Set(told.map(({ flowM3s }) => flowM3s)).size).toBe(1);
  expect(new Set(told.map(({ powerKw }) => powerKw)).size).toBeGreaterThan(20);
});

test("phantom generation is claimed where nothing ran", () => {
  for (const { sample, was } of changedPairs(cheated(peaking, days, "phantom-generation"))) {
    expect(was.powerKw).toBe(0);
    expect(sample.powerKw).toBeGreaterThan(0);
    expect(sample.flowM3s).toBe(was.flowM3s);
  }
});

test("sold spill adds up: what the turbines gain the spill loses", () => {
  const pairs = [0, 3, 6, 9, 12, 15].flatMap((seed) => {
    const run = cheated(seed, days, "spill-as-turbine-flow");
    return run.site.gauges.spill ? changedPairs(run) : [];
  });
  expect(pairs.length).toBeGreaterThan(100);
  for (const { sample, was } of pairs) {
    const before = was.flowM3s + (was.spillM3s ?? 0);
    expect((sample.flowM3s + (sample.spillM3s ?? 0)) / before).toBeCloseTo(1, 1);
    expect(ratio(sample, was)).toBeGreaterThan(1.05);
  }
});

test("a replayed day is an earlier day of the same plant, value for value", () => {
  const { samples, changed } = cheated(river, days, "replayed-day", { afterDays: 31 });
  const content = ({ flowM3s, powerKw, exportWh, headM, gatePct }: Sample) =>
    JSON.stringify([flowM3s, powerKw, exportWh, headM, gatePct]);
  const past = new Set(samples.slice(0, 32 * 288).map(content));
  const replayed = changed.filter(({ truth }) => truth !== "honest");
  expect(replayed.length).toBeGreaterThan(200);
  expect(replayed.every((sample) => past.has(content(sample)))).toBe(true);
});

test("a register jump is twelve hours of full load in one reading, and stays in the register", () => {
  const { site, samples, changed } = cheated(river, days, "register-jump");
  const last = (of: readonly Sample[]) => [...reportsOf(site, of)].at(-1)?.quantities.energy_export_kwh_total ?? 0;
  expect(last(changed) - last(samples)).toBeCloseTo(12 * site.plant.rated_power_kw, 3);
  expect(changed.filter(({ truth }) => truth !== "honest").length).toBe(1);
});

test("backdated readings come after newer ones", () => {
  const { site, changed } = cheated(river, days, "backdating");
  const reports = [...reportsOf(site, changed)];
  const forged = reports.findIndex(({ truth }) => truth === "backdating");
  expect(reports.slice(0, forged).some(({ endMs }) => endMs > (reports[forged]?.endMs ?? 0))).toBe(true);
});

test("omitted readings leave a gap, and the reading behind it bears the label", () => {
  const { site, changed } = cheated(peaking, days, "cherry-picked-omission");
  const reports = [...reportsOf(site, changed)].toSorted((a, b) => a.endMs - b.endMs);
  const behind = reports.flatMap(({ truth, endMs }, i) =>
    truth === "honest" ? [] : [endMs - (reports[i - 1]?.endMs ?? 0)],
  );
  expect(behind.length).toBeGreaterThanOrEqual(5);
  expect(behind.every((gapMs) => gapMs > 3_600_000)).toBe(true);
});

test("doubled intervals reach back into the one before", () => {
  const { changed } = cheated(river, days, "interval-doubling");
  const told = changed.filter(({ truth }) => truth !== "honest");
  expect(told.every(({ intervalS }) => intervalS === 600)).toBe(true);
});

test("which cheats a plant's own readings can show depends on what it measures", () => {
  const { site } = cheated(river, days, "constant-inflation");
  const bare = {
    ...site,
    headGauge: "none" as const,
    gauges: { spill: false, levels: false, gate: false, temperature: false },
  };
  const hidden = (of: typeof site) => cheatNames.filter((name) => !cheats[name].shows(of)).sort();
  const water = ["capacity-overstatement", "collusive-scaling", "coordinated-scaling", "spill-as-turbine-flow"];
  expect(hidden(bare)).toEqual(water);
  // A season empties a reservoir by as much as a slow cheat adds.
  expect(hidden({ ...bare, kind: "reservoir" })).toEqual([...water, "slow-inflation"].sort());
  expect(hidden({ ...bare, kind: "reservoir", headGauge: "net", gauges: { ...bare.gauges, gate: true } })).toEqual([]);
});
