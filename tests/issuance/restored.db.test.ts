import { expect, test } from "vitest";
import { resumeToken } from "../../src/issuance/mint-orders.ts";
import { listTokens } from "../../src/issuance/token-store.ts";
import { tokensCreated } from "../anchoring/works-world.ts";
import { dumped } from "../support/dump.ts";
import { mintWorld } from "./mint-world.ts";

/** A database that was brought back from a backup of before its first token. */

test("a token that a restored database knows nothing of is not created again, and its mint not done twice", async () => {
  const { world, approved, ...gateway } = await mintWorld(1);
  const [issuance] = approved as [(typeof approved)[number]];
  await gateway.mint(issuance);
  const backup = await dumped(world.db);
  await gateway.settle();
  const [before] = await listTokens(world.db);
  await backup.restore();
  gateway.forget();

  await gateway.settle();
  const [after] = await listTokens(world.db);
  expect(await tokensCreated(world)).toEqual([before?.tokenId]);
  expect(after).toMatchObject({ tokenId: before?.tokenId, transactionId: before?.transactionId });
  expect(after?.halt).toMatchObject({ transactionId: expect.any(String) });
  await resumeToken(world, after?.tokenKey as string);
  await gateway.settle();
  expect(await world.ledger.mirror.token(after?.tokenId as string)).toMatchObject({ totalSupply: issuance.units });
  world.clock.advance(600_000);
  expect(await gateway.reconcile()).toBe(0);
  expect(await gateway.difference()).toBe(0n);
});

test("nor is a collection of certificates, and its serials are those of their issuances", async () => {
  const certificates = { address: () => "https://mrv.example", network: "local" };
  const { world, approved, ...gateway } = await mintWorld(1, { certificates });
  const [issuance] = approved as [(typeof approved)[number]];
  await gateway.mint(issuance, issuance.units);
  await gateway.settle();
  const serials = () => world.db.selectFrom("certificates").select(["token_id", "uri", "transaction_id"]).execute();
  const [tokens, before] = [await listTokens(world.db), await serials()];
  // As after a backup of before the first certificate.
  await world.db.deleteFrom("certificates").execute();
  await world.db.deleteFrom("tokens").where("kind", "=", "certificates").execute();
  gateway.forget();

  await gateway.settle();
  expect(await listTokens(world.db)).toMatchObject(
    tokens.map(({ tokenId, transactionId }) => ({ tokenId, transactionId })),
  );
  expect(await tokensCreated(world)).toHaveLength(2);
  expect(await serials()).toEqual(before);
});
