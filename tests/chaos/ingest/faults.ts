import type { SeededRandom } from "../../../src/fraud/random.ts";
import type { Mosquitto } from "../../support/mosquitto.ts";
import type { RedisServer } from "../../support/redis-server.ts";
import { cutConnections, rest } from "../faults.ts";
import { between, Deck, streamOf } from "../random.ts";
import type { World } from "../world.ts";
import type { IngestPlan } from "./plan.ts";
import { type Progress, untilAllMoved } from "./progress.ts";

/** What stands between a device, its record, and whoever watches. */
export type IngestWorld = {
  readonly world: World;
  readonly broker: Mosquitto;
  readonly redis: RedisServer;
  /** What has to go on while nothing but Redis is away. */
  readonly progress: Progress;
};

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

async function killGateway({ world }: IngestWorld, awayMs: number, random: SeededRandom, stop: AbortSignal) {
  const slot = world.slots[random.below(2) === 0 ? 0 : 1];
  await slot.exclusively(async () => {
    slot.signal("SIGKILL");
    await slot.ended(10_000);
    await rest(awayMs, stop);
    await slot.start();
  });
}

/** Redis is never needed: until it is back, everything else goes on, and not only for a moment. */
async function withoutRedis(
  { redis, progress }: IngestWorld,
  how: "halted" | "SIGTERM" | "SIGKILL",
  downMs: number,
  stop: AbortSignal,
): Promise<void> {
  if (how === "halted") redis.halt();
  else await redis.end(how);
  try {
    await Promise.all([rest(downMs, stop), untilAllMoved(progress, stop)]);
  } finally {
    if (how === "halted") redis.goOn();
    else await redis.run();
  }
}

const redisFaults: readonly Fault[] = [
  {
    name: "Redis stopped",
    strike: (at, plan, random, stop) => withoutRedis(at, "SIGTERM", downFor(plan, random), stop),
  },
  {
    name: "Redis killed",
    strike: (at, plan, random, stop) => withoutRedis(at, "SIGKILL", downFor(plan, random), stop),
  },
  {
    // Longer than its lines live, now and then.
    name: "Redis halted",
    strike: (at, plan, random, stop) => withoutRedis(at, "halted", downFor(plan, random), stop),
  },
  {
    // Its lines are open, and what waits on them is lost with it.
    name: "gateway started while Redis is halted, which is then killed",
    async strike(at, { awayMs }, random, stop) {
      at.redis.halt();
      try {
        await killGateway(at, between(random, awayMs[0], awayMs[1]), random, stop);
        await untilAllMoved(at.progress, stop);
      } finally {
        await at.redis.end("SIGKILL");
        await at.redis.run();
      }
    },
  },
  {
    name: "Redis and PostgreSQL at once",
    async strike({ world, redis }, plan, random, stop) {
      await redis.end("SIGKILL");
      const away = rest(downFor(plan, random), stop).then(() => redis.run());
      await Promise.all([world.restartPostgres("crash", downFor(plan, random)), away]);
    },
  },
];

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
    strike: (at, plan, random, stop) => killGateway(at, between(random, plan.awayMs[0], plan.awayMs[1]), random, stop),
  },
  ...redisFaults,
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
    await rest(between(random, plan.restMs[0], plan.restMs[1]), stop);
  }
}
