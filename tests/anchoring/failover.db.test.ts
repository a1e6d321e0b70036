import { expect, test } from "vitest";
import type { TokenInfo } from "../../src/ledger/ledger.ts";
import { faultyLedger } from "../support/ledger.ts";
import { newWorker, orderToken, verifyMints } from "./works-world.ts";
import { newWorld } from "./world.ts";

test("a mint whose attempt a failover of the database lost is followed to its end by who sent it, not signed anew", async () => {
  const world = await newWorld();
  await orderToken(world);
  const signed = new Set<string>();
  let isLost = false;
  const { mirror } = world.ledger;
  const ledger = faultyLedger(world.ledger, {
    async send(transaction, real) {
      const report = await real();
      signed.add(transaction.transactionId);
      if (signed.size !== 2 || isLost) return report;
      isLost = true;
      await world.db.deleteFrom("ledger_attempts").where("transaction_id", "=", transaction.transactionId).execute();
      return report;
    },
    // And the mirror lags: it shows no mint yet.
    mirror: {
      treasuryEntries: async () => [],
      token: async (id) => ({ ...((await mirror.token(id)) as TokenInfo), totalSupply: 0n }),
    },
  });
  const worker = newWorker(world, { ledger });
  await expect(worker.settle()).rejects.toThrow("ended twice");
  await worker.settle();
  await verifyMints(world);
  expect(signed.size).toBe(3);
});
