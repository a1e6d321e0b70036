import { expect, test } from "vitest";
import { orderWork } from "../../src/anchoring/outbox.ts";
import { newWorksMemory, runWorks } from "../../src/anchoring/works.ts";
import { verifyLog } from "./verify-log.ts";
import { newWorker, openJobs, orderToken, subject, verifyMints } from "./works-world.ts";
import { newGateway, newWorld, type World } from "./world.ts";

/** Gateways on machines whose clocks are wrong, or are set while they run. The ledger's own is right. */

async function attemptsIn({ db }: World, phase: string, kind?: string) {
  const attempts = db
    .selectFrom("ledger_attempts as attempt")
    .innerJoin("ledger_jobs as job", "job.job_id", "attempt.job_id")
    .select(["job.kind", "attempt.transaction_id"])
    .where("attempt.phase", "=", phase);
  return (kind === undefined ? attempts : attempts.where("job.kind", "=", kind)).execute();
}

test("a clock that is only seconds ahead of the network's, with a mirror close behind it, holds nothing up", async () => {
  const world = await newWorld();
  await (await newGateway(world)).settle();
  await world.expireLease();
  const gateway = await newGateway(world, { deps: { clock: { nowMs: () => world.clock.nowMs() + 7_000 } } });
  await world.enqueue("dam", 1);
  await gateway.settle();
  await verifyLog(world, { dam: 1 });
});

test("a clock that is set forward by an hour while the gateway runs holds nothing up", async () => {
  const world = await newWorld();
  let offMs = 0;
  const gateway = await newGateway(world, { deps: { clock: { nowMs: () => world.clock.nowMs() + offMs } } });
  await world.enqueue("dam", 1);
  await gateway.settle();
  offMs = 3_600_000;
  await world.enqueue("dam", 1);
  const patience = AbortSignal.timeout(5_000);
  while (!patience.aborted && (await attemptsIn(world, "succeeded", "checkpoint")).length < 2)
    await gateway.pass(patience);
  await gateway.settle();
  await verifyLog(world, { dam: 2 });
});

test("a clock that was an hour late and is put right while a checkpoint waits for its next attempt holds nothing up", async () => {
  const world = await newWorld();
  let offMs = 0;
  const clock = { nowMs: () => world.clock.nowMs() + offMs };
  const gateway = await newGateway(world, { deps: { clock, pacing: { minMs: 200, maxMs: 400 } } });
  await world.enqueue("dam", 1);
  await gateway.settle();
  offMs = -3_600_000;
  await world.enqueue("dam", 1);
  const patience = AbortSignal.timeout(20_000);
  while (!patience.aborted && (await attemptsIn(world, "dead", "checkpoint")).length === 0)
    await gateway.pass(patience);
  setTimeout(() => {
    offMs = 0;
  }, 400);
  while (!patience.aborted && (await attemptsIn(world, "succeeded", "checkpoint")).length < 2)
    await gateway.pass(patience);
  expect(patience.aborted).toBe(false);
  await gateway.settle();
  await verifyLog(world, { dam: 2 });
});

test.each([
  { what: "topic waits for its next attempt", lateUntil: ["dead", "create-topic"] },
  { what: "topic is made, and not announced", lateUntil: ["succeeded", "create-topic"] },
  { what: "announcement waits for its next attempt", lateFrom: "create-topic", lateUntil: ["dead", "announce"] },
] as const)(
  "a clock that was an hour late and is put right while the $what holds nothing up",
  async (course) => {
    const world = await newWorld();
    let offMs = 0;
    const clock = { nowMs: () => world.clock.nowMs() + offMs };
    const gateway = await newGateway(world, { deps: { clock, lookupGapS: 0, pacing: { minMs: 200, maxMs: 400 } } });
    const patience = AbortSignal.timeout(20_000);
    const until = async (phase: string, kind: string) => {
      while (!patience.aborted && (await attemptsIn(world, phase, kind)).length === 0) await gateway.pass(patience);
    };
    if ("lateFrom" in course) await until("succeeded", course.lateFrom);
    offMs = -3_600_000;
    const [phase, kind] = course.lateUntil;
    await until(phase, kind);
    offMs = 0;
    await world.enqueue("dam", 1);
    await until("succeeded", "checkpoint");
    expect(patience.aborted).toBe(false);
    await gateway.settle();
    await verifyLog(world, { dam: 1 });
  },
  60_000,
);

test("a clock that is far ahead dates no order: it is done as soon as the clock is right", async () => {
  const world = await newWorld();
  await orderToken(world);
  let offMs = 3_600_000;
  const { deps } = newWorker(world);
  const late = { ...deps, clock: { nowMs: () => world.clock.nowMs() + offMs } };
  const memory = newWorksMemory();
  for (let passes = 0; passes < 3; passes++) await runWorks(late, memory, AbortSignal.timeout(2_000));
  expect(await attemptsIn(world, "open")).toEqual([]);
  offMs = 0;
  await runAll();
  // And when it is set forward under a worker that has come far.
  offMs = 3_600_000;
  const facts = { random: deps.random, at: new Date(world.clock.nowMs()) };
  const work = {
    kind: "create-nft-token",
    ...{ name: "Proof", symbol: "P", memo: "", maxSupply: 10n },
    ...{ treasuryAccountId: world.ledger.payerAccountId, supplyKey: world.ledger.payerKey },
  } as const;
  const order = { kind: "create-token", subject, work, signers: [], scheduled: false } as const;
  await world.db.transaction().execute((tx) => orderWork(tx, order, facts));
  await runWorks(late, memory, AbortSignal.timeout(2_000));
  expect(await attemptsIn(world, "open")).toEqual([]);

  async function runAll() {
    memory.resting.clear();
    const signal = AbortSignal.timeout(20_000);
    while (!signal.aborted && (await openJobs(world)) > 0) await runWorks(late, memory, signal);
    await verifyMints(world);
  }
});

test("a clock that was an hour late and was put right under a worker holds up no order", async () => {
  const world = await newWorld();
  await orderToken(world);
  let offMs = -3_600_000;
  const { deps, logLines } = newWorker(world);
  const wrong = { ...deps, lookupGapS: 0, clock: { nowMs: () => world.clock.nowMs() + offMs } };
  const memory = newWorksMemory();
  // Dated an hour ago: the node's refusal corrects what the worker takes for the time, and the attempt is found dead.
  while (!logLines.some((line) => line.includes("an attempt is dead")))
    await runWorks(wrong, memory, AbortSignal.timeout(2_000));
  offMs = 0;
  const signal = AbortSignal.timeout(10_000);
  while (!signal.aborted && (await openJobs(world)) > 0) {
    memory.resting.clear();
    await runWorks(wrong, memory, signal);
  }
  await verifyMints(world);
});
