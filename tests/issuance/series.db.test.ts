import { expect, test } from "vitest";
import { orderMints } from "../../src/issuance/mint-orders.ts";
import { partsOfToken } from "../../src/issuance/token-parts.ts";
import { listTokens } from "../../src/issuance/token-store.ts";
import type { TokenInfo } from "../../src/ledger/ledger.ts";
import { type MintWorld, mintWorld } from "./mint-world.ts";

/** Each approved statement is of 8 or 9 units. */
const key = "acm0002-v22.0/2026/1000000";

/** What the ledger holds, token by token in the order of the series. */
async function onLedger({ world: { db, ledger } }: MintWorld) {
  const found: { name: string; symbol: string; supply: bigint; most: bigint | undefined; mints: bigint[] }[] = [];
  for (const { tokenId } of await listTokens(db)) {
    const token = (await ledger.mirror.token(tokenId as string)) as TokenInfo;
    const mints = await ledger.mirror.mints(token, undefined, 100);
    const { name, symbol, totalSupply: supply, maxSupply: most } = token;
    found.push({ name, symbol, supply, most, mints: mints.map(({ amount }) => amount).sort() });
  }
  return found;
}

test("an amount that no longer fits a token opens the next of its kind, and no token is ever above its most", async () => {
  const world = await mintWorld(5, { maxSupply: 20n });
  for (const issuance of world.approved) await world.mint(issuance);
  await world.settle();
  const units = world.approved.reduce((sum, issuance) => sum + issuance.units, 0n);
  const found = await onLedger(world);
  expect(found.map(({ symbol }) => symbol)).toEqual(["HMRV2026", "HMRV2026S2", "HMRV2026S3"]);
  expect(found.map(({ name }) => name)[1]).toBe("Hydro MRV acm0002-v22.0 2026, series 2");
  expect(found.map(({ mints }) => mints.length)).toEqual([2, 2, 1]);
  expect(found.reduce((sum, { supply }) => sum + supply, 0n)).toBe(units);
  for (const { supply, most } of found) {
    expect(most).toBe(20n);
    expect(supply).toBeLessThanOrEqual(20n);
  }
  const keys = (await listTokens(world.world.db)).map(({ tokenKey, series }) => `${series} ${tokenKey}`);
  expect(keys).toEqual([`1 ${key}`, `2 ${key}/2`, `3 ${key}/3`]);
  expect(await world.reconcile()).toBe(0);
});

test("parts of one statement fill a token and go on in the next, in their order", async () => {
  const world = await mintWorld(1, { maxSupply: 7n });
  const [issuance] = world.approved as [(typeof world.approved)[number]];
  await world.mint(issuance, 3n);
  await world.settle();
  const rest = issuance.units - 6n;
  expect((await onLedger(world)).map(({ mints }) => mints)).toEqual([[3n, 3n], [rest]]);
  const [, next] = await listTokens(world.world.db);
  const parts = next && (await partsOfToken(world.world.db, next, []));
  expect(parts).toMatchObject([{ partNo: 3, amount: rest, memo: expect.stringMatching(/ 3\/3$/) }]);
  const { state } = await world.world.db.selectFrom("issuances").select("state").executeTakeFirstOrThrow();
  expect(state).toBe("issued");
  expect(await world.reconcile()).toBe(0);
});

test("what fills a token exactly opens no other, and what comes after it does", async () => {
  const world = await mintWorld(2, { maxSupply: 9n });
  const [first, second] = world.approved as [(typeof world.approved)[number], (typeof world.approved)[number]];
  await world.mint(first, first.units);
  await world.settle();
  expect(await listTokens(world.world.db)).toHaveLength(1);
  await world.mint(second);
  await world.settle();
  expect((await onLedger(world)).map(({ supply }) => supply)).toEqual([first.units, second.units]);
});

test("two planners at once open one next token", async () => {
  const world = await mintWorld(3, { maxSupply: 9n });
  for (const issuance of world.approved) await world.mint(issuance);
  for (let round = 0; round < 4; round++) {
    await Promise.all([orderMints(world.deps), orderMints(world.deps)]);
    await world.settle();
  }
  expect((await onLedger(world)).map(({ mints }) => mints.length)).toEqual([1, 1, 1]);
});

test("a mint in the second series that no statement asked for halts that token and not the first", async () => {
  const world = await mintWorld(2, { maxSupply: 9n });
  for (const issuance of world.approved) await world.mint(issuance);
  await world.settle();
  const { ledger, clock, db } = world.world;
  const [, second] = await listTokens(db);
  const transactionId = `${ledger.payerAccountId}@${Math.floor(clock.nowMs() / 1000) - 5}.000000777`;
  const terms = { transactionId, validDurationS: 60, nodeAccountId: ledger.nodeAccountIds[0] as string };
  const work = { kind: "mint", tokenId: second?.tokenId as string, amount: 1n } as const;
  await ledger.send(await ledger.prepare(work, { ...terms, signers: ["supply"] }));
  await expect.poll(() => world.reconcile()).toBe(1);
  const halts = (await listTokens(db)).map(({ halt }) => halt?.transactionId ?? null);
  expect(halts).toEqual([null, transactionId]);
});
