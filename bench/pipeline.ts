import { featureNames, readingFeatures } from "../src/fraud/features.ts";
import { anomalyScore, compileForest } from "../src/fraud/forest.ts";
import { priorForest } from "../src/fraud/prior.ts";
import { telemetryBody } from "../src/http/schemas.ts";
import { validBody } from "../src/http/validation.ts";
import type { Device, Plant } from "../src/hydropower/plant.ts";
import { type TelemetryBody, timestampMs } from "../src/hydropower/reading.ts";
import { checkQuantities, checkTime } from "../src/telemetry/checks.ts";
import { trainForest } from "../src/telemetry/forest-training.ts";
import { judge } from "../src/telemetry/judge.ts";
import type { DeviceMemory } from "../src/verification/verdict.ts";
import { type Dam, loadDams } from "./fraud/dams.ts";
import type { Arrival, Lesson } from "./fraud/detector.ts";
import { median } from "./fraud/measure.ts";
import { firstJudgedSeed, simulatePlant } from "./fraud/simulated.ts";
import { libraryScorer } from "./reference/library-forest.ts";
import type { BenchRow } from "./row.ts";

/** Ours and the reference take turns, so that a busy moment of the machine meets both. */
const rounds = { warmUp: 3, measured: 15 };

/** What one reading costs: its score alone, and all of it from the parsed body to verdict, memory and estimate. */
export async function benchPipeline(): Promise<BenchRow[]> {
  const dams = loadDams();
  return [
    ...scoring(dams),
    wholeRow(
      "dams",
      dams.map(({ lesson, judged }) => streamOf(lesson, judged.slice(0, judgedReadings), eightYearsMs)),
    ),
    wholeRow(
      "simulated",
      simulatedSeeds.map((seed) => {
        const { lesson, honest } = simulatePlant(seed);
        return streamOf(lesson, honest.slice(0, judgedReadings));
      }),
    ),
  ];
}

/** Hours that are scored in a round, a reading of each dam: the library takes fifty times as long. */
const scoredHours = { ours: 2_500, theirs: 150 };

/**
 * Each dam's own forest of its first eight months, ours and the library's, on its readings of the four months
 * after, in the order in which a gateway receives them: hour by hour, a reading of each dam.
 */
function scoring(dams: readonly Dam[]): BenchRow[] {
  const plants = dams.map(({ lesson: { plant, history }, judged }) => {
    const training = featuresOf(plant, history);
    const forest = compileForest(trainForest({ id: plant.plant_id, rows: training, featureNames, seed: 1 }));
    const arrivals = judged.map(({ arrival }) => arrival);
    return { forest, libraryScore: libraryScorer(training), rows: featuresOf(plant, arrivals) };
  });
  const microsecondsEach = (hours: number, score: (plant: (typeof plants)[number], row: number[]) => number) => {
    let sum = 0;
    const started = process.threadCpuUsage();
    for (let hour = 0; hour < hours; hour++) {
      for (const plant of plants) sum += score(plant, plant.rows[hour] as number[]);
    }
    const took = process.threadCpuUsage(started).user;
    // Using what came out keeps the engine from dropping the work.
    if (!Number.isFinite(sum)) throw new Error("a score was not a number");
    return took / (hours * plants.length);
  };
  const { ours, reference, ratio } = inTurn(
    () => microsecondsEach(scoredHours.ours, ({ forest }, row) => anomalyScore(forest, row)),
    () => microsecondsEach(scoredHours.theirs, ({ libraryScore }, row) => libraryScore(row)),
  );
  const oursPerS = 1e6 / ours;
  return [
    {
      name: "pipeline/score-single",
      ours: oursPerS,
      reference: 1e6 / reference,
      ratio: 1 / ratio,
      unit: "rows/s on one core, one row a call",
      target: ">= 20 times the library's predict",
      holds: 1 / ratio >= 20,
    },
    {
      name: "pipeline/score-rate",
      ours: oursPerS,
      reference: null,
      ratio: null,
      unit: "rows/s on one core",
      target: ">= 200000",
      holds: oursPerS >= 200_000,
    },
  ];
}

function featuresOf(plant: Plant, arrivals: readonly Arrival[]): number[][] {
  return arrivals.flatMap(({ reading: { quantities } }) => {
    const { flow_rate_m3s: flowM3s, head_height_m: headM, power_output_kw: powerKw } = quantities;
    const features = readingFeatures({ plant, flowM3s, headM, powerKw });
    return features === undefined ? [] : [[...features]];
  });
}

/** Plants of several kinds, turbine types and gauges, none of them used in tuning. */
const simulatedSeeds = Array.from({ length: 6 }, (_, i) => firstJudgedSeed + i);
const judgedReadings = 1_000;

/** Bodies of one device in the order of their receipt, and what is remembered of it before the first. */
type Stream = {
  readonly plant: Plant;
  readonly device: Device;
  readonly memory: DeviceMemory | undefined;
  readonly texts: readonly string[];
  readonly receivedAtMs: readonly number[];
};

/** Brings the dams' hours of 2016 into the years of the factor table. */
const eightYearsMs = 2_922 * 86_400_000;

/** With a factor table, so that every reading gets its estimate. */
function streamOf(
  { plant, device, history }: Lesson,
  judged: readonly { readonly arrival: Arrival }[],
  laterMs = 0,
): Stream {
  const own = { ...plant, grid_factor_table: "cea-v21.0" };
  const later = ({ reading, receivedAtMs }: Arrival): Arrival => ({
    reading: { ...reading, endMs: reading.endMs + laterMs },
    receivedAtMs: receivedAtMs + laterMs,
  });
  let memory: DeviceMemory | undefined;
  for (const arrival of history) memory = judge({ plant: own, device, ...later(arrival), memory }, priorForest).memory;
  const arrivals = judged.map(({ arrival }) => later(arrival));
  return {
    plant: own,
    device,
    memory,
    texts: arrivals.map(bodyText),
    receivedAtMs: arrivals.map(({ receivedAtMs }) => receivedAtMs),
  };
}

function bodyText({ reading }: Arrival): string {
  const body: TelemetryBody = {
    plant_id: reading.plantId,
    device_id: reading.deviceId,
    timestamp: new Date(reading.endMs).toISOString(),
    interval_s: reading.intervalS,
    readings: reading.quantities,
  };
  return JSON.stringify(body);
}

function wholeRow(name: string, streams: readonly Stream[]): BenchRow {
  const bodies = streams.reduce((sum, { texts }) => sum + texts.length, 0);
  const { ours, reference, ratio } = inTurn(
    () => streams.reduce((sum, stream) => sum + pipelineMs(stream), 0) * (1_000 / bodies),
    () => streams.reduce((sum, stream) => sum + parseMs(stream), 0) * (1_000 / bodies),
  );
  return {
    name: `pipeline/whole-${name}`,
    ours,
    reference,
    ratio,
    unit: "us a reading; the reference is JSON.parse of the same bodies",
    target: "<= 20 times the parse",
    holds: ratio <= 20,
  };
}

const readingsOf = (text: string): unknown => (JSON.parse(text) as TelemetryBody).readings;

/** Parsed so often that it takes as long as the pipeline: what disturbs one then disturbs the other alike. */
const parses = 20;

function parseMs({ texts }: Stream): number {
  let quantities = 0;
  const startedMs = performance.now();
  for (let i = 0; i < parses; i++) {
    for (const text of texts) quantities += readingsOf(text) === undefined ? 0 : 1;
  }
  const tookMs = (performance.now() - startedMs) / parses;
  // Using what came out keeps the engine from dropping the work.
  if (quantities !== parses * texts.length) throw new Error("a body has no readings");
  return tookMs;
}

/** Validation as on the route, then what a commit does between reading and writing, chain and placement apart. */
function pipelineMs({ plant, device, memory: learnt, texts, receivedAtMs }: Stream): number {
  const parsed = texts.map((text) => JSON.parse(text) as unknown);
  let memory = learnt;
  const startedMs = performance.now();
  for (let i = 0; i < parsed.length; i++) {
    const body = validBody(telemetryBody, parsed[i]);
    memory = pipeline(plant, device, body, receivedAtMs[i] as number, memory);
  }
  const tookMs = performance.now() - startedMs;
  if (memory === learnt) throw new Error("the readings taught nothing");
  return tookMs;
}

function pipeline(
  plant: Plant,
  device: Device,
  body: TelemetryBody,
  receivedAtMs: number,
  memory: DeviceMemory | undefined,
): DeviceMemory {
  checkQuantities(device, body.readings);
  const endMs = timestampMs(body.timestamp ?? receivedAtMs);
  checkTime(plant, { body, receivedAtMs }, endMs);
  const reading = {
    plantId: body.plant_id,
    deviceId: body.device_id,
    endMs,
    intervalS: body.interval_s,
    timed: body.timestamp !== undefined,
    deviceSeq: body.device_seq,
    quantities: body.readings,
  };
  return judge({ plant, device, reading, receivedAtMs, memory, siblings: [] }, priorForest).memory;
}

/** Medians over the rounds, and the median of the rounds' ratios: ours over the reference. */
function inTurn(ours: () => number, reference: () => number) {
  const all = Array.from({ length: rounds.warmUp + rounds.measured }, () => ({ ours: ours(), reference: reference() }));
  const measured = all.slice(rounds.warmUp);
  return {
    ours: median(measured.map((round) => round.ours)),
    reference: median(measured.map((round) => round.reference)),
    ratio: median(measured.map((round) => round.ours / round.reference)),
  };
}
