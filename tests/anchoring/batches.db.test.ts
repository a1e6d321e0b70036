import { sql } from "kysely";
import { expect, test } from "vitest";
import { faultyLedger } from "../support/ledger.ts";
import { verifyLog } from "./verify-log.ts";
import { newGateway, newWorld, type World } from "./world.ts";

async function batches(world: World): Promise<number[]> {
  const rows = await world.db.selectFrom("checkpoints").select(["first_leaf", "size"]).orderBy("size").execute();
  return rows.map((row) => Number(row.size - row.first_leaf));
}

test("a record goes out at once when nothing is in flight; what comes meanwhile is one batch, behind it", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world);
  await gateway.settle();
  await world.enqueue("dam", 1);
  world.local.consensus.hold();
  const settling = gateway.settle();
  await expect.poll(() => world.local.consensus.waiting).toBe(1);
  for (let i = 0; i < 3; i++) await world.enqueue("weir", 2);
  expect(await batches(world)).toEqual([1]);
  world.local.consensus.release();
  await settling;
  expect(await batches(world)).toEqual([1, 6]);
  await verifyLog(world, { dam: 1, weir: 6 });
});

test("two checkpoints are never in flight together: the database refuses the second job", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world);
  await gateway.settle();
  await world.enqueue("dam", 1);
  await gateway.pass();
  const open = { job_id: "job_x", kind: "checkpoint", payload: Buffer.of(1), state: "open", created_at: new Date() };
  await expect(world.db.insertInto("ledger_jobs").values(open).execute()).rejects.toThrow("ledger_jobs_one_open");
});

test("an operator's interval makes fewer messages and leaves nothing behind", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world, { deps: { minIntervalMs: 60_000 } });
  await gateway.settle();
  await world.enqueue("dam", 1);
  await gateway.settle();
  await world.enqueue("dam", 1);
  for (let i = 0; i < 3; i++) {
    await world.enqueue("dam", 1);
    expect(await gateway.pass()).toBe("idle");
  }
  expect(await batches(world)).toEqual([1]);
  world.clock.advance(60_000);
  await gateway.settle();
  expect(await batches(world)).toEqual([1, 4]);
  await verifyLog(world, { dam: 5 });
});

test("an operator's interval goes by a clock that was put back: it holds up no message until the wrong time comes", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world, { deps: { minIntervalMs: 60_000 } });
  await gateway.settle();
  await world.enqueue("dam", 1);
  await gateway.settle();
  const madeAhead = (by: string) =>
    sql`UPDATE checkpoints SET created_at = created_at + ${by}::interval`.execute(world.db);
  // By another gateway, whose clock is a little ahead: it is waited for.
  await madeAhead("50 seconds");
  await world.enqueue("dam", 1);
  expect(await gateway.pass()).toBe("idle");
  await madeAhead("1 year");
  await gateway.settle();
  expect(await batches(world)).toEqual([1, 1]);
  await verifyLog(world, { dam: 2 });
});

test("a batch is bounded, and the rest follows without delay", async () => {
  const world = await newWorld();
  const gateway = await newGateway(world);
  await gateway.settle();
  await world.enqueueMany("dam", 10_007);
  await gateway.settle();
  expect(await batches(world)).toEqual([10_000, 7]);
  await verifyLog(world, { dam: 10_007 });
});

/** A gateway with a count of its looks at the topic. */
async function watchedGateway(world: World) {
  const { mirror } = world.ledger;
  const topic = { reads: 0 };
  const ledger = faultyLedger(world.ledger, {
    mirror: {
      messagesAfter(...asked) {
        topic.reads++;
        return mirror.messagesAfter(...asked);
      },
    },
  });
  return { gateway: await newGateway(world, { ledger }), topic };
}

test("an idle gateway reads the topic now and then, not all the time", async () => {
  const world = await newWorld();
  const { gateway, topic } = await watchedGateway(world);
  await world.enqueue("dam", 1);
  await gateway.settle();
  topic.reads = 0;
  for (let i = 0; i < 20; i++) expect(await gateway.pass()).toBe("idle");
  expect(topic.reads).toBe(0);
  world.clock.advance(30_000);
  await gateway.pass();
  expect(topic.reads).toBe(1);
});

test("a record after a time of nothing does not wait for the mirror; after 35 s unread it does", async () => {
  const world = await newWorld();
  const { gateway, topic } = await watchedGateway(world);
  const readsBeforeNext = async (waitMs: number) => {
    await gateway.settle();
    expect(await gateway.pass()).toBe("idle");
    world.clock.advance(waitMs);
    topic.reads = 0;
    await world.enqueue("dam", 1);
    await gateway.pass();
    return topic.reads;
  };
  await world.enqueue("dam", 1);
  await gateway.settle();
  expect(await readsBeforeNext(6_000)).toBe(0);
  expect(await readsBeforeNext(29_000)).toBe(0);
  expect(await readsBeforeNext(35_000)).toBe(1);
});
