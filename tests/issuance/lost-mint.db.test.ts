import { expect, test } from "vitest";
import { resumeToken } from "../../src/issuance/mint-orders.ts";
import { listTokens } from "../../src/issuance/token-store.ts";
import { mintWorld } from "./mint-world.ts";

/** A mint of ours that the ledger has and a restored database knows nothing of. */

test("a lost mint that a person has looked at is its statement's own: the token goes on, and nothing is minted twice", async () => {
  const { world, approved, ...gateway } = await mintWorld(2);
  const { ledger, clock, db } = world;
  const [first, second] = approved as [(typeof approved)[number], (typeof approved)[number]];
  await gateway.mint(first);
  await gateway.settle();
  const token = async () => (await listTokens(db))[0];
  const { tokenId, tokenKey } = (await token()) as { tokenId: string; tokenKey: string };

  await gateway.mint(second);
  const wanted = db.selectFrom("mint_parts").selectAll().where("state", "=", "committed");
  const { memo, amount } = await wanted.executeTakeFirstOrThrow();
  const transactionId = `${ledger.payerAccountId}@${Math.floor(clock.nowMs() / 1000) - 5}.000000777`;
  const nodeAccountId = ledger.nodeAccountIds[0] as string;
  const terms = { transactionId, validDurationS: 60, nodeAccountId, signers: ["supply"] };
  await ledger.send(await ledger.prepare({ kind: "mint", tokenId, amount, transactionMemo: memo }, terms));
  await expect.poll(async () => (await ledger.mirror.transactions(transactionId)).length).toBe(1);

  await gateway.settle();
  expect(await token()).toMatchObject({ halt: { transactionId } });
  await resumeToken(world, tokenKey);
  await gateway.settle();
  expect(await token()).toMatchObject({ halt: null });
  const settled = db.selectFrom("mint_parts").select(["state", "transaction_id"]).where("memo", "=", memo);
  expect(await settled.execute()).toEqual([{ state: "minted", transaction_id: transactionId }]);
  const supply = first.units + second.units;
  expect(await ledger.mirror.token(tokenId)).toMatchObject({ totalSupply: supply });
  // Also once the mirror is so far that nothing is excused as under way.
  clock.advance(600_000);
  expect(await gateway.reconcile()).toBe(0);
  expect(await gateway.difference()).toBe(0n);
});
