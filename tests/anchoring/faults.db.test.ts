import { describe, expect, test } from "vitest";
import { Refusals } from "../../src/anchoring/refusals.ts";
import type { CallFault, MirrorFault } from "../../src/ledger/local/faults.ts";
import { faultyLedger, type LedgerFaults, naiveLedger } from "../support/ledger.ts";
import { topicMessages, verifyLog } from "./verify-log.ts";
import { newGateway, newWorld, type TestGateway, type World } from "./world.ts";

/** Time passes with every question that brings no answer, so that windows close in milliseconds. */
function impatient(world: World, faults: LedgerFaults = {}, stepMs = 4_000): LedgerFaults {
  faults.receipt ??= async (_, real) => {
    const report = await real();
    if (report.outcome !== "final" || report.status !== "SUCCESS") world.clock.advance(stepMs);
    return report;
  };
  return faults;
}

async function readyGateway(stepMs?: number): Promise<{ world: World; gateway: TestGateway; faults: LedgerFaults }> {
  const world = await newWorld();
  const faults: LedgerFaults = {};
  impatient(world, faults, stepMs);
  const gateway = await newGateway(world, { ledger: faultyLedger(world.ledger, faults) });
  await gateway.settle();
  return { world, gateway, faults };
}

async function attemptsOf(world: World) {
  return world.db
    .selectFrom("ledger_attempts as attempt")
    .innerJoin("ledger_jobs as job", "job.job_id", "attempt.job_id")
    .select(["attempt_no", "phase", "ending"])
    .where("job.kind", "=", "checkpoint")
    .orderBy("job.created_at")
    .orderBy("attempt_no")
    .execute();
}

type Row = {
  readonly name: string;
  readonly fault: CallFault;
  readonly times?: number;
  readonly call?: string;
  /** Endings of the attempts that this takes. */
  readonly endings: readonly string[];
};

const absent = "absent from the topic beyond its window";

const rows: readonly Row[] = [
  { name: "a reply lost after execution", fault: { kind: "reply-lost-after", how: "reset" }, endings: ["SUCCESS"] },
  { name: "a reply lost before execution", fault: { kind: "reply-lost-before", how: "reset" }, endings: ["SUCCESS"] },
  { name: "BUSY, three times", fault: { kind: "precheck", status: "BUSY" }, times: 3, endings: ["SUCCESS"] },
  {
    name: "BUSY until the window closes",
    fault: { kind: "precheck", status: "BUSY" },
    times: 9,
    endings: [absent, "SUCCESS"],
  },
  {
    name: "a node that is not active",
    fault: { kind: "precheck", status: "PLATFORM_NOT_ACTIVE" },
    times: 2,
    endings: ["SUCCESS"],
  },
  {
    name: "no transaction created",
    fault: { kind: "precheck", status: "PLATFORM_TRANSACTION_NOT_CREATED" },
    endings: ["SUCCESS"],
  },
  {
    name: "TRANSACTION_EXPIRED at the node",
    fault: { kind: "precheck", status: "TRANSACTION_EXPIRED" },
    times: 9,
    endings: [absent, "SUCCESS"],
  },
  {
    name: "TRANSACTION_EXPIRED at consensus",
    fault: { kind: "consensus", status: "TRANSACTION_EXPIRED" },
    endings: ["TRANSACTION_EXPIRED", "SUCCESS"],
  },
  {
    name: "THROTTLED_AT_CONSENSUS, twice",
    fault: { kind: "consensus", status: "THROTTLED_AT_CONSENSUS" },
    times: 2,
    endings: ["THROTTLED_AT_CONSENSUS", "THROTTLED_AT_CONSENSUS", "SUCCESS"],
  },
  {
    name: "INSUFFICIENT_PAYER_BALANCE at consensus, until funded",
    fault: { kind: "consensus", status: "INSUFFICIENT_PAYER_BALANCE" },
    times: 3,
    endings: ["INSUFFICIENT_PAYER_BALANCE", "INSUFFICIENT_PAYER_BALANCE", "INSUFFICIENT_PAYER_BALANCE", "SUCCESS"],
  },
  {
    name: "INSUFFICIENT_PAYER_BALANCE at the node, until funded",
    fault: { kind: "precheck", status: "INSUFFICIENT_PAYER_BALANCE" },
    times: 12,
    endings: [absent, "SUCCESS"],
  },
  {
    name: "a failure that keeps the id: a good copy runs under it later",
    fault: { kind: "consensus", status: "INVALID_NODE_ACCOUNT" },
    endings: [absent, "SUCCESS"],
  },
  { name: "a transaction that is dropped after OK", fault: { kind: "dropped" }, endings: [absent, "SUCCESS"] },
  {
    name: "a drop of the transaction, and of the first heartbeat after it",
    fault: { kind: "dropped" },
    times: 2,
    endings: [absent, "SUCCESS"],
  },
  {
    name: "receipts that do not come",
    fault: { kind: "reply-lost-before", how: "reset" },
    call: "receipt",
    times: 4,
    endings: ["SUCCESS"],
  },
  {
    name: "receipts that do not come",
    fault: { kind: "reply-lost-before", how: "reset" },
    call: "receipt",
    times: 4,
    endings: ["SUCCESS"],
  },
  {
    name: "a receipt query that is refused",
    fault: { kind: "precheck", status: "BUSY" },
    call: "receipt",
    times: 2,
    endings: ["SUCCESS"],
  },
];

test.each(rows)("$name: one effect, anchored", async ({ fault, times = 1, call = "submit", endings }) => {
  const { world, gateway } = await readyGateway();
  await world.enqueue("dam", 2);
  world.faults.arm(fault, { call, times });
  await gateway.settle();
  await verifyLog(world, { dam: 2 });
  expect((await attemptsOf(world)).map((attempt) => attempt.ending)).toEqual(endings);
});

test("a receipt that takes its time is asked for where the message was taken, and nothing is sent twice", async () => {
  const { world, gateway, faults } = await readyGateway();
  await world.enqueue("dam", 1);
  world.local.consensus.hold();
  let sends = 0;
  faults.send = (_, real) => {
    sends++;
    return real();
  };
  const outcomes: string[] = [];
  faults.receipt = async (_, real) => {
    const report = await real();
    outcomes.push(report.outcome);
    if (outcomes.length === 5) world.local.consensus.release();
    return report;
  };
  await gateway.settle();
  // Nodes that did not take it would say that they know nothing of it.
  expect(outcomes).toEqual([...Array<string>(5).fill("pending"), "final"]);
  expect(sends).toBe(1);
  await verifyLog(world, { dam: 1 });
});

test("with the naive retry in its place, a lost reply doubles the message, and the check finds it", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world, { ledger: naiveLedger(world.ledger) });
  await gateway.settle();
  await world.enqueue("dam", 1);
  world.faults.arm({ kind: "reply-lost-after", how: "reset" }, { call: "submit" });
  for (let i = 0; i < 10; i++) await gateway.pass();
  const messages = (await topicMessages(world)).map(({ message }) => Buffer.from(message).toString());
  expect(messages.filter((message) => message.includes('"checkpoint"'))).toHaveLength(2);
  await expect(verifyLog(world, { dam: 1 })).rejects.toThrow();
});

test("a receipt that was UNKNOWN and then is gone is settled by the topic", async () => {
  const { world, gateway, faults } = await readyGateway();
  await world.enqueue("dam", 1);
  let asked = 0;
  faults.receipt = async (_, real) => {
    world.clock.advance(4_000);
    asked++;
    if (asked > 30) return real();
    return asked < 3 ? { outcome: "pending" } : { outcome: "not-found" };
  };
  await gateway.settle();
  await verifyLog(world, { dam: 1 });
  expect((await attemptsOf(world)).map((attempt) => attempt.ending)).toEqual(["found on the topic"]);
});

/** Each with a transaction of unknown fate: dropped, or done with every receipt lost. */
describe.each<{ readonly fate: string; readonly ending: readonly string[] }>([
  { fate: "dropped", ending: [absent, "SUCCESS"] },
  { fate: "done", ending: ["found on the topic"] },
])("while a $fate transaction's receipts say nothing", ({ fate, ending }) => {
  test.each<{ readonly name: string; readonly fault: MirrorFault; readonly looks?: number }>([
    { name: "stalls", fault: { kind: "stalled" } },
    { name: "shows fresh blocks beside stale look-ups", fault: { kind: "split" } },
    { name: "lags by a minute", fault: { kind: "lagging", behindMs: 60_000 }, looks: 12 },
    { name: "is down", fault: { kind: "down" } },
    // It is left alone in between.
    { name: "answers 429", fault: { kind: "status", status: 429 }, looks: 8 },
    { name: "answers 503", fault: { kind: "status", status: 503 } },
  ])("a mirror that $name holds the attempt open, and settles it once healed", async ({ fault, looks = 25 }) => {
    const { world, gateway, faults } = await readyGateway();
    await world.enqueue("dam", 1);
    if (fate === "dropped") world.faults.arm({ kind: "dropped" }, { call: "submit" });
    await gateway.pass();
    const [first] = await world.db
      .selectFrom("ledger_attempts")
      .select("transaction_id")
      .where("phase", "=", "open")
      .execute();
    world.faults.setMirror(fault);
    let asked = 0;
    faults.receipt = async (id, real) => {
      const report = await real();
      if (id !== first?.transaction_id) return report;
      world.clock.advance(3_000);
      asked++;
      return fate === "done" ? { outcome: "not-found" } : report;
    };
    const settling = gateway.settle();
    await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(looks);
    expect((await attemptsOf(world)).map((attempt) => attempt.phase)).toEqual(["open"]);
    world.faults.healMirror();
    await settling;
    await verifyLog(world, { dam: 1 });
    expect((await attemptsOf(world)).map((attempt) => attempt.ending)).toEqual(ending);
  });
});

test("heartbeats do not pile up while the mirror stalls", async () => {
  const { world, gateway, faults } = await readyGateway();
  await world.enqueue("dam", 1);
  world.faults.arm({ kind: "dropped" }, { call: "submit" });
  world.faults.setMirror({ kind: "stalled" });
  const own = faults.receipt;
  let asked = 0;
  faults.receipt = async (id, real) => {
    asked++;
    return own?.(id, real) ?? real();
  };
  const settling = gateway.settle();
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(60);
  world.faults.healMirror();
  await settling;
  const beats = (await topicMessages(world)).filter(({ message }) => Buffer.from(message).includes('"heartbeat"'));
  expect(beats.length).toBeLessThanOrEqual(3);
  await verifyLog(world, { dam: 1 });
});

test("a node that is down costs a window at most; then others are taken", async () => {
  const { world, gateway } = await readyGateway();
  await world.faults.nodeDown("0.0.3");
  for (let i = 0; i < 8; i++) {
    await world.enqueue("dam", 1);
    await gateway.settle();
  }
  await verifyLog(world, { dam: 8 });
  const dead = (await attemptsOf(world)).filter((attempt) => attempt.phase === "dead");
  expect(dead.length).toBeLessThanOrEqual(1);
});

test.each(["reset", "silent"] as const)(
  "a ledger that is down (%s) loses nothing of what comes in meanwhile",
  async (how) => {
    const { world, gateway } = await readyGateway();
    world.faults.ledgerDown(how);
    await world.enqueue("dam", 2);
    const settling = gateway.settle();
    await world.enqueue("weir", 2);
    await expect.poll(() => gateway.logLines.length, { timeout: 20_000 }).toBeGreaterThan(0);
    world.faults.ledgerUp();
    await settling;
    await verifyLog(world, { dam: 2, weir: 2 });
  },
);

test.each([
  { name: "behind", offMs: -3_600_000 },
  { name: "ahead", offMs: 3_600_000 },
])("a clock that is an hour $name of the network's is corrected by the mirror's", async ({ offMs }) => {
  const { world } = await readyGateway();
  await world.expireLease();
  const clock = { nowMs: () => world.clock.nowMs() + offMs };
  const gateway = await newGateway(world, { deps: { clock }, ledger: faultyLedger(world.ledger, impatient(world)) });
  await world.enqueue("dam", 1);
  await gateway.settle();
  await verifyLog(world, { dam: 1 });
  expect(await attemptsOf(world)).toHaveLength(1);
});

test("a first start with a clock far ahead of the network's signs nothing that would stay open for hours", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world, { deps: { clock: { nowMs: () => world.clock.nowMs() + 3_600_000 } } });
  expect(await gateway.pass()).toBe("idle");
  expect(await world.db.selectFrom("ledger_attempts").selectAll().execute()).toEqual([]);
  await world.expireLease();
  await (await newGateway(world)).settle();
  await verifyLog(world, {});
});

test("the shortest window that the network allows works as well, with a drop and without", async () => {
  const world = await newWorld();
  const ledger = faultyLedger(world.ledger, impatient(world));
  const gateway = await newGateway(world, { ledger, deps: { validDurationS: 15 } });
  await world.enqueue("dam", 1);
  await gateway.settle();
  await world.enqueue("dam", 1);
  world.faults.arm({ kind: "dropped" }, { call: "submit" });
  await gateway.settle();
  await verifyLog(world, { dam: 2 });
  expect((await attemptsOf(world)).map((attempt) => attempt.ending)).toEqual(["SUCCESS", absent, "SUCCESS"]);
});

test.each(["INVALID_NODE_ACCOUNT", "BUSY", "PLATFORM_NOT_ACTIVE"])(
  "a node that answers everything with %s is signed for once, and then passed over",
  async (status) => {
    const world = await newWorld();
    const left = world.ledger.nodeAccountIds[1] as string;
    const signedFor = new Set<string>();
    const now = { hasLeft: false };
    const ledger = faultyLedger(world.ledger, {
      async send({ transactionId, nodeAccountId }, real) {
        if (nodeAccountId !== left || !now.hasLeft) return real();
        signedFor.add(transactionId);
        // What is bound to that node waits for the end of its window.
        world.clock.advance(10_000);
        return { outcome: "refused", status };
      },
    });
    const gateway = await newGateway(world, { ledger });
    await gateway.settle();
    now.hasLeft = true;
    for (let i = 0; i < 9; i++) {
      await world.enqueue("dam", 1);
      await gateway.settle();
    }
    await verifyLog(world, { dam: 9 });
    expect(signedFor.size).toBeLessThanOrEqual(1);
  },
  60_000,
);

test("what the nodes refuse is told with its reason, and no more once it is taken", async () => {
  const world = await newWorld();
  const refusals = new Refusals();
  const gateway = await newGateway(world, { deps: { refusals } });
  await gateway.settle();
  expect(refusals.words).toBeUndefined();
  world.faults.arm({ kind: "precheck", status: "INSUFFICIENT_TX_FEE" }, { call: "submit", times: 10_000 });
  await world.enqueue("dam", 1);
  const stop = new AbortController();
  const passes = (async () => {
    while (!stop.signal.aborted) await gateway.pass(stop.signal);
  })();
  await expect.poll(() => refusals.words).toMatch(/^the ledger refuses checkpoint with INSUFFICIENT_TX_FEE since /);
  expect(refusals.words).toMatch(
    /: the ledger's fees are above what is paid at most, which doubles by itself up to LEDGER_MAX_FEE_FACTOR/,
  );
  expect(await gateway.deps.metrics.registry.metrics()).toMatch(
    /hydro_ledger_refusals_total\{kind="checkpoint",status="INSUFFICIENT_TX_FEE"\} [1-9]/,
  );
  await world.faults.clear();
  stop.abort();
  await passes;
  await gateway.settle();
  expect(refusals.words).toBeUndefined();
  await verifyLog(world, { dam: 1 });
});

describe("while nothing of the log can be signed, readiness is told for what it waits:", () => {
  /** A gateway that takes over, with a record to anchor, and what it tells after two minutes of that. */
  async function takesOver(fault: MirrorFault, faults: LedgerFaults = {}) {
    const world = await newWorld();
    await (await newGateway(world)).settle();
    await world.expireLease();
    await world.enqueue("dam", 1);
    const refusals = new Refusals();
    const gateway = await newGateway(world, { deps: { refusals }, ledger: faultyLedger(world.ledger, faults) });
    world.faults.setMirror(fault);
    await gateway.pass();
    expect(refusals.words).toBeUndefined();
    world.clock.advance(120_000);
    await gateway.pass();
    const words = refusals.words;
    world.faults.healMirror();
    await gateway.settle();
    expect(refusals.words).toBeUndefined();
    await verifyLog(world, { dam: 1 });
    return words;
  }

  test.each<{ readonly name: string; readonly fault: MirrorFault; readonly words: RegExp }>([
    {
      name: "a mirror that stands still",
      fault: { kind: "stalled" },
      words: /^checkpoint waits since .*: the mirror shows the topic up to message \d+, but it has come to \d+$/,
    },
    {
      name: "a mirror that answers 503",
      fault: { kind: "status", status: 503 },
      words: /^checkpoint waits since .*503/,
    },
    { name: "a mirror that is away", fault: { kind: "down", how: "reset" }, words: /^checkpoint waits since .*mirror/ },
  ])("$name", async ({ fault, words }) => {
    expect(await takesOver(fault)).toMatch(words);
  });
});

test("of a message whose outcome nobody tells readiness is told, as long as it is not known", async () => {
  const { world, faults, gateway } = await readyGateway();
  const refusals = new Refusals();
  Object.assign(gateway.deps, { refusals });
  faults.receipt = async () => ({ outcome: "not-found" });
  world.faults.setMirror({ kind: "stalled" });
  await world.enqueue("dam", 1);
  const asking = gateway.settle();
  const told = async () => {
    world.clock.advance(30_000);
    return refusals.words;
  };
  await expect.poll(told, { timeout: 20_000 }).toMatch(/checkpoint waits since .*: the outcome of .* is not known yet/);
  world.faults.healMirror();
  faults.receipt = (_, real) => real();
  await asking;
  expect(refusals.words ?? "").not.toContain("waits since");
  await verifyLog(world, { dam: 1 });
});
