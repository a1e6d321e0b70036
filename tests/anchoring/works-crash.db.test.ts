import { describe, expect, test } from "vitest";
import type { CallFault } from "../../src/ledger/local/faults.ts";
import { faultyLedger } from "../support/ledger.ts";
import { Crash, type Death, Steps } from "../support/steps.ts";
import { newWorker, orderToken, type TestWorker, verifyMints } from "./works-world.ts";
import { newWorld, type World } from "./world.ts";

/**
 * A process dies at each of its steps, once before the step and once after it, and a fresh process goes on by the
 * same path as ever. Whatever was ordered has then to be on the ledger once: one token, each statement's mint.
 */

type Row = readonly [step: string, time?: number];
type Story = {
  readonly name: string;
  readonly scheduled?: boolean;
  /** Meets the first attempt at the token, and at a mint. */
  readonly fault?: CallFault;
  readonly steps: readonly Row[];
};

const calls = (scheduled: boolean) => ["tokenCreation", scheduled ? "scheduleCreate" : "tokenMint"];

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

async function live({ fault, scheduled = false }: Story, death?: Death): Promise<Steps> {
  const world = await newWorld();
  const steps = new Steps(death);
  for (const call of fault === undefined ? [] : calls(scheduled)) world.faults.arm(fault as CallFault, { call });
  await orderToken(world);
  const options = { ledger: impatientLedger(world), scheduled };
  const worker: TestWorker = newWorker(world, { ...options, steps });
  await worker.settle().catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
  await world.faults.clear();
  await world.expireLease();
  await newWorker(world, options).settle();
  await verifyMints(world);
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
