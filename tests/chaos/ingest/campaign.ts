import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Mosquitto } from "../../support/mosquitto.ts";
import { drain } from "../campaign.ts";
import { type Notes, runClient } from "../clients.ts";
import type { Backlog } from "../evidence.ts";
import { gatherEvidence } from "../evidence.ts";
import { rest } from "../faults.ts";
import { judge } from "../judge.ts";
import { Closing, startWorld } from "../world.ts";
import { type IngestWorld, ingestFaults, strikeIngest } from "./faults.ts";
import { type IngestPlan, readIngestPlan } from "./plan.ts";
import { runPublisher } from "./publishers.ts";

const plants = 4;
/** Half of them publish, half of them post. */
const devicesPerPlant = 6;
/** How long every reading may take to be acknowledged once the faults have stopped. */
const longestWaitMs = 120_000;

/** @returns the exit code: 0 when everything acknowledged is on record, anchored, once. */
export async function runIngestCampaign(args: string[]): Promise<number> {
  const plan = readIngestPlan(args);
  if (typeof plan === "string") {
    console.error(plan);
    return 2;
  }
  console.log(`Chaos of ingestion with seed ${plan.seed}, ${plan.lastsS} s.`);
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
  const gatewayEnv = { MQTT_URL: broker.url, MQTT_SHARED: "1" };
  const world = await startWorld({ dataDir, naive: false, plants, devices: devicesPerPlant, gatewayEnv }, closing);
  const course: { drainedS: number | undefined; leftOver: Backlog | undefined } = {
    drainedS: undefined,
    leftOver: undefined,
  };
  await drain(world, course);
  const strikes = new Map(ingestFaults.map(({ name }) => [name, 0]));
  const [byMqtt, byHttp] = [newNotes(), newNotes()];
  const complaints = await strike({ world, broker }, plan, { byMqtt, byHttp, strikes });
  await drain(world, course);
  const evidence = await gatherEvidence(world.databaseUrl, world.ledger.options.mirrorUrl);
  const notes: Notes = {
    told: [...byMqtt.told, ...byHttp.told],
    contradictions: [...byMqtt.contradictions, ...byHttp.contradictions],
    refusals: [...byMqtt.refusals, ...byHttp.refusals],
    retries: byMqtt.retries + byHttp.retries,
  };
  const findings = await judge(notes, evidence);
  const { stored, anchored, counts } = findings;
  complaints.push(
    ...findings.details,
    ...notes.refusals.slice(0, 5).map((refusal) => `refused without a reason: ${refusal}`),
    ...[...strikes].filter(([, count]) => count < plan.strikes).map(([name]) => `struck too seldom: ${name}`),
    ...(evidence.halted === null ? [] : [`anchoring is halted: ${evidence.halted}`]),
    ...(course.leftOver === undefined ? [] : [`not everything was anchored: ${JSON.stringify(course.leftOver)}`]),
    ...(notes.told.length === stored && stored === anchored ? [] : ["acknowledged, stored and anchored differ"]),
    ...(byMqtt.told.length > 0 && byHttp.told.length > 0 ? [] : ["one of the ways in was not used"]),
  );
  for (const complaint of complaints) console.log(complaint);
  return {
    ...{ seed: plan.seed, acknowledged: notes.told.length, by_mqtt: byMqtt.told.length, by_http: byHttp.told.length },
    ...{ retries: notes.retries, stored, anchored, ...counts },
    by_fault: Object.fromEntries(strikes),
    ok: findings.isClean && complaints.length === 0,
  };
}

const newNotes = (): Notes => ({ told: [], contradictions: [], refusals: [], retries: 0 });

type Taken = { readonly byMqtt: Notes; readonly byHttp: Notes; readonly strikes: Map<string, number> };

/** Devices and faults side by side; then the faults end, and every device waits for what it has sent. */
async function strike(at: IngestWorld, plan: IngestPlan, { byMqtt, byHttp, strikes }: Taken): Promise<string[]> {
  const { world, broker } = at;
  const stop = new AbortController();
  const urls = world.slots.map((slot) => slot.url);
  const { apiKey } = world;
  const all = world.devices.map((device, number) => {
    const own = { ...device, seed: plan.seed, number, apiKey };
    return number % 2 === 0
      ? runPublisher({ ...own, orgId: "chaos", brokerUrl: broker.url }, byMqtt, stop.signal)
      : runClient({ ...own, urls, restMs: 120 }, byHttp, stop.signal);
  });
  const striking = strikeIngest(at, plan, strikes, stop.signal);
  const trouble = striking.then(
    () => [],
    (error: unknown) => [`a fault could not be mended: ${error}`],
  );
  await Promise.race([rest(plan.lastsS * 1_000, stop.signal), trouble]);
  stop.abort();
  const complaints: string[] = [...(await trouble)];
  const late = AbortSignal.timeout(longestWaitMs);
  const isOver = await Promise.race([Promise.all(all).then(() => true), rest(longestWaitMs, late).then(() => false)]);
  if (!isOver) complaints.push("not every reading was acknowledged after the faults had stopped");
  return complaints;
}
