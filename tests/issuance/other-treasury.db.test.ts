import { AccountId, AccountUpdateTransaction, Client, PrivateKey, Timestamp, TransactionId } from "@hashgraph/sdk";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listHoldings } from "../../src/issuance/holdings-store.ts";
import { listTokens } from "../../src/issuance/token-store.ts";
import type { MintTerms } from "../../src/issuance/tokens.ts";
import { type Account, type UnitsWorld, unitsWorld } from "./units-world.ts";

/** An operator who wants what is issued from now on in another account, as HEDERA_TREASURY_ID and its key say it. */

let world: UnitsWorld;
beforeEach(async () => {
  world = await unitsWorld();
});
afterEach(() => world.close());

/** A gateway that was started with this treasury; absent: the operator's account. */
async function startedWith(treasury?: Account) {
  await world.expireLeases();
  if (treasury === undefined) return world.process();
  const terms: MintTerms = { ...world.terms, treasuryAccountId: treasury.accountId, treasurySigner: "treasury" };
  return world.process({ ledger: world.outside.ledgerWith({ treasury: treasury.key }), terms });
}

/** Another period of another plant: of a kind of its own it is issued in a token of its own. */
async function issuedIn(process: { settle(): Promise<void> }, unitG: string) {
  const plant = await world.running({ issuance: { unit_g: unitG } });
  const { issuanceId } = await world.minting(plant, await world.closed(plant));
  await process.settle();
  const [holding] = await listHoldings(world.db, "pilot", issuanceId);
  return { issuanceId, tokenId: holding?.tokenId as string };
}

const treasuries = async () =>
  new Map((await listTokens(world.db)).map(({ tokenId, treasuryAccountId }) => [tokenId, treasuryAccountId]));

/** The account is given the key of another one. */
async function giveKey({ accountId, key }: Account, to: Account): Promise<void> {
  const [own, other] = [PrivateKey.fromStringDer(key), PrivateKey.fromStringDer(to.key)];
  const client = new Client({ network: { ...world.local.network }, scheduleNetworkUpdate: false });
  client.setOperator(accountId, own);
  const update = new AccountUpdateTransaction().setAccountId(accountId).setKey(other.publicKey);
  const start = Timestamp.fromDate(new Date(Math.floor(world.clock.nowMs()) - 5_000));
  update.setTransactionId(TransactionId.withValidStart(AccountId.fromString(accountId), start)).freezeWith(client);
  await (await (await update.sign(other)).execute(client)).getReceipt(client);
  client.close();
}

test("once HEDERA_TREASURY_ID is another account than the operator's, new tokens have it, and those from before go on in theirs", async () => {
  const before = await startedWith();
  const old = await issuedIn(before, "1000");
  const [treasury, buyer] = [await world.outside.account(-1), await world.outside.account(-1)];
  const process = await startedWith(treasury);
  const young = await issuedIn(process, "1000000");
  expect(await treasuries()).toEqual(
    new Map([
      [old.tokenId, world.ledger.payerAccountId],
      [young.tokenId, treasury.accountId],
    ]),
  );
  await process.transfer(old.issuanceId, buyer.accountId, 100n);
  await process.transfer(young.issuanceId, buyer.accountId, 1n);
  await process.retire(old.issuanceId, 10n);
  const more = await issuedIn(process, "1000");
  expect(more.tokenId).toBe(old.tokenId);
  const held = async (tokenId: string) => world.ledger.mirror.tokenBalance(buyer.accountId, tokenId);
  expect(await Promise.all([held(old.tokenId), held(young.tokenId)])).toEqual([100n, 1n]);
  expect(await process.reconcile()).toBe(0);
  expect(await process.difference()).toBe(0n);
});

test("units go out of a former treasury account once it has the key of the new one, and wait until then", async () => {
  const [former, treasury, buyer] = [
    await world.outside.account(-1),
    await world.outside.account(-1),
    await world.outside.account(-1),
  ];
  const old = await issuedIn(await startedWith(former), "1000");
  expect((await treasuries()).get(old.tokenId)).toBe(former.accountId);
  const process = await startedWith(treasury);
  const more = await issuedIn(process, "1000");
  expect(more.tokenId).toBe(old.tokenId);
  const { transfer } = await process.transfer(old.issuanceId, buyer.accountId, 100n);
  await process.pass();
  const ended = await world.db.selectFrom("ledger_attempts").select("ending").where("phase", "=", "dead").execute();
  expect(ended).toEqual([{ ending: "INVALID_SIGNATURE" }]);
  await giveKey(former, treasury);
  await process.settle();
  expect(await world.ledger.mirror.tokenBalance(buyer.accountId, old.tokenId)).toBe(transfer.units);
  expect(await process.reconcile()).toBe(0);
});
