import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recallTransfer } from "../../src/issuance/transfers.ts";
import type { CallFault } from "../../src/ledger/local/faults.ts";
import { faultyLedger } from "../support/ledger.ts";
import { Crash, type Death, Steps } from "../support/steps.ts";
import { onLedger, placesOf, type UnitsProcess, type UnitsWorld, unitsWorld } from "./units-world.ts";

/**
 * A process dies at each of its steps, once before the step and once after it, from the order's commit to the
 * settlement. Whoever ordered sends the same call again, a fresh process goes on by the same path as ever, and the
 * units have moved once.
 */

type Row = readonly [step: string, time?: number];
type Move = "transfer" | "airdrop" | "recall" | "burn";
type Story = {
  readonly name: string;
  readonly move: Move;
  /** Meets the first attempt. */
  readonly fault?: CallFault;
  readonly steps: readonly Row[];
};

const calls = {
  transfer: "cryptoTransfer",
  airdrop: "tokenAirdrop",
  recall: "tokenCancelAirdrop",
  burn: "tokenBurn",
} as const satisfies Record<Move, string>;

function storiesIn(scheduled: boolean, stories: readonly Story[]) {
  let world: UnitsWorld;
  let issuanceId: string;
  beforeAll(async () => {
    world = await unitsWorld({ scheduled });
    const process = world.process();
    ({ issuanceId } = await world.issued(process));
    await process.close();
  });
  afterAll(() => world.close());

  /** Time passes while the fate of something is asked for. */
  function impatientLedger() {
    return faultyLedger(world.ledger, {
      async receipt(_, real) {
        const report = await real();
        if (report.outcome !== "final") world.clock.advance(8_000);
        return report;
      },
    });
  }

  /** What is ordered, as a call that can be made again; it gives the memo of the order. */
  async function orderOf({ move }: Story): Promise<(process: UnitsProcess) => Promise<string>> {
    const key = randomBytes(8).toString("hex");
    if (move === "burn") return async (process) => (await process.retire(issuanceId, 1n, key)).retirement.memo;
    // An account with one free place is given an airdrop, which arrives at once; one without lets it wait.
    const { accountId } = await world.outside.account({ transfer: -1, airdrop: 1, recall: 0 }[move]);
    const transfer = async (process: UnitsProcess) => (await process.transfer(issuanceId, accountId, 1n, key)).transfer;
    if (move !== "recall") return async (process) => (await transfer(process)).memo;
    const first = world.process();
    const { transferId, memo } = await transfer(first);
    await first.settle();
    await first.close();
    await world.expireLeases();
    return async (process) => {
      await recallTransfer(process.deps, world.actorOfPilot(), transferId);
      return memo;
    };
  }

  async function live(story: Story, death: Death): Promise<Steps> {
    await world.expireLeases();
    const before = await placesOf(world, issuanceId);
    const order = await orderOf(story);
    const steps = new Steps(death);
    const call = scheduledCall(story.move) ?? calls[story.move];
    if (story.fault !== undefined) world.faults.arm(story.fault, { call });
    const doomed = world.process({ steps, ledger: impatientLedger() });
    try {
      await order(doomed);
      await doomed.settle();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
    await world.faults.clear();
    await world.expireLeases();
    const heir = world.process({ ledger: impatientLedger() });
    const memo = await order(heir);
    await heir.settle();
    const after = await placesOf(world, issuanceId);
    if (story.move === "recall") expect(after).toEqual(before);
    else {
      const gone = story.move === "burn" ? "retired" : "transferred";
      expect(after).toEqual({ ...before, free: before.free - 1n, [gone]: before[gone] + 1n });
    }
    expect(await onLedger(world, memo)).toHaveLength(1);
    expect(await heir.reconcile()).toBe(0);
    await doomed.close();
    await heir.close();
    return steps;
  }

  const scheduledCall = (move: Move) => (scheduled && move === "burn" ? "scheduleCreate" : undefined);

  describe.each(stories)("a process that dies in the middle of $name", (story) => {
    test.each(story.steps.flatMap(([step, time = 1]) => (["not-done", "done"] as const).map((m) => [m, step, time])))(
      "%s: %s, time %d",
      async (mode, step, time) => {
        const steps = await live(story, { mode, step, time } as Death);
        expect(steps.isDead, steps.taken.join("\n")).toBe(true);
      },
    );
  });
}

/** From the order to its settlement, for a job of one transaction. */
const straight = (kind: "transfer" | "burn", send: string): readonly Row[] => [
  // The order.
  ["commit write"],
  // The planner's tie to its job.
  [`commit journal ${kind}`],
  ["take lease"],
  ["token"],
  ["supply"],
  [`prepare ${send}`],
  ["commit journal fresh attempt"],
  [`send ${send}`],
  [`receipt ${send}`],
  ["commit settle success"],
];

const throttled: CallFault = { kind: "consensus", status: "THROTTLED_AT_CONSENSUS" };
const lost: CallFault = { kind: "reply-lost-after", how: "reset" };
const again = (send: string): readonly Row[] => [
  ["commit settle death"],
  [`prepare ${send}`, 2],
  ["commit journal fresh attempt", 2],
  [`send ${send}`, 2],
  ["commit settle success"],
];

describe("journaled", () => {
  storiesIn(false, [
    { name: "a transfer", move: "transfer", steps: straight("transfer", "transfer") },
    { name: "a burn", move: "burn", steps: straight("burn", "burn") },
    {
      name: "an airdrop",
      move: "airdrop",
      // Whether it has arrived is seen on the mirror, and settled.
      steps: [...straight("transfer", "airdrop"), ["watermark"], ["look-up"], ["commit write", 2]],
    },
    {
      name: "a recall",
      move: "recall",
      steps: straight("transfer", "cancel-airdrop").filter(([step]) => step !== "token" && step !== "supply"),
    },
    { name: "a transfer throttled at consensus", move: "transfer", fault: throttled, steps: again("transfer") },
    { name: "a burn throttled at consensus", move: "burn", fault: throttled, steps: again("burn") },
    {
      name: "a transfer that was taken and dropped",
      move: "transfer",
      fault: { kind: "dropped" },
      steps: [["look-up"], ["look-up", 2], ...again("transfer")],
    },
    {
      name: "a burn that was taken and dropped",
      move: "burn",
      fault: { kind: "dropped" },
      steps: [["look-up"], ["look-up", 2], ...again("burn")],
    },
    {
      name: "a transfer whose reply was lost",
      move: "transfer",
      fault: lost,
      steps: [["send transfer"], ["receipt transfer"], ["commit settle success"]],
    },
    {
      name: "a burn whose reply was lost",
      move: "burn",
      fault: lost,
      steps: [["send burn"], ["receipt burn"], ["commit settle success"]],
    },
  ]);
});

describe("scheduled", () => {
  storiesIn(true, [
    {
      name: "a burn",
      move: "burn",
      steps: [
        ["commit journal burn"],
        ["prepare create-schedule"],
        ["commit journal fresh attempt"],
        ["send create-schedule"],
        ["receipt create-schedule"],
        ["commit settle success"],
        ["watermark"],
        ["schedule"],
        ["look-up"],
        ["commit settle job"],
      ],
    },
    { name: "a burn throttled at consensus", move: "burn", fault: throttled, steps: again("create-schedule") },
  ]);
});
