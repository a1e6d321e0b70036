import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { SeededRandom } from "../../src/fraud/random.ts";
import { applicationName } from "../../src/platform/database.ts";
import type { FaultState } from "./ledger-process.ts";
import { between, Deck, streamOf } from "./random.ts";
import type { Slot } from "./slot.ts";
import { type Step, sequencerSteps } from "./steps.ts";
import { leaseMs, type World } from "./world.ts";

/** Faults of single calls to a node. */
const callFaults = [
  "reply lost after execution",
  "reply lost before",
  "BUSY",
  "EXPIRED",
  "THROTTLED_AT_CONSENSUS",
  "receipt UNKNOWN then gone",
] as const;
/** Faults of the mirror, and of the ledger as a whole. */
const ledgerFaults = ["mirror lagging", "mirror stalled", "mirror split", "ledger down"] as const;
/** Faults of what stands beside the ledger. */
const houseFaults = ["PostgreSQL restarted", "connections cut", "gateway paused past its lease"] as const;

export const allFaults = [...callFaults, ...ledgerFaults, ...houseFaults] as const;
export type FaultName = (typeof allFaults)[number];

export type Strikes = Map<FaultName, number>;
export const newStrikes = (): Strikes => new Map(allFaults.map((fault) => [fault, 0]));

export type Striker = {
  readonly world: World;
  readonly seed: number;
  readonly strikes: Strikes;
  /** How long the ledger stays down, s. */
  readonly downS: readonly [least: number, most: number];
  /** How often each fault is wanted: afterwards it comes less often, and leaves room for the kills. */
  readonly goal: number;
  /** Which calls of a node meet the faults; `submit` (all of them) if absent. */
  readonly call?: string;
};

/** Lets the faults of all three kinds strike side by side, each kind in the seed's order, until told to stop. */
export async function strikeAgainAndAgain(striker: Striker, stop: AbortSignal): Promise<void> {
  await Promise.all([
    lane(striker, stop, { number: 0, faults: callFaults, restMs: 1_500, strike: strikeCalls }),
    lane(striker, stop, { number: 1, faults: ledgerFaults, restMs: 7_000, strike: strikeLedger }),
    lane(striker, stop, { number: 2, faults: houseFaults, restMs: 14_000, strike: strikeHouse }),
  ]);
  await striker.world.ledger.faults({ clear: true });
}

/** Nothing but lost replies, until told to stop. */
export async function loseReplies(striker: Striker, stop: AbortSignal): Promise<void> {
  const faults = ["reply lost after execution", "reply lost before"] as const;
  await lane(striker, stop, { number: 0, faults, restMs: 1_000, strike: strikeCalls });
  await striker.world.ledger.faults({ clear: true });
}

type Lane<T extends FaultName> = {
  readonly number: number;
  readonly faults: readonly T[];
  /** Longest rest between two faults. */
  readonly restMs: number;
  /** @returns how often the fault struck */
  strike(striker: Striker, fault: T, random: SeededRandom, stop: AbortSignal): Promise<number>;
};

async function lane<T extends FaultName>(striker: Striker, stop: AbortSignal, own: Lane<T>): Promise<void> {
  const { world, strikes, seed } = striker;
  const random = streamOf(seed, 20 + own.number);
  const deck = new Deck(own.faults, random);
  const isEnough = (fault: FaultName) => striker.goal > 0 && (strikes.get(fault) ?? 0) >= striker.goal;
  while (!stop.aborted) {
    const isOver = own.faults.every(isEnough);
    const fault = deck.draw();
    if (isEnough(fault) && !isOver) continue;
    world.note(`${fault} ...`);
    const struck = await own.strike(striker, fault, random, stop);
    world.note(`${fault}: struck ${struck} times`);
    strikes.set(fault, (strikes.get(fault) ?? 0) + struck);
    await rest(between(random, own.restMs / 2, own.restMs) * (isOver ? 5 : 1), stop);
  }
}

/** Arms the fault for the next submits and waits until it has struck. @returns how often it did. */
async function strikeCalls(
  { world, call = "submit" }: Striker,
  fault: (typeof callFaults)[number],
  random: SeededRandom,
  stop: AbortSignal,
): Promise<number> {
  const times = fault === "receipt UNKNOWN then gone" ? 1 : between(random, 1, 2);
  const order = orderFor(fault, random.below(3) === 0 ? "silent" : "reset");
  let left = leftOf(await world.ledger.faults({ arm: order, call, times }), order);
  while (left !== undefined && left > 0 && !stop.aborted) {
    await rest(100, stop);
    left = leftOf(await world.ledger.faults(), order);
  }
  // A ledger that was killed in between has forgotten what was armed.
  return left === undefined ? 0 : Math.max(0, times - left);
}

/** How often faults of this kind are still to strike; undefined when the ledger's process is down. */
function leftOf(state: FaultState | undefined, fault: object): number | undefined {
  const wanted = JSON.stringify(fault);
  return state?.armed.reduce((sum, one) => sum + (JSON.stringify(one.fault) === wanted ? one.left : 0), 0);
}

function orderFor(fault: (typeof callFaults)[number], how: "reset" | "silent"): object {
  switch (fault) {
    case "reply lost after execution":
      return { kind: "reply-lost-after", how };
    case "reply lost before":
      return { kind: "reply-lost-before", how };
    case "BUSY":
      return { kind: "precheck", status: "BUSY" };
    case "EXPIRED":
      return { kind: "precheck", status: "TRANSACTION_EXPIRED" };
    case "THROTTLED_AT_CONSENSUS":
      return { kind: "consensus", status: "THROTTLED_AT_CONSENSUS" };
    case "receipt UNKNOWN then gone":
      return { kind: "dropped" };
  }
}

async function strikeLedger(
  striker: Striker,
  fault: (typeof ledgerFaults)[number],
  random: SeededRandom,
  stop: AbortSignal,
): Promise<number> {
  const { call = "submit" } = striker;
  const { ledger } = striker.world;
  if (fault === "ledger down") return strikeWholeLedger(striker, random, stop);
  const mirror = {
    "mirror lagging": { kind: "lagging", behindMs: between(random, 2_000, 12_000) },
    "mirror stalled": { kind: "stalled" },
    "mirror split": { kind: "split" },
  }[fault];
  await ledger.faults({ mirror });
  // The mirror matters most when a reply is lost and no node tells what became of the message.
  await ledger.faults({ arm: { kind: "reply-lost-after", how: "reset" }, call });
  await ledger.faults({
    arm: { kind: "reply-lost-before", how: "reset" },
    call: "receipt",
    times: between(random, 2, 10),
  });
  await rest(between(random, 3_000, fault === "mirror split" ? 9_000 : 6_000), stop);
  await ledger.faults({ mirror: null });
  return 1;
}

/** Closed ports, open ports without answers, or a killed process that loses what it had accepted. */
async function strikeWholeLedger({ world, downS }: Striker, random: SeededRandom, stop: AbortSignal): Promise<number> {
  const { ledger } = world;
  const how = (["reset", "silent", "killed"] as const)[random.below(3)] ?? "killed";
  const downMs = between(random, downS[0] * 1_000, downS[1] * 1_000);
  if (how === "killed") await ledger.kill();
  else await ledger.faults({ ledger_down: how });
  await rest(downMs, stop);
  if (how === "killed") await ledger.launch();
  else await ledger.faults({ ledger_up: true });
  return 1;
}

async function strikeHouse(
  { world }: Striker,
  fault: (typeof houseFaults)[number],
  random: SeededRandom,
  stop: AbortSignal,
): Promise<number> {
  switch (fault) {
    case "PostgreSQL restarted":
      await world.restartPostgres(random.below(2) === 0 ? "crash" : "fast");
      return 1;
    case "connections cut":
      return cutConnections(world.databaseUrl, random.below(2) === 0 ? 1 : 0.5);
    case "gateway paused past its lease":
      return pauseHolder(world, sequencerSteps[random.below(sequencerSteps.length)] as Step, random, stop);
  }
}

export async function cutConnections(databaseUrl: string, share: number): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid() AND random() < $2",
      [applicationName, share],
    );
    return (rowCount ?? 0) > 0 ? 1 : 0;
  } finally {
    await client.end();
  }
}

/**
 * Stops the sequencer in the middle of a step for longer than its lease, so that the other gateway takes
 * over, and lets it go on: whatever it does then comes from a holder that was overtaken.
 */
async function pauseHolder(world: World, step: Step, random: SeededRandom, stop: AbortSignal): Promise<number> {
  const pausedMs = between(random, leaseMs + 500, 3 * leaseMs);
  const holder = (): Slot => world.slots.find((slot) => slot.holdsLease) ?? world.slots[0];
  const slot = holder();
  return slot.exclusively(async () => {
    await slot.start();
    slot.order({ steps: [step], after: random.below(3), signal: "SIGSTOP" });
    const cameToStep = await slot.strikesItself(3_000);
    if (!cameToStep) {
      slot.order(undefined);
      slot.signal("SIGSTOP");
    }
    await rest(pausedMs, stop);
    slot.struck = undefined;
    slot.signal("SIGCONT");
    // Time to do what it was stopped at, before anything else happens to it.
    await sleep(500);
    return 1;
  });
}

export const rest = (ms: number, stop: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal: stop }).catch(() => undefined);
