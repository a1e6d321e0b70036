import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { LedgerUnavailable, type Mirror } from "../../src/ledger/ledger.ts";
import { faultyLedger, type LedgerFaults } from "../support/ledger.ts";
import { createdTopics, topicMessages, verifyLog } from "./verify-log.ts";
import { newGateway, newWorld } from "./world.ts";

/** A place where a gateway stands still, as under SIGSTOP, until it is let go. */
function gate() {
  let arrive = () => {};
  let open = () => {};
  const reached = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const stand = () => {
    arrive();
    return opened;
  };
  return { reached, stand, open };
}

const dead = (lines: readonly string[]) => lines.filter((line) => line.includes("an attempt is dead"));

test("while one gateway holds the lease, another does nothing", async () => {
  const world = await newWorld();
  const [holder, other] = [await newGateway(world), await newGateway(world)];
  await holder.settle();
  await world.enqueue("dam", 3);
  expect(await other.pass()).toBe("idle");
  expect(await world.db.selectFrom("outbox").selectAll().execute()).toHaveLength(3);
  await holder.settle();
  await verifyLog(world, { dam: 3 });
});

test("a holder that is paused over its receipt finds the work done and cannot write", async () => {
  const world = await newWorld();
  const faults: LedgerFaults = {};
  const paused = await newGateway(world, { ledger: faultyLedger(world.ledger, faults) });
  await paused.settle();
  await world.enqueue("dam", 2);
  const { reached, stand, open } = gate();
  faults.receipt = async (_, real) => {
    await stand();
    return real();
  };
  await paused.pass();
  const late = paused.pass();
  await reached;

  await world.expireLease();
  const successor = await newGateway(world);
  await world.enqueue("dam", 1);
  await successor.settle();
  const before = await world.db.selectFrom("ledger_attempts").selectAll().orderBy("transaction_id").execute();
  open();
  expect(await late).toBe("idle");
  expect(await world.db.selectFrom("ledger_attempts").selectAll().orderBy("transaction_id").execute()).toEqual(before);
  await verifyLog(world, { dam: 3 });
});

test("a holder that is paused before its send sends bytes that the network takes once", async () => {
  const world = await newWorld();
  const faults: LedgerFaults = {};
  const paused = await newGateway(world, { ledger: faultyLedger(world.ledger, faults) });
  await paused.settle();
  await world.enqueue("dam", 1);
  const { reached, stand, open } = gate();
  faults.send = async (_, real) => {
    await stand();
    return real();
  };
  await paused.pass();
  const late = paused.pass();
  await reached;
  await world.expireLease();
  const successor = await newGateway(world);
  await successor.settle();
  open();
  expect(await late).toBe("idle");
  await successor.settle();
  await verifyLog(world, { dam: 1 });
});

test("a holder that is paused before a fresh attempt cannot journal it once it was overtaken", async () => {
  const world = await newWorld();
  const faults: LedgerFaults = {};
  const ledger = faultyLedger(world.ledger, faults);
  const { reached, stand, open } = gate();
  let pauseAt = 0;
  const paused = await newGateway(world, {
    ledger: {
      ...ledger,
      async prepare(work, terms) {
        pauseAt--;
        if (pauseAt === 0) await stand();
        return ledger.prepare(work, terms);
      },
    },
  });
  await paused.settle();
  await world.enqueue("dam", 1);
  world.faults.arm({ kind: "consensus", status: "THROTTLED_AT_CONSENSUS" }, { call: "submit" });
  // The second thing it prepares from now on is the attempt that follows the dead one.
  pauseAt = 2;
  const late = paused.settle().catch((error: unknown) => error);
  await reached;
  await world.expireLease();
  const successor = await newGateway(world);
  await successor.settle();
  open();
  await late;
  await verifyLog(world, { dam: 1 });
  expect(dead(paused.logLines)).toHaveLength(1);
});

test("a holder that is paused inside a transaction loses it, and does not block its successor", async () => {
  const world = await newWorld();
  const { reached, stand, open } = gate();
  let isToPause = false;
  const paused = await newGateway(world, {
    ledger: {
      ...world.ledger,
      async prepare(work, terms) {
        if (isToPause) await stand();
        return world.ledger.prepare(work, terms);
      },
    },
    deps: { leaseMs: 300 },
  });
  await paused.settle();
  await world.enqueue("dam", 1);
  isToPause = true;
  const late = paused.pass().catch((error: Error) => error.message);
  await reached;
  const successor = await newGateway(world);
  // The paused one still renews it now and then, from a connection of its own.
  const holder = async () => {
    await world.expireLease();
    await successor.pass();
    return (await world.db.selectFrom("leases").select("holder").where("name", "=", "sequencer").executeTakeFirst())
      ?.holder;
  };
  await expect.poll(holder, { timeout: 20_000 }).toBe(successor.deps.holderName);
  await successor.settle(5_000);
  open();
  expect(await late).not.toBe("more");
  await verifyLog(world, { dam: 1 });
});

test("what a holder commits in the moment of the hand-over is its successor's job in flight", async () => {
  const world = await newWorld();
  const { reached, stand, open } = gate();
  let isToPause = false;
  const first = await newGateway(world, {
    ledger: {
      ...world.ledger,
      async prepare(work, terms) {
        if (isToPause) await stand();
        return world.ledger.prepare(work, terms);
      },
    },
  });
  await first.settle();
  await world.enqueue("dam", 1);
  isToPause = true;
  const late = first.pass();
  await reached;
  await world.expireLease();
  const successor = await newGateway(world);
  // It has the lease, and waits for the log's row: the first one's append commits before it may read anything.
  const taking = successor.pass();
  await world.db
    .selectFrom("leases")
    .select("token")
    .where("holder", "=", successor.deps.holderName)
    .executeTakeFirst();
  open();
  await Promise.all([late, taking]);
  await successor.settle();
  await verifyLog(world, { dam: 1 });
  expect(dead(successor.logLines)).toEqual([]);
});

test("two first starts at once make one key, one log and one topic", async () => {
  const world = await newWorld();
  const gateways = await Promise.all([newGateway(world), newGateway(world)]);
  expect(new Set(gateways.map((gateway) => gateway.deps.origin)).size).toBe(1);
  await world.enqueue("dam", 2);
  // Each takes the lease from the other in the middle of things.
  for (let round = 0; round < 12; round++) {
    await Promise.all(gateways.map((gateway) => gateway.pass()));
    await world.expireLease();
  }
  await gateways[0]?.settle();
  expect(await createdTopics(world)).toBe(1);
  await verifyLog(world, { dam: 2 });
});

test("a holder that loses the log behind its append and gets it again does not follow what its successor has settled", async () => {
  const world = await newWorld();
  const deps = { leaseMs: 300 };
  const [first, successor] = [await newGateway(world, { deps }), await newGateway(world, { deps })];
  await first.settle();
  await world.enqueue("dam", 1);
  expect(await first.pass()).toBe("more");
  await world.expireLease();
  await successor.settle();
  await setTimeout(deps.leaseMs);
  await world.expireLease();
  expect(await first.pass()).toBe("idle");
  await verifyLog(world, { dam: 1 });
});

test("a holder keeps the lease from pass to pass, however short they are", async () => {
  const world = await newWorld();
  const deps = { leaseMs: 3_000 };
  const [holder, other] = [await newGateway(world, { deps }), await newGateway(world, { deps })];
  await holder.settle();
  const token = () => world.db.selectFrom("leases").select("token").where("name", "=", "sequencer").execute();
  const before = await token();
  for (const untilMs = performance.now() + 1.5 * deps.leaseMs; performance.now() < untilMs; await setTimeout(100)) {
    await holder.pass();
    expect(await other.pass()).toBe("idle");
  }
  expect(await token()).toEqual(before);
}, 30_000);

test("hand-overs under load lose, double and reorder nothing", async () => {
  const world = await newWorld();
  const gateways = await Promise.all([newGateway(world), newGateway(world)]);
  for (let round = 0; round < 30; round++) {
    await Promise.all([
      world.enqueue("dam", 1 + (round % 3)),
      ...gateways.map((gateway) => gateway.pass()),
      round % 4 === 3 ? world.expireLease() : undefined,
    ]);
  }
  await world.expireLease();
  await gateways[1]?.settle();
  await verifyLog(world, { dam: 60 });
});

test("a flight that outlasts the lease keeps it", async () => {
  const world = await newWorld();
  const faults: LedgerFaults = {};
  const holder = await newGateway(world, {
    ledger: faultyLedger(world.ledger, faults),
    deps: { leaseMs: 600 },
  });
  await holder.settle();
  await world.enqueue("dam", 1);
  const { reached, stand, open } = gate();
  faults.receipt = async (_, real) => {
    await stand();
    return real();
  };
  await holder.pass();
  const flight = holder.pass();
  await reached;
  const { expires_at: first } = await world.db.selectFrom("leases").select("expires_at").executeTakeFirstOrThrow();
  await expect
    .poll(async () => (await world.db.selectFrom("leases").select("expires_at").executeTakeFirstOrThrow()).expires_at, {
      timeout: 20_000,
    })
    .not.toEqual(first);
  open();
  expect(await flight).toBe("more");
  await verifyLogAfter(world, holder);
});

async function verifyLogAfter(world: Awaited<ReturnType<typeof newWorld>>, gateway: { settle(): Promise<void> }) {
  await gateway.settle();
  await verifyLog(world, { dam: 1 });
}

test("a shutdown while the ledger is silent ends the pass at once and leaves the attempt open", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world);
  await gateway.settle();
  await world.enqueue("dam", 1);
  await gateway.pass();
  world.faults.ledgerDown("silent");
  const stopping = new AbortController();
  const pass = gateway.pass(stopping.signal);
  await expect
    .poll(() => gateway.deps.metrics.ledgerSends.get().then(({ values }) => values.length))
    .toBeGreaterThan(0);
  stopping.abort();
  const begun = performance.now();
  expect(await pass).toBe("idle");
  expect(performance.now() - begun).toBeLessThan(1_000);
  const open = await world.db.selectFrom("ledger_attempts").select("phase").where("phase", "=", "open").execute();
  expect(open).toHaveLength(1);

  world.faults.ledgerUp();
  await gateway.settle();
  await verifyLog(world, { dam: 1 });
  expect(await topicMessages(world)).not.toEqual([]);
});

test("connections that are cut between and inside transactions cost a pass, not a record", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world);
  for (let round = 0; round < 8; round++) {
    await world.enqueue("dam", 1);
    const pass = gateway.pass().catch(() => "failed");
    await world.cutConnections();
    await pass;
  }
  await gateway.settle().catch(() => gateway.settle());
  await verifyLog(world, { dam: 8 });
});

test("a holder that the ledger no longer answers stands back, and one that it does answers anchors", async () => {
  const world = await newWorld();
  const faults: LedgerFaults = {};
  const deps = { leaseMs: 600, mostSilentMs: 300 };
  const cut = await newGateway(world, { ledger: faultyLedger(world.ledger, faults), deps });
  const other = await newGateway(world, { deps });
  await cut.settle();
  await world.enqueue("dam", 2);
  expect(await cut.pass()).toBe("more");

  faults.send = async () => ({ outcome: "unknown", detail: "no way" });
  faults.receipt = async () => ({ outcome: "unknown", detail: "no way" });
  const unanswered = () => {
    throw new LedgerUnavailable("no way");
  };
  faults.mirror = new Proxy({}, { get: () => unanswered }) as Partial<Mirror>;
  world.clock.advance(300_000);
  // It waits for its attempt, and keeps the lease for that.
  expect(await cut.pass()).toBe("idle");
  expect(await cut.pass()).toBe("idle");
  await expect.poll(async () => (await other.pass()) === "more", { timeout: 10_000 }).toBe(true);
  await other.settle();
  expect(await cut.pass()).toBe("idle");
  await verifyLog(world, { dam: 2 });
}, 60_000);

test("a holder whose way to the consensus nodes is cut stands back, though the mirror answers it", async () => {
  const world = await newWorld();
  const faults: LedgerFaults = {};
  const deps = { leaseMs: 600, mostSilentMs: 300 };
  const cut = await newGateway(world, { ledger: faultyLedger(world.ledger, faults), deps });
  const other = await newGateway(world, { deps });
  await cut.settle();
  await world.enqueue("dam", 2);
  expect(await cut.pass()).toBe("more");

  faults.send = async () => ({ outcome: "unknown", detail: "no way" });
  faults.receipt = async () => ({ outcome: "unknown", detail: "no way" });
  world.clock.advance(300_000);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const passes = (async () => {
    while (!stop.signal.aborted) {
      await cut.pass(stop.signal);
      await setTimeout(50);
    }
  })();
  await expect.poll(async () => (await other.pass()) === "more", { timeout: 20_000 }).toBe(true);
  stop.abort();
  await passes;
  await other.settle();
  await verifyLog(world, { dam: 2 });
}, 60_000);
