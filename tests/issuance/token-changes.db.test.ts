import { afterEach, beforeEach, expect, test } from "vitest";
import { resumeToken } from "../../src/issuance/mint-orders.ts";
import { listMovements } from "../../src/issuance/movement-store.ts";
import { bookMovement } from "../../src/issuance/movements.ts";
import { listTokens } from "../../src/issuance/token-store.ts";
import { faultyLedger } from "../support/ledger.ts";
import { deleteToken, giveTreasury } from "../support/token-admin.ts";
import { type Account, placesOf, type UnitsProcess, type UnitsWorld, unitsWorld } from "./units-world.ts";

/** Whoever has a token's admin key gives it another treasury, which takes all units that lie in the old one, or deletes it. */

let world: UnitsWorld;
let process: UnitsProcess;
beforeEach(async () => {
  world = await unitsWorld();
  process = world.process();
});
afterEach(() => world.close());

/** A period whose mint is next; its token is there. */
async function firstToken(): Promise<string> {
  const plant = await world.running({ issuance: { unit_g: "1000" } });
  await world.minting(plant, await world.closed(plant));
  while ((await token())?.tokenId == null) await process.pass();
  return (await token())?.tokenId as string;
}

const token = async () => (await listTokens(world.db))[0];
const own = () => ({ accountId: world.ledger.payerAccountId, key: world.local.operator.privateKeyDer });

const changeTreasury = (tokenId: string, to: Account) => giveTreasury(world, tokenId, to);

async function untilHalted(): Promise<void> {
  for (let looks = 0; (await token())?.halt === null; looks++) {
    expect(looks).toBeLessThan(20);
    await process.pass();
    await process.reconcile();
  }
}

test("a token whose treasury is another account by now is halted with both, and nothing is moved in it until it is the one of the books again", async () => {
  const { issuanceId } = await world.issued(process);
  const { tokenId } = await placesOf(world, issuanceId);
  const [thief, buyer] = [await world.outside.account(-1), await world.outside.account(-1)];
  await changeTreasury(tokenId, thief);
  const { transfer } = await process.transfer(issuanceId, buyer.accountId, 100n);
  await untilHalted();
  const { halt, tokenKey } = (await token()) as NonNullable<Awaited<ReturnType<typeof token>>>;
  expect(halt?.reason).toContain(`on the ledger its treasury is ${thief.accountId}, in the books ${own().accountId}`);
  expect(await world.ledger.mirror.tokenBalance(buyer.accountId, tokenId)).toBeUndefined();

  await changeTreasury(tokenId, own());
  await process.reconcile();
  const who = { by: "R. Registrar", reason: "changed back by the admin key's holder" };
  for (const { transactionId, booked } of await listMovements(world.db, tokenKey)) {
    expect(booked).toBeNull();
    const booking = { tokenKey, transactionId, issuanceId: undefined, ...who };
    await bookMovement({ ...world.register, clock: world.clock }, booking);
  }
  await resumeToken(world, tokenKey);
  await process.settle();
  expect(await world.ledger.mirror.tokenBalance(buyer.accountId, tokenId)).toBe(transfer.units);
  expect(await process.reconcile()).toBe(0);
  expect(await process.difference()).toBe(0n);
});

test("nothing is minted into another treasury, not even the first units", async () => {
  const tokenId = await firstToken();
  const thief = await world.outside.account(-1);
  await changeTreasury(tokenId, thief);
  await untilHalted();
  expect((await token())?.halt?.reason).toContain(`its treasury is ${thief.accountId}`);
  expect(await world.ledger.mirror.token(tokenId)).toMatchObject({ totalSupply: 0n });

  await changeTreasury(tokenId, own());
  await process.reconcile();
  await resumeToken(world, (await token())?.tokenKey as string);
  await process.settle();
  expect(await world.ledger.mirror.token(tokenId)).toMatchObject({ totalSupply: 8_400n });
});

test("a token that was deleted is halted with that word, and no try at a mint in it is paid for", async () => {
  const tokenId = await firstToken();
  await deleteToken(world, tokenId);
  await untilHalted();
  expect((await token())?.halt?.reason).toMatch(/^the token is deleted on the ledger/);
  for (let passes = 0; passes < 20; passes++) await process.pass();
  const attempts = await world.db
    .selectFrom("ledger_attempts")
    .innerJoin("ledger_jobs", "ledger_jobs.job_id", "ledger_attempts.job_id")
    .select("ending")
    .where("kind", "=", "mint")
    .execute();
  expect(attempts).toEqual([]);
});

test("a mint that went into another treasury, which was that for just so long, is found by what the treasury of the books did not get", async () => {
  const tokenId = await firstToken();
  const [thief, fence] = [await world.outside.account(-1), await world.outside.account(-1)];
  let changes = 0;
  const ledger = faultyLedger(world.ledger, {
    async send(_, real) {
      if (changes++ === 0) await changeTreasury(tokenId, thief);
      return real();
    },
  });
  await world.expireLeases();
  await world.process({ ledger }).settle();
  expect(await world.ledger.mirror.tokenBalance(thief.accountId, tokenId)).toBe(8_400n);
  const away = { kind: "transfer", tokenId, fromAccountId: thief.accountId, toAccountId: fence.accountId } as const;
  await world.outside.as(thief, { ...away, amount: 8_400n });
  await changeTreasury(tokenId, own());
  expect(await process.reconcile()).toBe(1);
  expect((await token())?.halt?.reason).toBe("a mint of 0 units into the treasury: its statement asked for 8400");
});
