import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Device, Plant } from "../../src/hydropower/plant.ts";
import type { Detector, Lesson } from "./detector.ts";
import { auc, mean } from "./measure.ts";
import { type Labelled, type Outcome, run } from "./run.ts";

const folder = new URL("../data/columbia-river/", import.meta.url);
const hourMs = 3_600_000;
const firstHourMs = Date.parse("2015-10-02T01:00:00-08:00");
const utcOffsetMs = -8 * hourMs;
/** Eight months learn, four judge. */
const judgedFromMs = Date.parse("2016-06-02T00:00:00-08:00");

export const inflations = [0.05, 0.1, 0.2, 0.5] as const;
/** One day in ten is inflated; each of these runs begins with another day, so that more days are tried. */
const phases = [0, 2, 5, 7];

export type Dam = { readonly lesson: Lesson; readonly judged: readonly Labelled[] };

/** The eight dams, as their operators could register them: nameplate, greatest flow and head, no turbine type. */
export function loadDams(): Dam[] {
  const plants = JSON.parse(readFileSync(new URL("plants.json", folder), "utf8")) as DamFile[];
  return plants.map(loadDam);
}

type DamFile = {
  readonly file: string;
  readonly name: string;
  readonly rated_kw: number;
  readonly max_turbine_flow_m3s: number;
  readonly max_head_m: number;
};

function loadDam(dam: DamFile): Dam {
  const plant: Plant = {
    plant_id: dam.name.replace(/ /g, "-"),
    name: dam.name,
    time_zone: "Etc/GMT+8",
    commissioned_on: "1950-01-01",
    rated_power_kw: dam.rated_kw,
    design_head_m: dam.max_head_m,
    design_flow_m3s: dam.max_turbine_flow_m3s,
  };
  const device: Device = { device_id: plant.plant_id, kind: "station" };
  const text = gunzipSync(readFileSync(new URL(dam.file, folder))).toString("utf8");
  const hours = text
    .trim()
    .split("\n")
    .slice(1)
    .map((line, i) => hourOf(plant, device, firstHourMs + i * hourMs, line));
  const isLearning = ({ arrival }: Labelled) => arrival.reading.endMs <= judgedFromMs;
  const history = hours.filter(isLearning).map(({ arrival }) => arrival);
  return { lesson: { plant, device, dayOf, history }, judged: hours.filter((hour) => !isLearning(hour)) };
}

/** An hour ends at midnight at the latest: it belongs to the day before. */
function dayOf(endMs: number): number {
  return Math.floor((endMs + utcOffsetMs - hourMs / 2) / (24 * hourMs));
}

function hourOf(plant: Plant, device: Device, endMs: number, line: string): Labelled {
  const [power_output_kw, flow_rate_m3s, spill_flow_m3s] = line.split(",").map((cell) => {
    return cell === "" ? undefined : Number(cell);
  });
  const reading = {
    plantId: plant.plant_id,
    deviceId: device.device_id,
    endMs,
    intervalS: 3_600,
    timed: true,
    deviceSeq: undefined,
    quantities: { power_output_kw, flow_rate_m3s, spill_flow_m3s },
  };
  return { arrival: { reading, receivedAtMs: endMs + 1_000 }, tampered: false };
}

/** One day in ten, its power times 1 + `share`; hours at rest stay as they are. */
export function inflateDays(judged: readonly Labelled[], share: number, phase: number): Labelled[] {
  return judged.map((labelled) => {
    const { reading } = labelled.arrival;
    const power = reading.quantities.power_output_kw;
    const chosen = dayOf(reading.endMs) % 10 === phase;
    if (!chosen || power === undefined || power === 0) return labelled;
    const quantities = { ...reading.quantities, power_output_kw: power * (1 + share) };
    return { arrival: { ...labelled.arrival, reading: { ...reading, quantities } }, tampered: true };
  });
}

export type DamFigures = {
  readonly detector: string;
  /** Of honest readings in untouched months: flagged, rejected, re-opened; of honest days: flagged. */
  readonly flagged: number;
  readonly rejected: number;
  readonly reopened: number;
  readonly daysFlagged: number;
  /** Honest days flagged in months with inflated ones among them. */
  readonly daysFlaggedAmongCheats: number;
  /** The worst of the dams by honest days flagged. */
  readonly worstDam: { readonly name: string; readonly daysFlagged: number };
  readonly found: readonly {
    readonly share: number;
    readonly days: number;
    readonly found: number;
    readonly auc: number;
  }[];
};

/** One detector on the eight dams together. */
export function judgeDams(detector: Detector, dams: readonly Dam[]): DamFigures {
  const runs = dams.map((dam) => judgeDam(detector, dam));
  const honest = runs.map((own) => own.honest);
  const readings = honest.reduce((sum, outcome) => sum + outcome.readings, 0);
  const part = (count: (outcome: Outcome) => number) =>
    honest.reduce((sum, outcome) => sum + count(outcome), 0) / readings;
  const honestDays = honest.flatMap(({ days }) => days);
  const suspicions = (of: Outcome["days"]) => of.map(({ suspicion }) => suspicion);
  const flaggedShare = (days: Outcome["days"]) => mean(days.map(({ flagged }) => (flagged ? 1 : 0)));
  const found = inflations.map((share) => {
    const days = runs.flatMap((own) => own.inflated.get(share) ?? []).flatMap((outcome) => outcome.days);
    const inflated = days.filter(({ tampered }) => tampered > 0);
    const areas = runs.map((own) => {
      const tampered = (own.inflated.get(share) ?? []).flatMap((outcome) =>
        outcome.days.filter(({ tampered }) => tampered > 0),
      );
      return auc(suspicions(own.honest.days), suspicions(tampered));
    });
    return {
      share,
      days: inflated.length,
      found: flaggedShare(inflated),
      auc: mean(areas),
    };
  });
  const amongCheats = runs
    .flatMap((own) => [...own.inflated.values()].flat())
    .flatMap((outcome) => outcome.days.filter(({ tampered }) => tampered === 0));
  const byDam = dams.map(({ lesson }, i) => ({
    name: lesson.plant.name,
    daysFlagged: flaggedShare(honest[i]?.days ?? []),
  }));
  return {
    detector: detector.name,
    flagged: part((outcome) => outcome.flagged),
    rejected: part((outcome) => outcome.rejected),
    reopened: part((outcome) => outcome.reopened),
    daysFlagged: flaggedShare(honestDays),
    daysFlaggedAmongCheats: flaggedShare(amongCheats),
    worstDam: byDam.reduce((worst, dam) => (dam.daysFlagged > worst.daysFlagged ? dam : worst)),
    found,
  };
}

function judgeDam(detector: Detector, { lesson, judged }: Dam) {
  const watch = detector.learn(lesson);
  const judge = (hours: readonly Labelled[]) => run(detector, watch(), lesson.dayOf, hours);
  const inflated = new Map(
    inflations.map((share) => [share, phases.map((phase) => judge(inflateDays(judged, share, phase)))] as const),
  );
  return { honest: judge(judged), inflated };
}
