import { describe, expect, test } from "vitest";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { CallFault } from "../../src/ledger/local/faults.ts";
import { faultyLedger } from "../support/ledger.ts";
import { Crash, type Death, Steps } from "../support/steps.ts";
import { verifyLog } from "./verify-log.ts";
import { newGateway, newWorld, openPlant, type TestGateway, type World } from "./world.ts";

/**
 * A process dies at each of its steps, once before the step and once after it, and a fresh process goes on
 * by the same path as ever. Whatever was enqueued has then to be anchored once, and the log to be whole.
 */

type Story = (world: World, steps: Steps, enqueue: (plantId: string, count: number) => Promise<void>) => Promise<void>;

const firstStart: Story = async (world, steps, enqueue) => {
  const gateway = await newGateway(world, { steps });
  await gateway.settle();
  await enqueue("dam", 2);
  await enqueue("weir", 1);
  await gateway.settle();
  await enqueue("dam", 1);
  await gateway.settle();
};

const laterStart: Story = async (world, steps, enqueue) => {
  const first = await newGateway(world);
  await enqueue("dam", 1);
  await first.settle();
  await world.expireLease();
  const gateway = await newGateway(world, { steps });
  await enqueue("weir", 2);
  await gateway.settle();
};

/** The network throttles the first attempt of every job at consensus. */
const throttled: Story = async (world, steps, enqueue) => {
  const gateway = await newGateway(world, { steps });
  for (const call of ["consensusCreateTopic", "consensusSubmitMessage"]) {
    world.faults.arm({ kind: "consensus", status: "THROTTLED_AT_CONSENSUS" }, { call });
  }
  await gateway.settle();
  await enqueue("dam", 1);
  world.faults.arm({ kind: "consensus", status: "THROTTLED_AT_CONSENSUS" }, { call: "submit" });
  await gateway.settle();
};

/** The network takes the first attempt of every job and drops it; time passes while its fate is asked for. */
const dropped: Story = async (world, steps, enqueue) => {
  const gateway: TestGateway = await newGateway(world, { steps, ledger: impatientLedger(world) });
  for (const call of ["consensusCreateTopic", "consensusSubmitMessage"])
    world.faults.arm({ kind: "dropped" }, { call });
  await gateway.settle();
  await enqueue("dam", 1);
  world.faults.arm({ kind: "dropped" }, { call: "submit" });
  await gateway.settle();
};

/** A plant whose owner makes its records public: one message for each, sent after the checkpoint. */
const direct: Story = async (world, steps, enqueue) => {
  const gateway = await newGateway(world, { steps });
  await gateway.settle();
  await enqueue(openPlant, 1);
  await gateway.settle();
  await enqueue("dam", 1);
  await enqueue(openPlant, 1);
  await gateway.settle();
};

/** The same, and the first attempt at the direct message meets a fault. */
const directMeets =
  (fault: CallFault, ledgerOf: (world: World) => Ledger): Story =>
  async (world, steps, enqueue) => {
    const gateway = await newGateway(world, { steps, ledger: ledgerOf(world) });
    await gateway.settle();
    await enqueue(openPlant, 1);
    // The append, and the checkpoint's flight.
    for (let passes = 0; passes < 2; passes++) await gateway.pass();
    world.faults.arm(fault, { call: "submit" });
    await gateway.direct();
    await gateway.settle();
  };

function impatientLedger(world: World) {
  return faultyLedger(world.ledger, {
    async receipt(_, real) {
      const report = await real();
      if (report.outcome !== "final") world.clock.advance(8_000);
      return report;
    },
  });
}

async function live(story: Story, death?: Death): Promise<Steps> {
  const world = await newWorld();
  const steps = new Steps(death);
  const enqueued: Record<string, number> = { dam: 0, [openPlant]: 0 };
  const enqueue = async (plantId: string, count: number) => {
    await world.enqueue(plantId, count);
    enqueued[plantId] = (enqueued[plantId] ?? 0) + count;
  };
  await story(world, steps, enqueue).catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
  await world.faults.clear();
  await world.expireLease();
  const successor = await newGateway(world, { ledger: impatientLedger(world) });
  await successor.settle();
  await enqueue("dam", 1);
  await successor.settle();
  await verifyLog(world, enqueued);
  return steps;
}

type Row = readonly [step: string, time?: number];

const stories: readonly { readonly name: string; readonly story: Story; readonly steps: readonly Row[] }[] = [
  {
    name: "a first start",
    story: firstStart,
    steps: [
      ["open log"],
      ["take lease"],
      ["commit take over"],
      ["prepare create-topic"],
      ["commit journal create-topic"],
      ["send create-topic"],
      ["receipt create-topic"],
      ["commit settle success"],
      ["topic"],
      ["scan"],
      ["prepare log"],
      ["commit journal announce"],
      ["send log"],
      ["receipt log"],
      ["commit settle success", 2],
      ["scan", 2],
      ["scan", 3],
      ["commit account for topic"],
      ["prepare checkpoint"],
      ["commit append"],
      ["send checkpoint"],
      ["receipt checkpoint"],
      ["commit settle success", 3],
      ["scan", 4],
      ["commit account for topic", 2],
      ["commit append", 2],
      ["send checkpoint", 2],
      ["commit settle success", 4],
      ["commit account for topic", 3],
    ],
  },
  {
    name: "a later start",
    story: laterStart,
    steps: [
      ["take lease"],
      ["commit take over"],
      ["scan"],
      ["prepare heartbeat"],
      ["note heartbeat"],
      ["send heartbeat"],
      ["receipt heartbeat"],
      ["scan", 2],
      ["commit account for topic"],
      ["commit append"],
      ["send checkpoint"],
      ["commit settle success"],
    ],
  },
  {
    name: "throttling at consensus",
    story: throttled,
    steps: [
      ["commit settle death"],
      ["commit journal fresh attempt"],
      ["commit settle success"],
      ["commit settle death", 2],
      ["commit journal fresh attempt", 2],
      ["commit settle success", 2],
      ["commit settle death", 3],
      ["commit journal fresh attempt", 3],
      ["send checkpoint", 2],
      ["commit settle success", 3],
    ],
  },
  {
    name: "transactions that the network drops",
    story: dropped,
    steps: [
      ["watermark"],
      ["look-up"],
      ["look-up", 2],
      ["commit settle death"],
      ["send create-topic", 2],
      ["send log", 2],
      ["note heartbeat"],
      ["send heartbeat"],
      ["receipt heartbeat"],
      ["commit settle death", 2],
      ["commit journal fresh attempt", 2],
      ["commit settle death", 3],
      ["commit journal fresh attempt", 3],
      ["send checkpoint", 2],
      ["commit settle success", 3],
    ],
  },
  {
    name: "direct messages",
    story: direct,
    steps: [
      ["commit append"],
      ["commit settle success", 3],
      ["prepare record"],
      ["commit journal fresh attempt"],
      ["send record"],
      ["receipt record"],
      ["commit settle success", 4],
      ["commit append", 2],
      ["commit settle success", 5],
      ["prepare record", 2],
      ["commit journal fresh attempt", 2],
      ["send record", 2],
      ["commit settle success", 6],
      ["commit account for topic", 3],
    ],
  },
  {
    name: "a direct message that the network throttles",
    story: directMeets({ kind: "consensus", status: "THROTTLED_AT_CONSENSUS" }, ({ ledger }) => ledger),
    steps: [
      ["send record"],
      ["commit settle death"],
      ["prepare record", 2],
      ["commit journal fresh attempt", 2],
      ["send record", 2],
      ["commit settle success", 4],
    ],
  },
  {
    name: "a direct message that the network drops",
    story: directMeets({ kind: "dropped" }, impatientLedger),
    steps: [
      ["send record"],
      ["receipt record"],
      ["prepare heartbeat"],
      ["note heartbeat"],
      ["send heartbeat"],
      ["commit settle death"],
      ["commit journal fresh attempt", 2],
      ["send record", 2],
      ["commit settle success", 4],
    ],
  },
  {
    name: "a direct message whose reply is lost",
    story: directMeets({ kind: "reply-lost-after", how: "reset" }, impatientLedger),
    steps: [["send record"], ["receipt record"], ["commit settle success", 4]],
  },
];

const tabled = new Set(stories.flatMap(({ steps }) => steps.map(([step]) => step)));

describe.each(stories)("$name", ({ story, steps }) => {
  test("is anchored when nobody dies, and the table below names every step of it", async () => {
    const { taken } = await live(story);
    const times = (name: string) => taken.filter((same) => same === name).length;
    expect(steps.filter(([step, time = 1]) => times(step) < time)).toEqual([]);
    expect(taken.filter((name) => !tabled.has(name))).toEqual([]);
  });

  test.each(
    steps.flatMap(([step, time = 1]) => [
      { step, time, mode: "not-done" as const },
      { step, time, mode: "done" as const },
    ]),
  )("dying at $step ($time), $mode, loses and doubles nothing", async (death) => {
    const steps = await live(story, death);
    expect(steps.isDead).toBe(true);
  });
});
