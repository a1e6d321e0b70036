import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resumeToken } from "../../src/issuance/mint-orders.ts";
import { bookMovement } from "../../src/issuance/movements.ts";
import { listTokens } from "../../src/issuance/token-store.ts";
import { getTransfer } from "../../src/issuance/transfers.ts";
import { faultyLedger, type LedgerFaults, naiveLedger } from "../support/ledger.ts";
import { onLedger, placesOf, type UnitsProcess, type UnitsWorld, unitsWorld } from "./units-world.ts";
import { refusedBy } from "./world.ts";

let world: UnitsWorld;
let process: UnitsProcess;
let issuanceId: string;
let tokenId: string;
beforeEach(async () => {
  world = await unitsWorld();
  process = world.process();
  ({ issuanceId } = await world.issued(process));
  ({ tokenId } = await placesOf(world, issuanceId));
});
afterEach(() => world.close());

const token = async () => (await listTokens(world.db))[0];
async function passUntilHalted(one: UnitsProcess): Promise<void> {
  for (let passes = 0; (await token())?.halt === null; passes++) {
    if (passes === 1_000) throw new Error("the token runs on");
    await one.pass();
  }
}
/** What the ledger shows was of units of the issuance. */
async function book(transactionId: string): Promise<void> {
  const [tokenKey, by, reason] = [(await token())?.tokenKey as string, "R. Registrar", "found out"];
  await bookMovement({ ...world.register, clock: world.clock }, { tokenKey, transactionId, issuanceId, by, reason });
}
const treasury = () => world.ledger.payerAccountId;

test("after mints, burns, transfers and an airdrop that waits, ledger and books agree to the unit", async () => {
  const [open, closed] = [await world.outside.account(-1), await world.outside.account(0)];
  await process.transfer(issuanceId, open.accountId, 100n);
  await process.transfer(issuanceId, closed.accountId, 10n);
  await process.retire(issuanceId, 1_000n);
  await process.settle();
  expect(await process.reconcile()).toBe(0);
  const found = await token();
  expect(found).toMatchObject({ halt: null, reconciled: { minted: 8_400n, burned: 1_000n, treasury: 7_300n } });
  // What somebody sends back lies in the treasury and belongs to nobody: no reason to stop.
  const back = {
    kind: "transfer",
    tokenId,
    fromAccountId: open.accountId,
    toAccountId: treasury(),
    amount: 40n,
  } as const;
  await world.outside.as(open, back);
  expect(await process.reconcile()).toBe(0);
  expect((await token())?.reconciled?.treasury).toBe(7_340n);
  expect(await placesOf(world, issuanceId)).toMatchObject({ free: 7_290n, moving: 10n, transferred: 100n });
});

describe("what nobody ordered halts the token and names the transaction", () => {
  test("a burn", async () => {
    const { transactionId } = await world.outside.act({ kind: "burn", tokenId, amount: 5n }, ["supply"]);
    expect(await process.reconcile()).toBe(1);
    expect((await token())?.halt).toMatchObject({ transactionId, reason: "a burn of 5 units: nobody ordered it" });
  });

  test("a transfer out of the treasury, and a second one under the digest of one that was ordered", async () => {
    const { accountId: toAccountId } = await world.outside.account(-1);
    const { transfer } = await process.transfer(issuanceId, toAccountId, 7n);
    await process.settle();
    expect(await process.reconcile()).toBe(0);
    const work = { kind: "transfer", tokenId, fromAccountId: treasury(), toAccountId, amount: 7n } as const;
    const again = await world.outside.act({ ...work, transactionMemo: transfer.memo });
    expect(await process.reconcile()).toBe(1);
    expect((await token())?.halt).toMatchObject({ transactionId: again.transactionId });
    expect((await token())?.halt?.reason).toMatch(/was done before$/);
    await book(again.transactionId);
    await resumeToken(world, (await token())?.tokenKey as string);
    const other = await world.outside.act(work);
    expect(await process.reconcile()).toBe(1);
    expect((await token())?.halt).toMatchObject({ transactionId: other.transactionId });
  });

  test("an airdrop of the operator's own that its receiver claims", async () => {
    const closed = await world.outside.account(0);
    const work = {
      kind: "airdrop",
      tokenId,
      fromAccountId: treasury(),
      toAccountId: closed.accountId,
      amount: 9n,
    } as const;
    await world.outside.act(work);
    expect(await process.reconcile()).toBe(0);
    const claim = await world.outside.claim(closed, tokenId);
    expect(await process.reconcile()).toBe(1);
    expect((await token())?.halt).toMatchObject({ transactionId: claim.transactionId });
  });

  test.each([
    ["another amount", { amount: 8n }, /is of 7$/],
    ["another receiver", { toAccountId: "other" }, /is for 0\.0\.\d+$/],
  ] as const)("a transfer of ours with %s", async (_what, change, reason) => {
    const { accountId: toAccountId } = await world.outside.account(-1);
    const { accountId: other } = await world.outside.account(-1);
    const { transfer } = await process.transfer(issuanceId, toAccountId, 7n);
    const asked = { toAccountId, amount: 7n, ...change };
    const to = asked.toAccountId === "other" ? other : asked.toAccountId;
    const work = {
      kind: "transfer",
      tokenId,
      fromAccountId: treasury(),
      toAccountId: to,
      amount: asked.amount,
    } as const;
    await world.outside.act({ ...work, transactionMemo: transfer.memo });
    expect(await process.reconcile()).toBe(1);
    expect((await token())?.halt?.reason).toMatch(reason);
  });

  test("books that were changed by hand", async () => {
    const change = { free: 8_401n, minted: 8_401n };
    await world.db.updateTable("holdings").set(change).where("issuance_id", "=", issuanceId).execute();
    expect(await process.reconcile()).toBe(1);
    expect((await token())?.halt?.reason).toMatch(/^the books hold 8401 units, .* make 8400$/);
  });
});

test("a halted token moves nothing: orders are refused, what was planned waits, and both go on once it is resumed", async () => {
  const { accountId } = await world.outside.account(-1);
  const { transfer: planned } = await process.transfer(issuanceId, accountId, 1n);
  const { retirement } = await process.retire(issuanceId, 2n);
  const { transactionId } = await world.outside.act({ kind: "burn", tokenId, amount: 5n }, ["supply"]);
  expect(await process.reconcile()).toBe(1);
  expect(await refusedBy(process.transfer(issuanceId, accountId, 1n))).toBe("token.halted");
  expect(await refusedBy(process.retire(issuanceId, 1n))).toBe("token.halted");
  for (let i = 0; i < 3; i++) await process.pass();
  const state = async () => (await getTransfer(world.deps, world.actorOfPilot(), planned.transferId)).state;
  expect(await state()).toBe("ordered");
  expect(await world.ledger.mirror.tokenBalance(accountId, tokenId)).toBeUndefined();
  await book(transactionId);
  await resumeToken(world, (await token())?.tokenKey as string);
  await process.settle();
  expect(await state()).toBe("done");
  expect(retirement.units).toBe(2n);
  expect(await placesOf(world, issuanceId)).toMatchObject({ moving: 0n, transferred: 1n, retired: 7n });
  expect(await process.reconcile()).toBe(0);
});

test("a job of ours that the journal lost is seen on the mirror and not done again: the token halts", async () => {
  const { accountId: toAccountId } = await world.outside.account(-1);
  const { transfer } = await process.transfer(issuanceId, toAccountId, 7n);
  // As after a database that was restored from before the ledger's answer.
  const work = { kind: "transfer", tokenId, fromAccountId: treasury(), toAccountId, amount: 7n } as const;
  const { transactionId } = await world.outside.act({ ...work, transactionMemo: transfer.memo });
  for (let i = 0; i < 3; i++) await process.pass();
  expect((await token())?.halt).toMatchObject({ transactionId });
  expect(await world.ledger.mirror.tokenBalance(toAccountId, tokenId)).toBe(7n);
  // Once the registrar has looked at that transaction it is the order's own.
  await resumeToken(world, (await token())?.tokenKey as string);
  await process.settle();
  const { state, transactionId: taken } = await getTransfer(world.deps, world.actorOfPilot(), transfer.transferId);
  expect([state, taken]).toEqual(["done", transactionId]);
  expect(await world.ledger.mirror.tokenBalance(toAccountId, tokenId)).toBe(7n);
  expect(await process.reconcile()).toBe(0);
  expect((await token())?.halt).toBeNull();
});

test.each(["burn", "transfer"] as const)(
  "should a fresh id ever follow a lost reply, the first %s is seen before another is signed",
  async (move) => {
    const naive = world.process({ ledger: naiveLedger(world.ledger) });
    await world.expireLeases();
    world.faults.arm(
      { kind: "reply-lost-after", how: "reset" },
      { call: move === "burn" ? "tokenBurn" : "cryptoTransfer" },
    );
    const { accountId } = await world.outside.account(-1);
    const memo =
      move === "burn"
        ? (await naive.retire(issuanceId, 3n)).retirement.memo
        : (await naive.transfer(issuanceId, accountId, 3n)).transfer.memo;
    await passUntilHalted(naive);
    expect(await onLedger(world, memo)).toHaveLength(1);
  },
);

test("a supply that the list does not make up halts the token when it is seen twice: replicas of a mirror lag", async () => {
  const { mirror } = world.ledger;
  let lag = 1n;
  const info: LedgerFaults["mirror"] = {
    async token(id) {
      const shown = await mirror.token(id);
      return shown && { ...shown, totalSupply: shown.totalSupply - lag };
    },
  };
  const behind = world.process({ ledger: faultyLedger(world.ledger, { mirror: info }) });
  expect(await behind.reconcile()).toBe(0);
  lag = 0n;
  expect(await behind.reconcile()).toBe(0);
  lag = 2n;
  expect(await behind.reconcile()).toBe(0);
  expect(await behind.reconcile()).toBe(1);
  expect((await token())?.halt?.reason).toMatch(/^8398 units are in circulation, .* make 8400$/);
});

test("a treasury that its own entries do not make up halts the token as well", async () => {
  const balance: LedgerFaults["mirror"] = { tokenBalance: async () => 8_399n };
  const other = world.process({ ledger: faultyLedger(world.ledger, { mirror: balance }) });
  expect(await other.reconcile()).toBe(0);
  expect(await other.reconcile()).toBe(1);
  expect((await token())?.halt?.reason).toMatch(/^8399 units are in the treasury, .* makes 8400$/);
});

test("units that came or went in an unusual way are found before the token is halted for them", async () => {
  const open = await world.outside.account(-1);
  await process.transfer(issuanceId, open.accountId, 100n);
  await process.settle();
  const { mirror } = world.ledger;
  const asked: (string | undefined)[] = [];
  const unusual: LedgerFaults["mirror"] = {
    async treasuryEntries(token, after, limit, kinds) {
      asked.push(kinds);
      const entries = await mirror.treasuryEntries(token, after, limit, kinds);
      return entries.filter(({ name }) => kinds === "any" || name !== "CRYPTOTRANSFER");
    },
  };
  const looking = world.process({ ledger: faultyLedger(world.ledger, { mirror: unusual }) });
  for (let look = 0; look < 4; look++) expect(await looking.reconcile()).toBe(0);
  expect(new Set(asked)).toEqual(new Set(["usual", "any"]));
  expect((await token())?.halt).toBeNull();
});

test("entries that come while it is looking are no mismatch, however often: the two sums are of two moments then", async () => {
  const { mirror } = world.ledger;
  let reads = 0;
  const late: LedgerFaults["mirror"] = {
    // Of the two readings in one look the first is always too early.
    treasuryEntries: async (...query) => (++reads % 2 === 1 ? [] : mirror.treasuryEntries(...query)),
  };
  const looking = world.process({ ledger: faultyLedger(world.ledger, { mirror: late }) });
  for (let look = 0; look < 3; look++) expect(await looking.reconcile()).toBe(0);
  expect(reads).toBe(6);
  expect((await token())?.halt).toBeNull();
});
