import type { SeededRandom } from "../../../src/fraud/random.ts";
import type { Mosquitto } from "../../support/mosquitto.ts";
import { cutConnections, rest } from "../faults.ts";
import { between, Deck, streamOf } from "../random.ts";
import type { World } from "../world.ts";
import type { IngestPlan } from "./plan.ts";

/** What stands between a device and its record. */
export type IngestWorld = { readonly world: World; readonly broker: Mosquitto };

type Fault = {
  readonly name: string;
  strike(at: IngestWorld, plan: IngestPlan, random: SeededRandom, stop: AbortSignal): Promise<void>;
};

const downFor = ({ downMs }: IngestPlan, random: SeededRandom) => between(random, downMs[0], downMs[1]);

/** One that keeps nothing but what it saved, or one that saves what it has. */
async function endBroker(broker: Mosquitto, signal: "SIGTERM" | "SIGKILL", downMs: number, stop: AbortSignal) {
  await broker.end(signal);
  await rest(downMs, stop);
  await broker.run();
}

/** A part of its own has faults of its own: each is drawn as often as the others, whatever part it is of. */
export const ingestFaults: readonly Fault[] = [
  {
    name: "broker stopped",
    strike: ({ broker }, plan, random, stop) => endBroker(broker, "SIGTERM", downFor(plan, random), stop),
  },
  {
    name: "broker killed",
    strike: ({ broker }, plan, random, stop) => endBroker(broker, "SIGKILL", downFor(plan, random), stop),
  },
  {
    name: "PostgreSQL stopped",
    strike: ({ world }, plan, random) => world.restartPostgres("fast", downFor(plan, random)),
  },
  {
    name: "PostgreSQL crashed",
    strike: ({ world }, plan, random) => world.restartPostgres("crash", downFor(plan, random)),
  },
  {
    name: "connections to PostgreSQL cut",
    strike: async ({ world }) => void (await cutConnections(world.databaseUrl, 1)),
  },
  {
    name: "broker and PostgreSQL at once",
    async strike({ world, broker }, plan, random, stop) {
      await Promise.all([
        endBroker(broker, "SIGTERM", downFor(plan, random), stop),
        world.restartPostgres("crash", downFor(plan, random)),
      ]);
    },
  },
  {
    name: "gateway killed",
    async strike({ world }, plan, random, stop) {
      const slot = world.slots[random.below(2) === 0 ? 0 : 1];
      await slot.exclusively(async () => {
        slot.signal("SIGKILL");
        await slot.ended(10_000);
        await rest(between(random, plan.awayMs[0], plan.awayMs[1]), stop);
        await slot.start();
      });
    },
  },
];

/** Lets one fault after the other strike, in the seed's order, until told to stop. What was stopped runs again then. */
export async function strikeIngest(
  at: IngestWorld,
  plan: IngestPlan,
  strikes: Map<string, number>,
  stop: AbortSignal,
): Promise<void> {
  const random = streamOf(plan.seed, 40);
  const deck = new Deck(ingestFaults, random);
  while (!stop.aborted) {
    const fault = deck.draw();
    at.world.note(`${fault.name} ...`);
    await fault.strike(at, plan, random, stop);
    at.world.note(`${fault.name}: over`);
    strikes.set(fault.name, (strikes.get(fault.name) ?? 0) + 1);
    await rest(between(random, 500, 3_000), stop);
  }
}
