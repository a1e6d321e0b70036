import { expect, test } from "vitest";
import { FeeRoom } from "../../src/anchoring/fee-room.ts";
import { Refusals } from "../../src/anchoring/refusals.ts";
import { newWorksMemory, runWorks } from "../../src/anchoring/works.ts";
import { faultyLedger } from "../support/ledger.ts";
import { verifyLog } from "./verify-log.ts";
import { mintsOnLedger, newWorker, openTopic, orderMint, orderToken, tokensCreated, wanted } from "./works-world.ts";
import { newGateway, newWorld, type World } from "./world.ts";

/** Time runs fast where nodes refuse, so that windows close. */
const hasty = (world: World) =>
  faultyLedger(world.ledger, {
    async send(_, real) {
      const report = await real();
      if (report.outcome === "refused") world.clock.advance(10_000);
      return report;
    },
    async receipt(_, real) {
      const report = await real();
      if (report.outcome === "not-found") world.clock.advance(8_000);
      return report;
    },
  });

test("a checkpoint that has come to cost more than is usually paid at most is anchored, once, under a higher cap", async () => {
  const world = await newWorld();
  const refusals = new Refusals();
  const gateway = await newGateway(world, { ledger: hasty(world), deps: { feeRoom: new FeeRoom(8), refusals } });
  await gateway.settle();
  world.faults.setPrices(200n);
  await world.enqueue("dam", 1);
  await gateway.settle(1_000);
  await verifyLog(world, { dam: 1 });
  const phases = await world.db
    .selectFrom("ledger_attempts as attempt")
    .innerJoin("ledger_jobs as job", "job.job_id", "attempt.job_id")
    .select("attempt.phase")
    .where("job.kind", "=", "checkpoint")
    .orderBy("attempt.attempt_no")
    .execute();
  expect(phases.map(({ phase }) => phase)).toEqual(["dead", "succeeded"]);
  expect(refusals.words).toBeUndefined();
}, 60_000);

test("above its ceiling nothing is paid, and it is told which setting that is", async () => {
  const world = await newWorld();
  const refusals = new Refusals();
  const gateway = await newGateway(world, { ledger: hasty(world), deps: { feeRoom: new FeeRoom(2), refusals } });
  await gateway.settle();
  const { balance } = (await world.ledger.mirror.account(world.ledger.payerAccountId)) as { balance: bigint };
  world.faults.setPrices(500n);
  await world.enqueue("dam", 1);
  const stop = new AbortController();
  const passes = (async () => {
    while (!stop.signal.aborted) await gateway.pass(stop.signal);
  })();
  await expect.poll(() => refusals.words).toMatch(/INSUFFICIENT_TX_FEE.*LEDGER_MAX_FEE_FACTOR/);
  stop.abort();
  await passes;
  expect(await world.ledger.mirror.account(world.ledger.payerAccountId)).toMatchObject({ balance });
}, 60_000);

test.each([
  // The schedule takes it, and its work is refused for its own cap.
  ["by schedule", 300n, { scheduled: true }],
  // The batch takes it, and both of its parts are refused for theirs.
  ["in a batch", 250n, { topic: true }],
  ["alone", 300n, {}],
] as const)(
  "a mint %s that costs more than is usually paid at most is done once",
  async (_, prices, how) => {
    const world = await newWorld();
    await orderToken(world);
    await newWorker(world).settle();
    const topicId = "topic" in how ? await openTopic(world) : undefined;
    const scheduled = "scheduled" in how;
    const [tokenId] = (await tokensCreated(world)) as [string];
    world.faults.setPrices(prices);
    const memo = "statement three";
    const mint = { tokenId, memo, scheduled, topicId };
    await world.db.transaction().execute((tx) => orderMint(world, tx, mint));
    await world.expireLease();
    const { deps } = newWorker(world, { ledger: hasty(world), scheduled, ...(topicId && { topicId }) });
    const memory = newWorksMemory();
    const feeRoom = new FeeRoom(8);
    await expect
      .poll(
        async () => {
          await runWorks({ ...deps, feeRoom }, memory, new AbortController().signal);
          return mintsOnLedger(world);
        },
        { timeout: 50_000 },
      )
      .toEqual([...Object.entries(wanted), [memo, 1n]].map(([name, amount]) => `${name} ${amount}`).sort());
    await expect
      .poll(async () => {
        await runWorks({ ...deps, feeRoom }, memory, new AbortController().signal);
        return world.db.selectFrom("ledger_jobs").select("kind").where("state", "=", "open").execute();
      })
      .toEqual([]);
    expect(await mintsOnLedger(world)).toHaveLength(3);
  },
  60_000,
);
