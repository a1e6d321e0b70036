import { dayMs } from "../src/simulator/calendar.ts";
import { honestSamples } from "../src/simulator/instruments.ts";
import { bodyOf, reportsOf } from "../src/simulator/report.ts";
import { drawSite } from "../src/simulator/site.ts";
import { type DamFigures, inflations, judgeDams, loadDams } from "./fraud/dams.ts";
import type { Detector } from "./fraud/detector.ts";
import { median } from "./fraud/measure.ts";
import { product } from "./fraud/product.ts";
import { references } from "./fraud/references.ts";
import {
  type CaseOutcome,
  figuresOf,
  firstJudgedSeed,
  judgedPlants,
  judgeSimulated,
  judgeSinceDayOne,
  readingsPerDay,
  type SimulatedOutcome,
  within,
} from "./fraud/simulated.ts";
import { printDams, printHonest, printSimulated } from "./fraud/tables.ts";
import type { BenchRow } from "./row.ts";

/** The reference that rows are held against; the tables printed show all of them. */
const besideName = "daily residual";

/**
 * Detection of cheats, and peace for honest plants: eight real dams with injected tampering, and simulated
 * plants with cheats of every kind, on seeds that no tuning has seen.
 */
export async function benchFraud(detector: Detector = product): Promise<BenchRow[]> {
  const detectors = [detector, ...references];
  const dams = loadDams();
  const damFigures = detectors.map((one) => judgeDams(one, dams));
  printDams(damFigures);

  const seeds = Array.from({ length: judgedPlants }, (_, i) => firstJudgedSeed + i);
  const simulated = judgeSimulated(detectors, seeds);
  printHonest(simulated);
  printSimulated(simulated);
  const sinceDayOne = judgeSinceDayOne(detector, seeds.slice(0, 6));
  return [
    ...damRows(own(damFigures), beside(damFigures)),
    ...damFigures.slice(1).flatMap((reference) => besideRows(own(damFigures), reference)),
    ...honestRows(own(simulated), beside(simulated)),
    ...measureRows(own(simulated), beside(simulated)),
    ...cheatRows(own(simulated), beside(simulated)),
    printed("sim-since-day-one-10", "% of plants found that inflate from their first reading on", sinceDayOne, null),
    generatorRow(),
  ];
}

function own<T>(figures: readonly T[]): T {
  return figures[0] as T;
}

function beside<T extends { readonly detector: string }>(figures: readonly T[]): T {
  return figures.find(({ detector }) => detector === besideName) as T;
}

type Target = { readonly text: string; readonly holds: (percent: number) => boolean };

const atLeast = (percent: number): Target => ({ text: `ours >= ${percent}`, holds: (value) => value >= percent });
const below = (percent: number): Target => ({ text: `ours < ${percent}`, holds: (value) => value < percent });
const atMost = (percent: number): Target => ({ text: `ours <= ${percent}`, holds: (value) => value <= percent });

/** A share of 1 as a percentage of four digits. */
function percent(share: number): number {
  return Number((100 * share).toPrecision(4));
}

function row(name: string, unit: string, ours: number, reference: number | null, target: Target): BenchRow {
  const [value, other] = [percent(ours), reference === null ? null : percent(reference)];
  const ratio = other === null || other === 0 ? null : value / other;
  return {
    name: `fraud/${name}`,
    ours: value,
    reference: other,
    ratio,
    unit,
    target: target.text,
    holds: target.holds(value),
  };
}

/** A figure without a target. */
function printed(name: string, unit: string, ours: number, reference: number | null): BenchRow {
  return row(name, unit, ours, reference, { text: "printed", holds: () => true });
}

/** Days found with thresholds fixed before, by inflation. */
const damTargets = [60, 88, 98, 99];

function damRows(ours: DamFigures, reference: DamFigures): BenchRow[] {
  const readings = "% of honest hours of eight dams";
  const flagged = (figures: DamFigures) => figures.flagged + figures.reopened;
  return [
    row("dams-honest-rejected", `${readings}, rejected`, ours.rejected, reference.rejected, below(0.1)),
    row("dams-honest-flagged", `${readings}, flagged or re-opened`, flagged(ours), flagged(reference), below(1)),
    row("dams-honest-days", "% of honest days flagged", ours.daysFlagged, reference.daysFlagged, atMost(0.5)),
    row(
      "dams-honest-days-among-cheats",
      "% of honest days flagged, one day in ten beside them inflated",
      ours.daysFlaggedAmongCheats,
      reference.daysFlaggedAmongCheats,
      atMost(0.5),
    ),
    ...inflations.flatMap((share, i) => [
      row(
        `dams-found-${percent(share)}`,
        `% of days found that are inflated by ${percent(share)} %`,
        ours.found[i]?.found ?? 0,
        reference.found[i]?.found ?? 0,
        atLeast(damTargets[i] as number),
      ),
      printed(`dams-auc-${percent(share)}`, "AUC of days x 100", ours.found[i]?.auc ?? 0, reference.found[i]?.auc ?? 0),
    ]),
  ];
}

function besideRows(ours: DamFigures, reference: DamFigures): BenchRow[] {
  const name = `beside-${reference.detector.replaceAll(" ", "-").replace("%", "percent")}`;
  return [
    printed(`${name}-honest-days`, "% of honest days flagged", ours.daysFlagged, reference.daysFlagged),
    printed(`${name}-found-10`, "% of days found at +10 %", ours.found[1]?.found ?? 0, reference.found[1]?.found ?? 0),
    printed(`${name}-auc-10`, "AUC of days x 100 at +10 %", ours.found[1]?.auc ?? 0, reference.found[1]?.auc ?? 0),
  ];
}

function honestRows(ours: SimulatedOutcome, reference: SimulatedOutcome): BenchRow[] {
  const worst = (figures: SimulatedOutcome, count: (one: SimulatedOutcome["honest"][number]["outcome"]) => number) =>
    Math.max(...figures.honest.map(({ outcome }) => count(outcome) / outcome.readings));
  const rejected = (figures: SimulatedOutcome) => worst(figures, (outcome) => outcome.rejected);
  const flagged = (figures: SimulatedOutcome) => worst(figures, (outcome) => outcome.flagged + outcome.reopened);
  const days = (figures: SimulatedOutcome) => {
    const all = figures.honest.flatMap(({ outcome }) => outcome.days);
    return all.filter((day) => day.flagged).length / all.length;
  };
  const readings = "% of honest readings of the worst simulated plant";
  return [
    row("sim-honest-rejected", `${readings}, rejected`, rejected(ours), rejected(reference), below(0.1)),
    row("sim-honest-flagged", `${readings}, flagged or re-opened`, flagged(ours), flagged(reference), below(1)),
    printed("sim-honest-days", "% of honest days flagged, all simulated plants", days(ours), days(reference)),
  ];
}

const isGreat = ({ size }: CaseOutcome) => size === undefined || size >= 0.1;

function measureRows(ours: SimulatedOutcome, reference: SimulatedOutcome): BenchRow[] {
  const found = (figures: SimulatedOutcome, readings: number, chosen: (one: CaseOutcome) => boolean) =>
    within(figures.cases.filter(chosen), readings);
  const both = (readings: number, chosen: (one: CaseOutcome) => boolean) =>
    [found(ours, readings, chosen), found(reference, readings, chosen)] as const;
  const [day, week] = [readingsPerDay, 7 * readingsPerDay];
  const great = both(day, (one) => one.shows && isGreat(one));
  const five = both(week, (one) => one.shows && one.size === 0.05);
  const three = both(week, (one) => one.shows && one.size === 0.03);
  const outside = both(week, (one) => !one.shows);
  return [
    row("sim-found-10-and-more", "% of cheats of 10 % and more found within 288 readings", ...great, atLeast(99)),
    row("sim-found-5", "% of cheats of 5 % found within 2,016 readings", ...five, atLeast(90)),
    printed("sim-found-3", "% of cheats of 3 % found within 2,016 readings", ...three),
    printed("sim-found-outside", "% found of cheats that only evidence from outside shows", ...outside),
  ];
}

function cheatRows(ours: SimulatedOutcome, reference: SimulatedOutcome): BenchRow[] {
  const others = figuresOf(reference, true);
  return figuresOf(ours, true).map((figures, i) => {
    const { cheat, size = 1 } = figures;
    const name = figures.size === undefined ? `sim-${cheat}` : `sim-${cheat}-${percent(size)}`;
    const other = others[i];
    if (size >= 0.1) {
      return row(name, "% of plants, within 288 readings", figures.withinDay, other?.withinDay ?? 0, atLeast(99));
    }
    const [week, otherWeek] = [figures.withinWeek, other?.withinWeek ?? 0];
    const unit = "% of plants, within 2,016 readings";
    return size === 0.05 ? row(name, unit, week, otherWeek, atLeast(90)) : printed(name, unit, week, otherWeek);
  });
}

/** Readings as bodies of the main call, from nothing. */
function generatorRow(): BenchRow {
  const rates = [1, 2, 3, 4, 5].map((seed) => {
    const startedMs = performance.now();
    const site = drawSite(seed);
    let bodies = 0;
    for (const report of reportsOf(site, honestSamples(site, 365 * dayMs, 90)))
      bodies += bodyOf(site, report).interval_s === 300 ? 1 : 0;
    return (1_000 * bodies) / (performance.now() - startedMs);
  });
  const ours = Math.round(median(rates));
  return {
    name: "fraud/generator-rate",
    ours,
    reference: null,
    ratio: null,
    unit: "simulated readings/s on one core",
    target: ">= 50000",
    holds: ours >= 50_000,
  };
}
