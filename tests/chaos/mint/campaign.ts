import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loseReplies, newStrikes, type Striker, strikeAgainAndAgain } from "../faults.ts";
import type { Plan } from "../plan.ts";
import { between, Deck, streamOf } from "../random.ts";
import type { Step } from "../steps.ts";
import { Closing, startWorld, type World } from "../world.ts";
import { type Approved, approveMany, issuerSession } from "./approvals.ts";
import { runIssuer } from "./issuers.ts";
import { judgeMints, mintBacklog, topicOpened } from "./judge.ts";

/** Points of a mint's way at which gateways are killed. */
const mintSteps: readonly Step[] = [
  "attempt written, not committed",
  "fresh attempt written, not committed",
  "fresh attempt committed",
  "attempt not sent yet",
  "attempt under way",
  "attempt sent",
  "receipt not asked for yet",
  "receipt read",
  "record written, not committed",
  "record committed, not answered",
  "ending written, not committed",
  "ending committed",
  "death committed",
];

/**
 * Kills after which they come less often: a gateway that only ever starts mints nothing, and what was dropped is
 * proven absent only by one that lives for more than a minute.
 */
const enoughKills = 40;

/** How long nothing may be issued once the faults have stopped: a dropped attempt takes over a minute. */
const longestStillMs = 300_000;

type Approvals = { readonly issuerToken: string; readonly approved: readonly Approved[] };

/** @returns true when the ledger holds what was approved to the unit, nothing twice, nothing missing. */
export async function runMintCampaign(plan: Plan): Promise<boolean> {
  const count = plan.mints;
  console.log(`Chaos of ${count} mints with seed ${plan.seed}${plan.naive ? ", naive retries" : ""}.`);
  const dataDir = await mkdtemp(join(tmpdir(), "hydro-chaos-"));
  const closing = new Closing();
  const interrupt = () => void closing.run().finally(() => process.exit(130));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const startedAt = performance.now();
    let approved: readonly Approved[] = [];
    const prepare = async (databaseUrl: string) => {
      approved = await approveMany(databaseUrl, dataDir, count);
      const seconds = Math.round((performance.now() - startedAt) / 1_000);
      console.log(`${approved.length} statements are approved after ${seconds} s.`);
    };
    const { naive, lookupGapS } = plan;
    // Whichever of the two holds the lease: some mints go in one batch with their message, some alone.
    const mintModes = ["batch", "journal"] as const;
    const world = await startWorld({ dataDir, naive, plants: 1, devices: 1, prepare, mintModes, lookupGapS }, closing);
    await topicOpened(world.databaseUrl);
    // The gateways have made the key of access tokens by now.
    const approvals: Approvals = { approved, issuerToken: await issuerSession(world.databaseUrl, dataDir) };
    const [first] = approved;
    if (first !== undefined) await openToken(world, approvals.issuerToken, first);
    const refusals: string[] = [];
    const done = await strike(world, plan, approvals, refusals);
    const halted = await drain(world);
    const { options } = world.ledger;
    const found = await judgeMints(approved, world.databaseUrl, options);
    const { kills, strikes } = done;
    const wrong = found.doubled + found.lost + found.unsettled + found.torn;
    // In a short campaign the gateway that mints in batches may never have held the lease.
    const hasBatches = found.told > 0 || plan.goals.strikes === 0;
    const isExact = found.approved_units === found.minted_units && wrong === 0 && hasBatches;
    const complaints = [...halted.map((reason) => `halted: ${reason}`), ...refusals.slice(0, 5), ...done.missed];
    for (const complaint of complaints) console.log(complaint);
    const ok = isExact && found.tokens === 1 && complaints.length === 0;
    const by_fault = Object.fromEntries(strikes);
    const by_step = Object.fromEntries(kills);
    const killed = [...kills.values()].reduce((sum, n) => sum + n, 0);
    const minutes = Math.round((performance.now() - startedAt) / 6_000) / 10;
    const ran = { kills: killed, by_fault, by_step, minutes, ok };
    console.log(JSON.stringify({ seed: plan.seed, mints: count, ...found, ...ran }));
    return ok;
  } finally {
    await closing.run();
    if (plan.keepsData) console.error(`The data of this run stay in ${dataDir}.`);
    else await rm(dataDir, { recursive: true, force: true });
  }
}

/** The token comes before any fault, as the topic does: everything waits for it. Its own faults have their tests. */
async function openToken({ slots, databaseUrl }: World, token: string, first: Approved): Promise<void> {
  const urls = slots.map(({ url }) => url);
  await runIssuer({ urls, token, restMs: 0 }, [first], [], new AbortController().signal);
  while ((await mintBacklog(databaseUrl)).tokens === 0) await sleep(100);
}

/** Two issuers at once on the same issuances, faults and kills beside them, until everything was asked for. */
async function strike(world: World, plan: Plan, { approved, issuerToken }: Approvals, refusals: string[]) {
  const stop = new AbortController();
  const kills = new Map<Step | "any moment", number>();
  const strikes = newStrikes();
  const striker: Striker = {
    world,
    seed: plan.seed,
    strikes,
    downS: plan.downS,
    goal: plan.goals.strikes,
    call: "tokenMint",
  };
  const urls = world.slots.map((slot) => slot.url);
  const restMs = plan.naive ? 50 : 20;
  const issuers = [urls, urls.toReversed()].map((both) =>
    runIssuer({ urls: both, token: issuerToken, restMs }, approved, refusals, stop.signal),
  );
  const violence = plan.naive
    ? [loseReplies(striker, stop.signal)]
    : [
        strikeAgainAndAgain(striker, stop.signal),
        kill(world, 0, plan.seed, kills, stop.signal),
        kill(world, 1, plan.seed, kills, stop.signal),
      ];
  const over = sleep(plan.atMostS * 1_000, undefined, { signal: stop.signal }).catch(() => undefined);
  const untilMinted = async () => {
    await Promise.all(issuers);
    // Faults go on while the last ones are minted, for as long as each has not struck as often as it should.
    while (!stop.signal.aborted && (await mintBacklog(world.databaseUrl).catch(() => ({ waiting: 1 }))).waiting > 0)
      await sleep(500);
  };
  await Promise.race([untilMinted(), over]);
  stop.abort();
  await Promise.all(violence);
  // Calls that the faults kept from being answered are made now.
  await Promise.all(
    [urls].map((both) =>
      runIssuer({ urls: both, token: issuerToken, restMs: 0 }, approved, refusals, new AbortController().signal),
    ),
  );
  const missed = [...strikes]
    .filter(([, n]) => n < plan.goals.strikes)
    .map(([fault, n]) => `missed goal: ${fault}: ${n}`);
  return { kills, strikes, missed };
}

/** Kills the gateway of one slot at a point of a mint, or at any moment, and starts it again, until told to stop. */
async function kill(
  world: World,
  index: 0 | 1,
  seed: number,
  kills: Map<Step | "any moment", number>,
  stop: AbortSignal,
): Promise<void> {
  const random = streamOf(seed, 40 + index);
  const deck = new Deck<Step>(mintSteps, random);
  const slot = world.slots[index];
  while (!stop.aborted) {
    await slot.exclusively(async () => {
      await slot.start();
      const killed = [...kills.values()].reduce((sum, n) => sum + n, 0);
      const [least, longest] = killed < enoughKills ? [500, 2_500] : [40_000, 120_000];
      await sleep(between(random, least, longest), undefined, { signal: stop }).catch(() => undefined);
      for (const steps of [[deck.draw()], mintSteps]) {
        slot.order({ steps, after: random.below(3), signal: "SIGKILL" });
        if (await slot.ended(700)) break;
      }
      if (stop.aborted) return slot.order(undefined);
      slot.signal("SIGKILL");
      await slot.ended(10_000);
      const step = slot.struck ?? "any moment";
      kills.set(step, (kills.get(step) ?? 0) + 1);
    });
  }
  slot.order(undefined);
  await slot.start();
}

/** Waits until everything that was asked for is issued. @returns why tokens are halted */
async function drain(world: World): Promise<string[]> {
  let [least, since] = [Number.POSITIVE_INFINITY, performance.now()];
  for (;;) {
    const { waiting, halted } = await mintBacklog(world.databaseUrl);
    if (waiting === 0 || halted.length > 0) return halted;
    if (waiting < least) [least, since] = [waiting, performance.now()];
    if (performance.now() - since > longestStillMs) return [`${waiting} issuances are minted no more`];
    await sleep(500);
  }
}
