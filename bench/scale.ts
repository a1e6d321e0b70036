import { gunzipSync } from "node:zlib";
import { openFleets, oursPerSecond } from "./ingest/batch.ts";
import { Fleet } from "./ingest/readings.ts";
import { startWorld, type World } from "./ingest/world.ts";
import type { BenchRow } from "./row.ts";
import { type Asked, ask } from "./scale/ask.ts";
import { makePast, sizes } from "./scale/history.ts";
import { checkRollups } from "./scale/rollups-check.ts";

const few = 100_000;
const many = 10_000_000;
/** Beside the plants whose readings come in while it is measured. */
const otherPlants = 142;
const rounds = { warmUp: 2, measured: 12, batchesEach: 2 };
const queries = { warmUp: 50, measured: 1_000 };
const dayMs = 86_400_000;

/**
 * What a gateway costs when it has stored ten million records, against one that has stored a hundred thousand: accepting
 * readings through the batch call, the two taking turns, and a year of a plant at `resolution=auto`.
 */
export async function benchScale(): Promise<BenchRow[]> {
  const worlds: World[] = [];
  try {
    const untilMs = Date.now() - 6 * dayMs;
    const [small, large] = [await worldWith(few, untilMs, worlds), await worldWith(many, untilMs, worlds)];
    // First: behind the rounds a gateway gathers what came in, and learns models of plants that have enough readings now.
    const series = await seriesRow(large.world, untilMs);
    return [await ingestRow(small, large), series];
  } finally {
    for (const world of worlds) await world.stop();
  }
}

type Stored = { readonly world: World; readonly fleets: readonly Fleet[] };

async function worldWith(records: number, untilMs: number, worlds: World[]): Promise<Stored> {
  // Its past is made by SQL: short bytes that nothing was committed to, which are no month to pack.
  const world = await startWorld({ RECORDS_HOT_DAYS: "0" });
  worlds.push(world);
  const fleets = await openFleets(world);
  await new Fleet(otherPlants, "PAST").register(world);
  await world.settled();
  const startedMs = performance.now();
  await makePast(world.db, records, untilMs);
  const tookS = Math.round((performance.now() - startedMs) / 1000);
  console.error(`    ${records} records made in ${tookS} s: ${await sizes(world.db)}`);
  return { world, fleets };
}

async function ingestRow(small: Stored, large: Stored): Promise<BenchRow> {
  const speeds = new Map<Stored, number[]>([
    [small, []],
    [large, []],
  ]);
  for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
    // A busy moment of the machine meets both, and neither always comes first.
    for (const one of round % 2 === 0 ? [small, large] : [large, small]) speeds.get(one)?.push(await speedOf(one));
  }
  // Whatever else the machine does only adds time: the quiet quarter of the rounds is what accepting costs.
  const quiet = (one: Stored) => {
    const sorted = (speeds.get(one) as number[]).slice(rounds.warmUp).toSorted((a, b) => b - a);
    return sorted[Math.floor(sorted.length / 4)] as number;
  };
  const [reference, ours] = [quiet(small), quiet(large)];
  const ratio = ours / reference;
  return {
    name: "scale/ingest",
    ...{ ours, reference, ratio },
    unit: `durable readings/s in batches at ${many} stored records; reference: at ${few}`,
    target: ">= 0.9",
    holds: ratio >= 0.9,
  };
}

/** Sends a round and waits until it is in the log, so that the other's turn is its own. */
async function speedOf({ world, fleets }: Stored): Promise<number> {
  const before = world.cpu();
  const speed = await oursPerSecond(world, fleets, rounds.batchesEach);
  await world.settled();
  const after = world.cpu();
  const used = (name: "gateway" | "postgres") => (after[name] - before[name]).toFixed(1);
  console.error(
    `    ${Math.round(speed)} readings/s; CPU s: gateway ${used("gateway")}, PostgreSQL ${used("postgres")}`,
  );
  return speed;
}

async function seriesRow(world: World, untilMs: number): Promise<BenchRow> {
  const day = new Date(Math.floor(untilMs / dayMs) * dayMs - 40 * dayMs);
  await checkRollups(world.db, "PAST-7", day);
  const headers = { authorization: `Bearer ${world.apiKey}` };
  const [from, to] = [new Date(untilMs - 365 * dayMs), new Date(untilMs)].map((at) => at.toISOString());
  const tookMs: number[] = [];
  const before = world.cpu();
  for (let i = 0; i < queries.warmUp + queries.measured; i++) {
    const path = `/api/v1/plants/PAST-${(i * 37) % otherPlants}/series?metric=power_output_kw&from=${from}&to=${to}`;
    const startedMs = performance.now();
    const answer = await ask(`${world.baseUrl}${path}&resolution=auto`, headers);
    if (i >= queries.warmUp) tookMs.push(performance.now() - startedMs);
    if (i === 0) requireYear(answer);
  }
  const after = world.cpu();
  const cpuMs = (name: "gateway" | "postgres") =>
    ((1_000 * (after[name] - before[name])) / (queries.warmUp + queries.measured)).toFixed(1);
  tookMs.sort((a, b) => a - b);
  const p99 = tookMs[Math.floor(0.99 * tookMs.length)] as number;
  console.error(
    `    a year's series: p50 ${(tookMs[tookMs.length >> 1] as number).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; CPU ms each: gateway ${cpuMs("gateway")}, PostgreSQL ${cpuMs("postgres")}`,
  );
  return {
    name: "scale/series-year",
    ...{ ours: p99, reference: null, ratio: null },
    unit: `ms, p99 of ${queries.measured} series of a year at auto resolution, at ${many} stored records`,
    target: "<= 50",
    holds: p99 <= 50,
  };
}

/** @throws unless an answer holds what a year's should */
function requireYear({ status, headers, bytes }: Asked): void {
  const text = (headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
  const answer = JSON.parse(text) as { resolution: string; devices: { buckets: number; points: unknown[] }[] };
  const [device] = answer.devices ?? [];
  const isYear = answer.resolution === "1h" && device?.buckets !== undefined && device.points.length === 1_000;
  if (status !== 200 || !isYear) throw new Error(`a year's series was answered with ${status}: ${text.slice(0, 500)}`);
}
