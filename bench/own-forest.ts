import { featureNames } from "../src/fraud/features.ts";
import { type CompiledForest, compileForest } from "../src/fraud/forest.ts";
import { priorForest } from "../src/fraud/prior.ts";
import { trainForest } from "../src/telemetry/forest-training.ts";
import { modelPolicy } from "../src/telemetry/model-policy.ts";
import { physicsRows } from "../src/telemetry/prior-training.ts";
import { assessAndRemember } from "../src/verification/assess.ts";
import { operationOf } from "../src/verification/operation.ts";
import { policyInForce } from "../src/verification/policy.ts";
import { operationFeatures } from "../src/verification/statistical.ts";
import type { DeviceMemory } from "../src/verification/verdict.ts";
import type { Arrival } from "./fraud/detector.ts";
import { firstJudgedSeed, judgedPlants, type SimulatedPlant, simulatePlant } from "./fraud/simulated.ts";
import type { BenchRow } from "./row.ts";

type Tally = { readings: number; flagged: number; spoken: number };

/**
 * What an approved model of their own does to honest plants, beside the prior: each plant's forest is trained on
 * the approved readings of 60 days as the gateway trains it, and the 45 days after are judged with either.
 */
export function ownForestRows(): BenchRow[] {
  const own: Tally = { readings: 0, flagged: 0, spoken: 0 };
  const prior: Tally = { readings: 0, flagged: 0, spoken: 0 };
  for (let i = 0; i < judgedPlants; i++) {
    const plant = simulatePlant(firstJudgedSeed + i);
    const { memory, rows } = learn(plant);
    const forest = compileForest(
      trainForest({ id: "own", featureNames, rows: [...rows, ...physicsRows(Math.round(rows.length / 16))], seed: i }),
    );
    judge(plant, memory, forest, own);
    judge(plant, memory, priorForest, prior);
  }
  const row = (name: string, of: (tally: Tally) => number, unit: string): BenchRow => {
    const [ours, reference] = [of(own), of(prior)].map((n) => Number(((100 * n) / own.readings).toPrecision(4)));
    const [value, beside] = [ours as number, reference as number];
    const ratio = beside === 0 ? null : value / beside;
    return {
      name,
      ours: value,
      reference: beside,
      ratio,
      unit,
      target: "no more than the prior's",
      holds: value <= beside,
    };
  };
  return [
    row("forest/own-honest-flagged", ({ flagged }) => flagged, "% of honest readings, flagged or rejected"),
    row("forest/own-honest-vote", ({ spoken }) => spoken, "% of honest readings on which the vote says something"),
  ];
}

function assessed(
  { lesson }: SimulatedPlant,
  arrival: Arrival,
  memory: DeviceMemory | undefined,
  forest: CompiledForest,
) {
  const { plant, device } = lesson;
  return assessAndRemember({ plant, device, ...arrival, memory }, policyInForce, forest);
}

/** The honest learning time judged by the prior, as a new plant is; a bounded sample of what was approved. */
function learn(plant: SimulatedPlant) {
  const { history, ...lesson } = plant.lesson;
  let memory: DeviceMemory | undefined;
  const approved: (readonly number[])[] = [];
  for (const arrival of history) {
    const { verdict, memory: after } = assessed(plant, arrival, memory, priorForest);
    memory = after;
    const row = operationFeatures(lesson.plant, operationOf({ ...lesson, ...arrival, memory: undefined }));
    if (verdict.status === "APPROVED" && row !== undefined) approved.push(row);
  }
  const step = Math.max(1, approved.length / modelPolicy.most_readings);
  const count = Math.min(approved.length, modelPolicy.most_readings);
  const rows = Array.from({ length: count }, (_, i) => approved[Math.floor(i * step)] as readonly number[]);
  return { memory, rows };
}

function judge(plant: SimulatedPlant, from: DeviceMemory | undefined, forest: CompiledForest, tally: Tally): void {
  let memory = from;
  for (const { arrival } of plant.honest) {
    const { verdict, memory: after } = assessed(plant, arrival, memory, forest);
    memory = after;
    tally.readings++;
    if (verdict.status !== "APPROVED") tally.flagged++;
    if (verdict.reasons.some(({ rule }) => rule === "statistical.unusual")) tally.spoken++;
  }
}
