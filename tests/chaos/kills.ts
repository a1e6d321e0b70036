import { setTimeout as sleep } from "node:timers/promises";
import type { Goals } from "./plan.ts";
import { between, Deck, streamOf } from "./random.ts";
import type { Slot } from "./slot.ts";
import { allSteps, deadAttemptSteps, type Step, sequencerSteps, servingSteps } from "./steps.ts";
import type { World } from "./world.ts";

export type KilledAt = Step | "any moment";

/** Which steps were killed, how often, and when the first and the last kill fell. */
export type Kills = {
  readonly byStep: Map<KilledAt, number>;
  readonly atMs: number[];
  /** Processes that ended by themselves: a gateway may never do that. */
  readonly deaths: string[];
};

export const newKills = (): Kills => ({
  byStep: new Map([...allSteps, "any moment" as const].map((step) => [step, 0])),
  atMs: [],
  deaths: [],
});

/** How long a step may take to come before any other of its round will do, ms. */
const patienceMs = 1_000;

/** Shared by both slots, so that together they go through every step in the seed's order. */
export class StepDecks {
  readonly #serving: Deck<Step>;
  readonly #sequencer: Deck<Step>;

  constructor(seed: number) {
    this.#serving = new Deck<Step>(servingSteps, streamOf(seed, 1));
    this.#sequencer = new Deck<Step>([...sequencerSteps, ...deadAttemptSteps], streamOf(seed, 2));
  }

  /** Most steps are the sequencer's, so only what it cannot reach is left to the other gateway. */
  deckFor(slot: Slot, other: Slot): Deck<Step> {
    return slot.holdsLease || !other.holdsLease ? this.#sequencer : this.#serving;
  }
}

export type Killer = {
  readonly world: World;
  readonly decks: StepDecks;
  readonly kills: Kills;
  readonly seed: number;
  readonly goals: Goals;
  /** Records that clients have had acknowledged so far. */
  acknowledged(): number;
};

/** Kills the gateway of one slot and starts it again, until told to stop; leaves one that runs. */
export async function killAgainAndAgain(killer: Killer, index: 0 | 1, stop: AbortSignal): Promise<void> {
  const { world, seed } = killer;
  const random = streamOf(seed, 10 + index);
  const slot = world.slots[index];
  const other = world.slots[index === 0 ? 1 : 0];
  while (!stop.aborted) {
    await slot.exclusively(async () => {
      await slot.start();
      world.note(`gateway ${slot.name} is ready`);
      await sleep(between(random, 300, 1_000) * (isAhead(killer) ? 4 : 1));
      for (let tries = 0; tries < 3 && !stop.aborted; tries++) {
        if ((await letDie(killer, slot, other, random.below(3))) === "dead") break;
      }
      if (!stop.aborted) await killNow(killer, slot);
    });
  }
  slot.order(undefined);
  await slot.start();
}

/** More of the kills wanted are done than of the acknowledgements: gateways live longer, so that clients get on. */
function isAhead({ kills, goals, acknowledged }: Killer): boolean {
  return kills.atMs.length / goals.kills > acknowledged() / goals.acknowledged;
}

/** The process has killed itself by now, or is killed at whatever it does. */
async function killNow({ world, kills }: Killer, slot: Slot): Promise<void> {
  if (slot.struck === undefined && !slot.isReady) {
    kills.deaths.push(`gateway ${slot.name} ended by itself`);
    world.note(`gateway ${slot.name} ended by itself`);
    return;
  }
  slot.signal("SIGKILL");
  await slot.ended(10_000);
  const step = slot.struck ?? "any moment";
  world.note(`gateway ${slot.name} was killed at "${step}"`);
  kills.byStep.set(step, (kills.byStep.get(step) ?? 0) + 1);
  kills.atMs.push(performance.now());
}

/** Lets the process kill itself at the step that its deck gives, or, when that does not come, at another one of the round. */
async function letDie(killer: Killer, slot: Slot, other: Slot, after: number): Promise<"dead" | "alive"> {
  const { world, decks, kills, goals } = killer;
  const deck = decks.deckFor(slot, other);
  const step = deck.draw((one) => (kills.byStep.get(one) ?? 0) < goals.killsPerStep);
  world.note(`gateway ${slot.name}${slot.holdsLease ? ", the sequencer," : ""} shall die at "${step}"`);
  const isRare = (deadAttemptSteps as readonly Step[]).includes(step);
  slot.order({ steps: [step], after: isRare ? 0 : after, signal: "SIGKILL" });
  const isOff = () => decks.deckFor(slot, other) !== deck;
  const came = isRare ? await diesOfThrottling(world, slot, isOff) : await dies(slot, patienceMs, isOff);
  if (came) return "dead";
  deck.giveBack(step);
  if (!isOff()) {
    slot.order({ steps: deck.rest, after: 0, signal: "SIGKILL" });
    await dies(slot, patienceMs, isOff);
  }
  slot.order(undefined);
  if (slot.struck !== undefined) deck.take(slot.struck);
  return slot.isReady ? "alive" : "dead";
}

/** Waits for the process's end. @returns false when time is over, or when another deck is its turn */
async function dies(slot: Slot, withinMs: number, isOff: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < withinMs; waited += 50) {
    if (await slot.ended(50)) return true;
    if (isOff()) return false;
  }
  return false;
}

/** Has messages end at consensus without effect, so that a fresh attempt is due; a heartbeat may catch the first. */
async function diesOfThrottling(world: World, slot: Slot, isOff: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 3 && !isOff(); tries++) {
    await world.ledger.faults({ arm: { kind: "consensus", status: "THROTTLED_AT_CONSENSUS" }, call: "submit" });
    if (await dies(slot, patienceMs / 2, isOff)) return true;
  }
  return false;
}
