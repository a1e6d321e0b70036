import { expect, test } from "vitest";
import { faultyLedger, type LedgerFaults } from "../support/ledger.ts";
import { mintsOnLedger, newWorker, orderMint, orderToken, tokensCreated } from "./works-world.ts";
import { newWorld } from "./world.ts";

test("orders that wait for signatures keep none behind them from the ledger, however long each look at them takes", async () => {
  const world = await newWorld();
  const { db, ledger } = world;
  await orderToken(world);
  const faults: LedgerFaults = {};
  const worker = newWorker(world, { ledger: faultyLedger(ledger, faults) });
  await worker.settle();
  const [tokenId] = (await tokensCreated(world)) as [string];
  const order = (memo: string, scheduled: boolean) =>
    db.transaction().execute((tx) => orderMint(world, tx, { tokenId, memo, scheduled }));
  // To this gateway it looks as if nobody had signed yet, and a look takes longer than it rests before the next one.
  faults.mirror = {
    transactions: async () => [],
    schedule: async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return undefined;
    },
  };
  for (const memo of ["waits", "waits too"]) await order(memo, true);
  world.clock.advance(1_000);
  await order("behind them", false);
  const stopping = new AbortController();
  const flight = worker.pass(stopping.signal);
  await expect.poll(() => mintsOnLedger(world), { timeout: 5_000 }).toContain("behind them 1");
  stopping.abort();
  await flight;
});
