import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { holdWorks, orderWork, releaseWorks } from "../../src/anchoring/outbox.ts";
import { workOf } from "../../src/anchoring/work-payload.ts";
import { mintsOnLedger, newWorker, openJobs, orderMint, orderToken, subject, tokensCreated } from "./works-world.ts";
import { newWorld, type World } from "./world.ts";

/** Orders that the network keeps as schedules, over the weeks that they may take. */

const dayMs = 86_400_000;

/** A token whose first mints are done, and who works on the next orders. */
async function begin() {
  const world = await newWorld();
  await orderToken(world);
  const worker = newWorker(world, { scheduled: true });
  await worker.settle();
  const [tokenId] = (await tokensCreated(world)) as [string];
  return { world, worker, tokenId };
}

async function endings({ db }: World): Promise<(string | null)[]> {
  const rows = await db.selectFrom("ledger_attempts").select("ending").orderBy("created_at").execute();
  return rows.map(({ ending }) => ending);
}

test("an order that was held for months is done as soon as it may go on", async () => {
  const { world, worker, tokenId } = await begin();
  await world.db.transaction().execute(async (tx) => {
    await orderMint(world, tx, { tokenId, memo: "late", scheduled: true });
    await holdWorks(tx, subject);
  });
  await worker.pass();
  world.clock.advance(70 * dayMs);
  await world.db.transaction().execute((tx) => releaseWorks(tx, subject));
  await expect.poll(() => worker.pass().then(() => openJobs(world)), { timeout: 5_000 }).toBe(0);
  expect(await mintsOnLedger(world)).toContain("late 1");
  expect(new Set(await endings(world))).toEqual(new Set(["SUCCESS"]));
});

test("work that a schedule ran without effect is asked for again at once, not a month later", async () => {
  const { world, worker, tokenId } = await begin();
  const work = { kind: "burn", tokenId, amount: 1_528n, transactionMemo: "one too many" } as const;
  const order = { kind: "burn", subject, work, signers: ["supply"], scheduled: true } as const;
  const random = { bytes: (length: number) => randomBytes(length) };
  const facts = { random, at: new Date(world.clock.nowMs()) };
  await world.db.transaction().execute((tx) => orderWork(tx, order, facts));
  // Not even the second one has it: as often as that, there is another one after it.
  const failed = async () => (await endings(world)).filter((ending) => ending === "INVALID_TOKEN_BURN_AMOUNT").length;
  await expect.poll(() => worker.pass().then(failed), { timeout: 5_000 }).toBeGreaterThanOrEqual(2);
  await world.db.transaction().execute((tx) => orderMint(world, tx, { tokenId, memo: "that one", scheduled: true }));
  await expect.poll(() => worker.pass().then(() => openJobs(world)), { timeout: 5_000 }).toBe(0);
  expect(new Set(await endings(world))).toEqual(new Set(["SUCCESS", "INVALID_TOKEN_BURN_AMOUNT"]));
});

test("more orders at once than the network lets end within one second are all done", async () => {
  const { world, worker, tokenId } = await begin();
  const memos = Array.from({ length: 14 }, (_, i) => `statement of plant ${i}`);
  await world.db.transaction().execute(async (tx) => {
    for (const memo of memos) await orderMint(world, tx, { tokenId, memo, scheduled: true });
  });
  await expect.poll(() => worker.pass().then(() => openJobs(world)), { timeout: 8_000 }).toBe(0);
  expect(await mintsOnLedger(world)).toEqual(expect.arrayContaining(memos.map((memo) => `${memo} 1`)));
});

test("an order whose schedule's second is full asks for another one", async () => {
  const { world, worker, tokenId } = await begin();
  world.faults.arm({ kind: "consensus", status: "SCHEDULE_EXPIRY_IS_BUSY" }, { call: "scheduleCreate" });
  await world.db.transaction().execute((tx) => orderMint(world, tx, { tokenId, memo: "late", scheduled: true }));
  await expect.poll(() => worker.pass().then(() => openJobs(world)), { timeout: 5_000 }).toBe(0);
  const bodies = await world.db.selectFrom("ledger_attempts").select("entity_id").orderBy("created_at").execute();
  const shown = await fetch(`${world.ledger.mirrorUrl}/api/v1/schedules/${bodies.at(-1)?.entity_id}`);
  const { expiration_time } = (await shown.json()) as { expiration_time: string };
  const planned = workOf(
    { work: { kind: "mint", tokenId, amount: 1n, transactionMemo: "late" }, signers: [], scheduled: true },
    { orderedAt: new Date(world.clock.nowMs()), ended: 0, nowMs: world.clock.nowMs(), payerAccountId: "0.0.1" },
  );
  expect(planned).toHaveProperty("expirationTime", `${Number(expiration_time.split(".")[0]) + 1}.000000000`);
});
