import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Mosquitto } from "../../support/mosquitto.ts";
import { RedisServer } from "../../support/redis-server.ts";
import { drain } from "../campaign.ts";
import type { Notes } from "../clients.ts";
import { type Backlog, gatherEvidence } from "../evidence.ts";
import { rest } from "../faults.ts";
import { judge } from "../judge.ts";
import { Closing, startWorld } from "../world.ts";
import { type IngestWorld, ingestFaults, strikeIngest } from "./faults.ts";
import { judgeWatchers } from "./judge-watchers.ts";
import { judgeLatest } from "./latest.ts";
import { Load, type WayIn } from "./load.ts";
import { type IngestPlan, readIngestPlan } from "./plan.ts";

const plants = 4;
/** A third of them publish, a third post, a third are sent in batches. */
const devicesPerPlant = 6;
/** How long every reading may take to be acknowledged once the faults have stopped. */
const longestWaitMs = 120_000;

/** @returns the exit code: 0 when everything acknowledged is on record, anchored, once, and was told to all who watch. */
export async function runIngestCampaign(args: string[]): Promise<number> {
  const plan = readIngestPlan(args);
  if (typeof plan === "string") {
    console.error(plan);
    return 2;
  }
  console.log(`Chaos of ingestion with seed ${plan.seed}, at most ${plan.atMostS} s.`);
  const dataDir = await mkdtemp(join(tmpdir(), "hydro-chaos-"));
  const closing = new Closing();
  const interrupt = () => void closing.run().finally(() => process.exit(130));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  let result: Awaited<ReturnType<typeof run>> | undefined;
  try {
    result = await run(plan, dataDir, closing);
  } finally {
    await closing.run();
    if (plan.keepsData || result?.ok !== true) console.error(`The data of this run stay in ${dataDir}.`);
    else await rm(dataDir, { recursive: true, force: true });
  }
  console.log(JSON.stringify(result));
  return result.ok ? 0 : 1;
}

async function run(plan: IngestPlan, dataDir: string, closing: Closing) {
  const broker = await Mosquitto.start();
  closing.add(() => broker.remove());
  // What it saved makes it wake up with newest values that are none any more.
  const redis = await RedisServer.start({ saves: true });
  closing.add(() => redis.remove());
  const gatewayEnv = { MQTT_URL: broker.url, MQTT_SHARED: "1", REDIS_URL: redis.url };
  const world = await startWorld({ dataDir, naive: false, plants, devices: devicesPerPlant, gatewayEnv }, closing);
  const course: Course = { drainedS: undefined, leftOver: undefined };
  await drain(world, course);
  const load = await Load.start(world, broker.url, plan.seed);
  closing.add(() => load.end());
  const at: IngestWorld = { world, broker, redis, progress: load.progress };
  const strikes = new Map(ingestFaults.map(({ name }) => [name, 0]));
  const complaints = await strike(at, plan, load, strikes);
  await drain(world, course);
  const evidence = await gatherEvidence(world.databaseUrl, world.ledger.options.mirrorUrl);
  const notes = together([...load.notes.values()]);
  const findings = await judge(notes, evidence);
  const { stored, anchored, counts } = findings;
  complaints.push(
    ...findings.details,
    ...notes.refusals.slice(0, 5).map((refusal) => `refused without a reason: ${refusal}`),
    ...missed(plan, load, strikes),
    ...(evidence.halted === null ? [] : [`anchoring is halted: ${evidence.halted}`]),
    ...(course.leftOver === undefined ? [] : [`not everything was anchored: ${JSON.stringify(course.leftOver)}`]),
    ...(notes.told.length === stored && stored === anchored ? [] : ["acknowledged, stored and anchored differ"]),
    ...(await judgeWatchers(load.watchers, evidence.records, load.urls)),
    ...load.reader.complaints.slice(0, 5),
    ...(await judgeLatest(load.latest, evidence.records)),
    ...((await everybodyListens(redis, world.slots.length)) ? [] : ["a gateway does not listen to Redis any more"]),
  );
  for (const complaint of complaints) console.log(complaint);
  return {
    ...{ seed: plan.seed, acknowledged: notes.told.length, ...countsOf(load) },
    ...{ retries: notes.retries, stored, anchored, ...counts },
    events: load.watchers.reduce((sum, { count }) => sum + count, 0),
    resumes: load.watchers.reduce((sum, { resumes }) => sum + resumes, 0),
    newest_values_read: [...load.reader.answers.values()].reduce((sum, count) => sum + count, 0),
    by_fault: Object.fromEntries(strikes),
    ok: findings.isClean && complaints.length === 0,
  };
}

type Course = { drainedS: number | undefined; leftOver: Backlog | undefined };

const together = (all: readonly Notes[]): Notes => ({
  told: all.flatMap(({ told }) => told),
  contradictions: all.flatMap(({ contradictions }) => contradictions),
  refusals: all.flatMap(({ refusals }) => refusals),
  retries: all.reduce((sum, { retries }) => sum + retries, 0),
});

const countsOf = (load: Load) =>
  Object.fromEntries([...load.notes].map(([way, { told }]) => [`by_${way}`, told.length])) as Record<
    `by_${WayIn}`,
    number
  >;

/** Lines to Redis are made again within seconds. */
async function everybodyListens(redis: RedisServer, gateways: number): Promise<boolean> {
  const late = AbortSignal.timeout(30_000);
  while (!late.aborted) {
    if ((await redis.listenersOf("hydro:*:streams")) === gateways) return true;
    await rest(200, late);
  }
  return false;
}

/** The goals that are not met, in words. */
function missed(plan: IngestPlan, load: Load, strikes: ReadonlyMap<string, number>): string[] {
  return [
    ...[...strikes].filter(([, count]) => count < plan.strikes).map(([name]) => `struck too seldom: ${name}`),
    ...[...load.notes]
      .filter(([, { told }]) => told.length < plan.acknowledged)
      .map(([way, { told }]) => `acknowledged by ${way}: ${told.length} of ${plan.acknowledged}`),
  ];
}

/** Senders, watchers and faults side by side; then the faults end, and every sender waits for what it has sent. */
async function strike(at: IngestWorld, plan: IngestPlan, load: Load, strikes: Map<string, number>): Promise<string[]> {
  const stop = new AbortController();
  const trouble = strikeIngest(at, plan, strikes, stop.signal).then(
    () => [],
    (error: unknown) => [`a fault could not be mended: ${error}`],
  );
  await Promise.race([untilOver(plan, () => missed(plan, load, strikes).length === 0), trouble]);
  stop.abort();
  const complaints: string[] = [...(await trouble)];
  const late = AbortSignal.timeout(longestWaitMs);
  const isOver = await Promise.race([load.stopSending().then(() => true), rest(longestWaitMs, late).then(() => false)]);
  if (!isOver) complaints.push("not every reading was acknowledged after the faults had stopped");
  return complaints;
}

async function untilOver({ atLeastS, atMostS }: IngestPlan, goalsAreMet: () => boolean): Promise<void> {
  const startedMs = performance.now();
  const tookS = () => (performance.now() - startedMs) / 1_000;
  const never = new AbortController().signal;
  while (tookS() < atMostS && !(tookS() >= atLeastS && goalsAreMet())) await rest(500, never);
}
