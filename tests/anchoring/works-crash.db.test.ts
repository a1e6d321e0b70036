import { describe, expect, test } from "vitest";
import type { CallFault } from "../../src/ledger/local/faults.ts";
import { faultyLedger } from "../support/ledger.ts";
import { Crash, type Death, Steps } from "../support/steps.ts";
import { newWorker, openTopic, orderToken, type TestWorker, verifyMints, verifyTold } from "./works-world.ts";
import { newWorld, type World } from "./world.ts";

/**
 * A process dies at each of its steps, once before the step and once after it, and a fresh process goes on by the
 * same path as ever. Whatever was ordered has then to be on the ledger once: one token, each statement's mint.
 */

type Row = readonly [step: string, time?: number];
type Story = {
  readonly name: string;
  readonly scheduled?: boolean;
  /** In one batch with a message of the topic. */
  readonly told?: boolean;
  /** Meets the first attempt at the token, and at a mint. */
  readonly fault?: CallFault;
  readonly steps: readonly Row[];
};

const calls = ({ scheduled, told }: Story) => [
  "tokenCreation",
  ...[scheduled === true ? "scheduleCreate" : told === true ? "atomicBatch" : "tokenMint"],
];

/** Time passes while the fate of something is asked for. */
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
  const { fault, scheduled = false, told = false } = story;
  const world = await newWorld();
  const steps = new Steps(death);
  const topicId = told ? await openTopic(world) : undefined;
  for (const call of fault === undefined ? [] : calls(story)) world.faults.arm(fault as CallFault, { call });
  await orderToken(world);
  const options = { ledger: impatientLedger(world), scheduled, ...(topicId !== undefined && { topicId }) };
  const worker: TestWorker = newWorker(world, { ...options, steps });
  await worker.settle().catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
  await world.faults.clear();
  await world.expireLease();
  await newWorker(world, options).settle();
  await verifyMints(world);
  if (topicId !== undefined) await verifyTold(world, topicId);
  return steps;
}

const straight: readonly Row[] = [
  ["take lease"],
  ["prepare create-fungible-token"],
  ["commit journal fresh attempt"],
  ["send create-fungible-token"],
  ["receipt create-fungible-token"],
  // The token's settlement, which orders its mints.
  ["commit journal mint"],
  ["token"],
  ["supply"],
  ["prepare mint"],
  ["commit journal fresh attempt", 2],
  ["send mint"],
  ["receipt mint"],
  ["commit settle success"],
  ["commit journal fresh attempt", 3],
  ["send mint", 2],
  ["commit settle success", 2],
];

const stories: readonly Story[] = [
  { name: "a token and two mints", steps: straight },
  {
    name: "with the first attempts throttled at consensus",
    fault: { kind: "consensus", status: "THROTTLED_AT_CONSENSUS" },
    steps: [
      ["commit settle death"],
      ["prepare create-fungible-token", 2],
      ["send create-fungible-token", 2],
      ["commit settle death", 2],
      ["supply", 2],
      ["send mint", 2],
    ],
  },
  {
    name: "with the first attempts taken and dropped",
    fault: { kind: "dropped" },
    steps: [
      ["look-up", 2],
      ["commit settle death"],
      ["send create-fungible-token", 2],
      ["commit settle death", 2],
      ["send mint", 2],
    ],
  },
  {
    name: "with the replies to the first attempts lost",
    fault: { kind: "reply-lost-after", how: "reset" },
    steps: [["send create-fungible-token"], ["receipt create-fungible-token"], ["send mint"], ["receipt mint"]],
  },
  {
    name: "in batches with messages of the topic",
    told: true,
    steps: [
      ["commit journal mint"],
      ["token"],
      ["supply"],
      ["prepare batch"],
      ["commit journal fresh attempt", 2],
      ["send batch"],
      ["receipt batch"],
      // Of the message, for its place.
      ["receipt journaled"],
      ["commit settle success"],
      ["commit journal fresh attempt", 3],
      ["send batch", 2],
      ["commit settle success", 2],
    ],
  },
  {
    name: "in batches, the first throttled at consensus",
    told: true,
    fault: { kind: "consensus", status: "THROTTLED_AT_CONSENSUS" },
    steps: [
      ["commit settle death", 2],
      ["prepare batch", 2],
      ["send batch", 2],
      ["receipt batch", 2],
    ],
  },
  {
    name: "in batches, the first failing in a part",
    told: true,
    fault: { kind: "consensus", status: "INNER_TRANSACTION_FAILED" },
    steps: [
      ["commit settle death", 2],
      ["send batch", 2],
    ],
  },
  {
    name: "in batches, the first taken and dropped",
    told: true,
    fault: { kind: "dropped" },
    steps: [
      ["commit settle death", 2],
      ["supply", 2],
      ["send batch", 2],
      ["commit settle success", 2],
    ],
  },
  {
    name: "in batches, the replies to the first lost",
    told: true,
    fault: { kind: "reply-lost-after", how: "reset" },
    steps: [["send batch"], ["receipt batch"], ["receipt journaled"], ["commit settle success"]],
  },
  {
    name: "by schedules",
    scheduled: true,
    steps: [
      ["commit journal mint"],
      ["prepare create-schedule"],
      ["commit journal fresh attempt", 2],
      ["send create-schedule"],
      ["receipt create-schedule"],
      ["commit settle success"],
      ["watermark"],
      ["schedule"],
      ["look-up"],
      ["commit settle job"],
    ],
  },
];

describe.each(stories)("a process that dies in the middle of $name", (story) => {
  test.each(story.steps.flatMap(([step, time = 1]) => (["not-done", "done"] as const).map((m) => [m, step, time])))(
    "%s: %s, time %d",
    async (mode, step, time) => {
      const death = { mode, step, time } as Death;
      const steps = await live(story, death);
      expect(steps.isDead, steps.taken.join("\n")).toBe(true);
    },
  );
});
