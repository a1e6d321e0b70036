import { describe, expect, test } from "vitest";
import { FeeCap, midnightOf } from "../../src/anchoring/fee-cap.ts";
import { daysLeft, learnFees } from "../../src/anchoring/fees.ts";
import { spendingOf } from "../../src/anchoring/fees-store.ts";
import { newWorker, openTopic, orderToken } from "./works-world.ts";
import { newGateway, newWorld as newWorldNow, openPlant, type World } from "./world.ts";

const hbar = 100_000_000n;
/** What the local ledger gives its operator at the start. */
const given = 10_000_000n * hbar;

/** At noon, so that no test is about two days that is not meant to be. */
async function newWorld(): Promise<World> {
  const world = await newWorldNow();
  const dayMs = 86_400_000;
  world.clock.advance(dayMs - (Date.now() % dayMs) + dayMs / 2);
  return world;
}

async function learn(world: World): Promise<void> {
  const deps = { db: world.db, clock: world.clock, ledger: world.ledger, holderName: "fees" };
  while ((await learnFees(deps, {}, new AbortController().signal)) === "more");
}

const spending = ({ db, clock }: World) => spendingOf(db, midnightOf(clock.nowMs()));
const balanceOf = async ({ ledger }: World) => (await ledger.mirror.account(ledger.payerAccountId))?.balance as bigint;
const sumOf = async ({ db }: World) =>
  (await db.selectFrom("ledger_fees").select("tinybars").execute()).reduce((sum, row) => sum + row.tinybars, 0n);
const kindsOf = async ({ db }: World) =>
  (await db.selectFrom("ledger_fees").select("kind").distinct().orderBy("kind").execute()).map(({ kind }) => kind);
const messagesOf = async ({ ledger, db }: World) => {
  const log = await db.selectFrom("log_state").select("topic_id").executeTakeFirstOrThrow();
  return log.topic_id === null ? 0 : (await ledger.mirror.messagesAfter(log.topic_id, 0n, 100)).length;
};

function capped(world: World, tinybars: bigint) {
  const lines: string[] = [];
  const say = (facts: object, text: string) => lines.push(`${text} ${JSON.stringify(facts)}`);
  const log = { error: say, warn: say } as never;
  return { feeCap: new FeeCap({ db: world.db, clock: world.clock, log }, tinybars), lines };
}

describe("what the ledger charged", () => {
  test("is known to the tinybar: checkpoints, direct messages, heartbeats and mints", async () => {
    const world = await newWorld();
    const gateway = await newGateway(world);
    await gateway.settle();
    await world.enqueue("mill", 3);
    await world.enqueue(openPlant, 2);
    await gateway.settle();
    // A successor proves the topic's history with a heartbeat.
    await world.expireLease();
    const heir = await newGateway(world);
    await world.enqueue("mill", 1);
    await heir.settle();
    await orderToken(world);
    await newWorker(world).settle();
    await learn(world);
    expect(await kindsOf(world)).toEqual([
      ...["announce", "checkpoint", "create-token", "create-topic", "heartbeat", "mint", "record"],
    ]);
    expect(await sumOf(world)).toBe(given - (await balanceOf(world)));
    expect(await spending(world)).toMatchObject({ told: await sumOf(world), expected: 0n, untold: 0 });
  });

  test.each([
    ["an atomic batch and its parts", { batches: true }],
    ["a schedule and what it ran", { scheduled: true }],
  ])("is known of %s", async (_, options) => {
    const world = await newWorld();
    // Whoever opens it pays for it, outside of the journal.
    const topicId = await openTopic(world);
    const before = await balanceOf(world);
    await orderToken(world);
    await newWorker(world, { ...options, ...("batches" in options && { topicId }) }).settle();
    await learn(world);
    expect(await sumOf(world)).toBe(before - (await balanceOf(world)));
    expect(await spending(world)).toMatchObject({ untold: 0 });
  });

  test("counts a transaction that failed, and no longer waits for one that never ran", async () => {
    const world = await newWorld();
    const gateway = await newGateway(world);
    await gateway.settle();
    world.faults.arm({ kind: "consensus", status: "INVALID_TOPIC_MESSAGE" }, { call: "consensusSubmitMessage" });
    await world.enqueue("mill", 1);
    await gateway.settle();
    await learn(world);
    const { transactions } = await world.db
      .selectFrom("ledger_fees")
      .select("transactions")
      .where("kind", "=", "checkpoint")
      .executeTakeFirstOrThrow();
    expect(transactions).toBe(2n);
    expect(await sumOf(world)).toBe(given - (await balanceOf(world)));
    // Signed, and lost with the process before it was sent.
    const start = Math.floor(world.clock.nowMs() / 1000);
    const lost = `${world.ledger.payerAccountId}@${start}.000000008`;
    await world.db
      .insertInto("ledger_charges")
      .values({ transaction_id: lost, kind: "mint", signed_at: new Date(world.clock.nowMs()) })
      .execute();
    await learn(world);
    expect(await spending(world)).toMatchObject({ untold: 1 });
    world.clock.advance(1_300_000);
    await learn(world);
    expect(await spending(world)).toMatchObject({ untold: 0 });
    expect(await sumOf(world)).toBe(given - (await balanceOf(world)));
  });

  test("counts each transaction once, whoever learns of it", async () => {
    const world = await newWorld();
    const gateway = await newGateway(world);
    await world.enqueue("mill", 2);
    await gateway.settle();
    await Promise.all([learn(world), learn(world), learn(world)]);
    await learn(world);
    expect(await sumOf(world)).toBe(given - (await balanceOf(world)));
  });

  test("is expected at what the kind cost last, until the mirror tells it", async () => {
    const world = await newWorld();
    const gateway = await newGateway(world);
    await world.enqueue("mill", 1);
    await gateway.settle();
    await learn(world);
    const { told } = await spending(world);
    await world.enqueue("mill", 1);
    await gateway.settle();
    const now = await spending(world);
    expect(now).toMatchObject({ told, untold: 1 });
    expect(now.expected).toBeGreaterThan(0n);
    await learn(world);
    expect(await spending(world)).toEqual({ told: now.told + now.expected, expected: 0n, untold: 0 });
  });
});

describe("the daily cap", () => {
  test("once it is reached nothing is sent; the next day all that waited is", async () => {
    const world = await newWorld();
    await (await newGateway(world)).settle();
    await learn(world);
    const { told } = await spending(world);
    const { feeCap, lines } = capped(world, told);
    await world.expireLease();
    const gateway = await newGateway(world, { deps: { feeCap } });
    const worker = newWorker(world);
    const paused = { ...worker, deps: Object.assign(worker.deps, { feeCap }) };
    await orderToken(world);
    await world.enqueue("mill", 3);
    const [messages, balance] = [await messagesOf(world), await balanceOf(world)];
    for (let pass = 0; pass < 5; pass++) {
      expect(await gateway.pass()).toBe("idle");
      await gateway.direct();
      await paused.pass();
    }
    expect(await messagesOf(world)).toBe(messages);
    expect(await balanceOf(world)).toBe(balance);
    expect(lines).toEqual([expect.stringMatching(/LEDGER_DAILY_FEE_CAP_HBAR.*"cap_tinybars"/)]);
    world.clock.advance(86_400_000);
    // Its mints are open jobs too, so the other one is not settled before.
    await paused.settle();
    await gateway.settle();
    expect(await messagesOf(world)).toBeGreaterThan(messages);
    expect(await world.db.selectFrom("outbox").selectAll().execute()).toEqual([]);
    expect(lines).toHaveLength(2);
  });

  test("one that is below what was spent already pauses at once, and a higher one goes on", async () => {
    const world = await newWorld();
    await (await newGateway(world)).settle();
    await learn(world);
    await world.enqueue("mill", 1);
    await world.expireLease();
    const low = await newGateway(world, { deps: { feeCap: capped(world, 1n).feeCap } });
    expect(await low.pass()).toBe("idle");
    expect(await world.db.selectFrom("outbox").selectAll().execute()).toHaveLength(1);
    await world.expireLease();
    const high = await newGateway(world, { deps: { feeCap: capped(world, 1_000n * hbar).feeCap } });
    await high.settle();
    expect(await world.db.selectFrom("outbox").selectAll().execute()).toEqual([]);
  });

  test("what was signed before is followed to its end, and its direct messages wait", async () => {
    const world = await newWorld();
    const ready = await newGateway(world);
    await ready.settle();
    await learn(world);
    await world.enqueue(openPlant, 2);
    // Signed and journaled, not sent.
    await ready.pass();
    const { feeCap } = capped(world, (await spending(world)).told);
    await world.expireLease();
    const gateway = await newGateway(world, { deps: { feeCap } });
    const messages = await messagesOf(world);
    for (let pass = 0; pass < 5; pass++) {
      await gateway.pass();
      await gateway.direct();
    }
    expect(await messagesOf(world)).toBe(messages + 1);
    world.clock.advance(86_400_000);
    await gateway.settle();
    // Both records, and the heartbeat of the new tenure.
    expect(await messagesOf(world)).toBeGreaterThanOrEqual(messages + 3);
  });
});

test("days left are the balance over the fees of the last days, and unknown before there are any", async () => {
  const world = await newWorld();
  const { db, clock } = world;
  expect(await daysLeft({ db, clock }, hbar)).toBeUndefined();
  const nowMs = clock.nowMs();
  const day = (daysAgo: number) => new Date(nowMs - daysAgo * 86_400_000);
  const fee = async (daysAgo: number, tinybars: bigint) => {
    const at = day(daysAgo);
    const rest = { transactions: 1n, newest_tinybars: tinybars, newest_at: at, first_at: at };
    await db
      .insertInto("ledger_fees")
      .values({ day: at.toISOString().slice(0, 10), kind: `kind ${daysAgo}`, tinybars, ...rest })
      .execute();
  };
  await fee(2, 30n);
  await fee(1, 30n);
  // 60 in two days; 3,000 last for a hundred.
  expect(await daysLeft({ db, clock }, 3_000n)).toBeCloseTo(100, 0);
  // Of before the window: it changes nothing.
  await fee(20, 1_000_000n);
  expect(await daysLeft({ db, clock }, 3_000n)).toBeCloseTo(100, 0);
});
