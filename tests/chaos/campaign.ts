import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runClient } from "./clients.ts";
import { type Course, missedGoals, newCourse } from "./course.ts";
import { gatherEvidence, readBacklog } from "./evidence.ts";
import { loseReplies, strikeAgainAndAgain } from "./faults.ts";
import { judge } from "./judge.ts";
import { killAgainAndAgain, StepDecks } from "./kills.ts";
import type { Plan } from "./plan.ts";
import { type Result, report } from "./report.ts";
import { Closing, startWorld, type World } from "./world.ts";

const plants = 6;
const devicesPerPlant = 10;
const clientRestMs = 180;
/** How long everything may take to be anchored once the faults have stopped. */
const longestDrainMs = 90_000;

/** @returns true when nothing was lost, doubled, out of order or rewritten, and every goal was met. */
export async function runCampaign(plan: Plan): Promise<boolean> {
  console.log(`Chaos with seed ${plan.seed}${plan.naive ? ", naive retries" : ""}, at most ${plan.atMostS} s.`);
  const dataDir = await mkdtemp(join(tmpdir(), "hydro-chaos-"));
  const closing = new Closing();
  const interrupt = () => void closing.run().finally(() => process.exit(130));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  let result: Result | undefined;
  try {
    const world = await startWorld({ dataDir, naive: plan.naive, plants, devices: devicesPerPlant }, closing);
    const course = newCourse(plan);
    // A topic's creation is settled by two look-ups a minute apart when its reply is lost: too slow for a campaign.
    await drain(world, course);
    await strike(world, course);
    await drain(world, course);
    const evidence = await gatherEvidence(world.databaseUrl, world.ledger.options.mirrorUrl);
    const findings = await judge(course.notes, evidence);
    result = report(course, findings, evidence, world);
  } finally {
    await closing.run();
    const keepsData = plan.keepsData || (result?.ok !== true && !plan.naive);
    if (keepsData) console.error(`The data of this run stay in ${dataDir}.`);
    else await rm(dataDir, { recursive: true, force: true });
  }
  console.log(JSON.stringify(result));
  return result.ok;
}

/** Clients, faults and kills side by side until the time is over or the goals are met; then all of them end. */
async function strike(world: World, course: Course): Promise<void> {
  const { plan, notes, kills, strikes } = course;
  const stop = new AbortController();
  const urls = world.slots.map((slot) => slot.url);
  const clients = world.devices.map((device, number) =>
    runClient(
      { ...device, seed: plan.seed, number, apiKey: world.apiKey, urls, restMs: clientRestMs },
      notes,
      stop.signal,
    ),
  );
  const { seed, goals } = plan;
  const killer = { world, kills, decks: new StepDecks(seed), seed, goals, acknowledged: () => notes.told.length };
  const striker = { world, seed: plan.seed, strikes, downS: plan.downS, goal: plan.goals.strikes };
  const violence = plan.naive
    ? [loseReplies(striker, stop.signal)]
    : [
        strikeAgainAndAgain(striker, stop.signal),
        killAgainAndAgain(killer, 0, stop.signal),
        killAgainAndAgain(killer, 1, stop.signal),
      ];
  const all = Promise.all([...clients, ...violence]);
  await Promise.race([untilOver(course, stop.signal), all]);
  stop.abort();
  await all;
}

async function untilOver(course: Course, stop: AbortSignal): Promise<void> {
  const { plan, notes, kills } = course;
  const startedMs = performance.now();
  const tookS = () => (performance.now() - startedMs) / 1_000;
  for (let second = 1; tookS() < plan.atMostS && !stop.aborted; second++) {
    await sleep(1_000);
    if (second % 30 === 0) console.log(`${second} s: ${notes.told.length} acknowledged, ${kills.atMs.length} kills`);
    if (tookS() >= plan.atLeastS && missedGoals(course).length === 0) return;
  }
}

/** Waits until the log is announced and everything acknowledged is anchored. */
export async function drain(world: World, course: Pick<Course, "drainedS" | "leftOver">): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const backlog = await readBacklog(world.databaseUrl);
    if (backlog.announced && backlog.waiting + backlog.openJobs + backlog.unanchored === 0) {
      course.drainedS = (performance.now() - startedAt) / 1_000;
      course.leftOver = undefined;
      return;
    }
    if (backlog.halted !== null || performance.now() - startedAt > longestDrainMs) {
      course.drainedS = undefined;
      course.leftOver = backlog;
      return;
    }
    await sleep(250);
  }
}
