import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getTransfer, listOwnTransfers, recallTransfer } from "../../src/issuance/transfers.ts";
import { LedgerUnavailable } from "../../src/ledger/ledger.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { faultyLedger, type LedgerFaults } from "../support/ledger.ts";
import { actorOf } from "./parties.ts";
import { type Account, onLedger, placesOf, type UnitsProcess, type UnitsWorld, unitsWorld } from "./units-world.ts";
import { refusedBy } from "./world.ts";

let world: UnitsWorld;
let process: UnitsProcess;
let issuanceId: string;
let tokenId: string;
beforeAll(async () => {
  world = await unitsWorld();
  process = world.process();
  ({ issuanceId } = await world.issued(process));
  ({ tokenId } = await placesOf(world, issuanceId));
});
afterAll(() => world.close());

const now = (transferId: string) => getTransfer(world.deps, world.actorOfPilot(), transferId);
const held = (accountId: string) => world.ledger.mirror.tokenBalance(accountId, tokenId);
const recall = (transferId: string) => recallTransfer(process.deps, world.actorOfPilot(), transferId);

/** Passes until the transfer is in that state. */
async function passUntil(transferId: string, state: string, before: () => void = () => {}): Promise<void> {
  for (let passes = 0; (await now(transferId)).state !== state; passes++) {
    if (passes === 1_000) throw new Error(`${transferId} is ${(await now(transferId)).state}, not ${state}`);
    before();
    await process.pass();
  }
}

/** Steps of a transfer in the plant's chain, in order. */
async function stepsOf(transferId: string) {
  const rows = await world.db
    .selectFrom("records")
    .select("body")
    .where("kind", "=", "transfer")
    .orderBy("seq")
    .execute();
  const all = rows.map(({ body }) => JSON.parse(new TextDecoder().decode(body)).transfer);
  return all.filter((one) => one.transfer_id === transferId);
}

test("what is minted belongs to the plant's organisation and lies in the treasury", async () => {
  expect(await placesOf(world, issuanceId)).toMatchObject({ free: 8_400n, moving: 0n, transferred: 0n, retired: 0n });
  expect(await held(world.ledger.payerAccountId)).toBe(8_400n);
});

test("a transfer to an account that takes tokens arrives, once, under the digest of what was ordered", async () => {
  const { free } = await placesOf(world, issuanceId);
  const buyer = await world.outside.account(-1);
  const { transfer } = await process.transfer(issuanceId, buyer.accountId, 400n);
  expect(transfer.state).toBe("ordered");
  expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 400n, moving: 400n });
  await process.settle();
  const done = await now(transfer.transferId);
  expect(done).toMatchObject({ state: "done", route: "transfer" });
  const [entry, ...more] = await onLedger(world, transfer.memo);
  expect([entry?.transactionId, more]).toEqual([done.transactionId, []]);
  expect(await held(buyer.accountId)).toBe(400n);
  expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 400n, moving: 0n, transferred: 400n });
  const [order, arrival, ...others] = await stepsOf(transfer.transferId);
  expect(order).toMatchObject({ step: "order", sha256: transfer.memo, statement: { to_account: buyer.accountId } });
  expect(arrival).toMatchObject({ step: "arrive", transaction_id: done.transactionId });
  expect(others).toEqual([]);
});

describe("an account without room for the token", () => {
  async function waiting(units: bigint): Promise<{ account: Account; transferId: string; free: bigint }> {
    const account = await world.outside.account(0);
    const { free } = await placesOf(world, issuanceId);
    const { transfer } = await process.transfer(issuanceId, account.accountId, units);
    await process.settle();
    const { transferId } = transfer;
    expect(await now(transferId)).toMatchObject({ state: "pending_claim", route: "airdrop" });
    expect(await held(account.accountId)).toBeUndefined();
    return { account, transferId, free };
  }

  test("gets an airdrop that waits, is shown as waiting, and is done once its owner has claimed it", async () => {
    const { account, transferId, free } = await waiting(10n);
    await process.pass();
    expect((await now(transferId)).state).toBe("pending_claim");
    expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 10n, moving: 10n });
    const claim = await world.outside.claim(account, tokenId);
    expect(claim.status).toBe("SUCCESS");
    await passUntil(transferId, "done");
    expect((await now(transferId)).claimTransactionId).toBe(claim.transactionId);
    expect(await held(account.accountId)).toBe(10n);
    expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 10n, moving: 0n });
    expect((await stepsOf(transferId)).map(({ step }) => step)).toEqual(["order", "wait", "arrive"]);
    expect(await process.reconcile()).toBe(0);
  });

  test("can be recalled: the units are the owner's again, and nothing waits any more", async () => {
    const { account, transferId, free } = await waiting(11n);
    expect((await recall(transferId)).repeated).toBe(false);
    expect((await recall(transferId)).repeated).toBe(true);
    await process.settle();
    expect(await now(transferId)).toMatchObject({ state: "cancelled" });
    expect(await placesOf(world, issuanceId)).toMatchObject({ free, moving: 0n });
    expect(await world.outside.claim(account, tokenId)).toMatchObject({ status: "INVALID_PENDING_AIRDROP_ID" });
    expect((await stepsOf(transferId)).map(({ step }) => step)).toEqual(["order", "wait", "recall", "cancel"]);
    expect(await process.reconcile()).toBe(0);
  });

  test("takes airdrops of two tokens with one claim, and both are done", async () => {
    const plant = await world.running({ issuance: { unit_g: "1000000" } });
    const { issuanceId: coarse } = await world.minting(plant, await world.closed(plant));
    await process.settle();
    const { tokenId: other } = await placesOf(world, coarse);
    const { account, transferId } = await waiting(17n);
    const { transfer: second } = await process.transfer(coarse, account.accountId, 2n);
    await process.settle();
    const claim = await world.outside.claim(account, tokenId, other);
    expect(claim.status).toBe("SUCCESS");
    await passUntil(transferId, "done");
    await passUntil(second.transferId, "done");
    for (const id of [transferId, second.transferId]) {
      expect((await now(id)).claimTransactionId).toBe(claim.transactionId);
    }
    expect(await process.reconcile()).toBe(0);
  });

  test("that claims before the recall is there keeps the units", async () => {
    const { account, transferId, free } = await waiting(12n);
    await recall(transferId);
    await world.outside.claim(account, tokenId);
    await passUntil(transferId, "done");
    expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 12n, moving: 0n });
    expect(await held(account.accountId)).toBe(12n);
  });

  test("whose airdrop was taken back outside the gateway frees the units once the ledger has said so", async () => {
    const { account, transferId, free } = await waiting(13n);
    const fromAccountId = world.ledger.payerAccountId;
    await world.outside.act({ kind: "cancel-airdrop", tokenId, fromAccountId, toAccountId: account.accountId });
    await process.pass();
    expect((await now(transferId)).state).toBe("pending_claim");
    await recall(transferId);
    await passUntil(transferId, "cancelled", () => world.clock.advance(60_000));
    expect((await now(transferId)).reason).toBe("the airdrop was taken back outside this gateway");
    expect(await placesOf(world, issuanceId)).toMatchObject({ free, moving: 0n });
    expect(await process.reconcile()).toBe(0);
  });

  test("gets one airdrop at a time: they wait as one sum on the ledger", async () => {
    const { account, transferId, free } = await waiting(14n);
    const { transfer: second } = await process.transfer(issuanceId, account.accountId, 15n);
    await process.pass();
    expect(await now(second.transferId)).toMatchObject({ state: "ordered", jobId: null });
    // What was not sent yet is taken back at once.
    const { transfer: third } = await process.transfer(issuanceId, account.accountId, 16n);
    expect((await recall(third.transferId)).transfer.state).toBe("cancelled");
    await world.outside.claim(account, tokenId);
    await process.settle();
    expect([(await now(transferId)).state, (await now(second.transferId)).state]).toEqual(["done", "done"]);
    expect(await now(second.transferId)).toMatchObject({ route: "transfer" });
    expect(await held(account.accountId)).toBe(29n);
    expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 29n, moving: 0n });
  });

  test("but with free places takes the airdrop at once", async () => {
    const account = await world.outside.account(1);
    const { transfer } = await process.transfer(issuanceId, account.accountId, 5n);
    await process.settle();
    expect(await now(transfer.transferId)).toMatchObject({ state: "done", route: "airdrop", claimTransactionId: null });
    expect((await stepsOf(transfer.transferId)).map(({ step }) => step)).toEqual(["order", "arrive"]);
    expect(await held(account.accountId)).toBe(5n);
  });

  test("after it was seen with room, gets an airdrop under the same digest", async () => {
    const account = await world.outside.account(-1);
    const { transfer } = await process.transfer(issuanceId, account.accountId, 6n);
    world.faults.arm({ kind: "consensus", status: "NO_REMAINING_AUTOMATIC_ASSOCIATIONS" }, { call: "cryptoTransfer" });
    await process.settle();
    expect(await now(transfer.transferId)).toMatchObject({ state: "done", route: "airdrop" });
    expect(await onLedger(world, transfer.memo)).toHaveLength(1);
  });
});

describe("a transfer that cannot come about", () => {
  test("is refused where the ledger has no such account, or the id is none", async () => {
    expect(await refusedBy(process.transfer(issuanceId, "0.0.99999", 1n))).toBe("account.unknown");
    expect(await refusedBy(process.transfer(issuanceId, "0.0.1234-zzzzz", 1n))).toBe("invalid-request");
    expect(await refusedBy(process.transfer(issuanceId, "acme", 1n))).toBe("invalid-request");
    expect(await refusedBy(process.transfer(issuanceId, world.ledger.payerAccountId, 1n))).toBe("transfer.to-treasury");
  });

  test("is taken while the mirror does not answer, and fails when it shows no such account", async () => {
    const { free } = await placesOf(world, issuanceId);
    const mirror: LedgerFaults["mirror"] = {
      account: async () => {
        throw new LedgerUnavailable("no answer");
      },
    };
    const blind = world.process({ ledger: faultyLedger(world.ledger, { mirror }) });
    const { transfer } = await blind.transfer(issuanceId, "0.0.99999", 7n);
    await blind.pass();
    expect((await now(transfer.transferId)).state).toBe("ordered");
    await world.expireLeases();
    await process.settle();
    expect(await now(transfer.transferId)).toMatchObject({ state: "failed", reason: "there is no such account" });
    expect(await placesOf(world, issuanceId)).toMatchObject({ free, moving: 0n });
  });

  test("fails with the ledger's reason once its attempt is proven dead, and the units return", async () => {
    const { free } = await placesOf(world, issuanceId);
    const account = await world.outside.account(-1);
    const { transfer } = await process.transfer(issuanceId, account.accountId, 8n);
    world.faults.arm({ kind: "consensus", status: "ACCOUNT_DELETED" }, { call: "cryptoTransfer" });
    await process.settle();
    expect(await now(transfer.transferId)).toMatchObject({
      state: "failed",
      reason: "the account is deleted (ACCOUNT_DELETED)",
    });
    expect(await placesOf(world, issuanceId)).toMatchObject({ free, moving: 0n });
    expect((await stepsOf(transfer.transferId)).map(({ step }) => step)).toEqual(["order", "fail"]);
    expect(await onLedger(world, transfer.memo)).toEqual([]);
  });

  test("for a reason that passes is tried again until it is done", async () => {
    const account = await world.outside.account(-1);
    const { transfer } = await process.transfer(issuanceId, account.accountId, 9n);
    world.faults.arm({ kind: "consensus", status: "THROTTLED_AT_CONSENSUS" }, { call: "cryptoTransfer", times: 2 });
    await process.settle();
    expect((await now(transfer.transferId)).state).toBe("done");
    expect(await held(account.accountId)).toBe(9n);
  });
});

describe("who asks", () => {
  test("again with the same key gets the first order, whatever became of it; with another content nothing", async () => {
    const account = await world.outside.account(-1);
    const { free } = await placesOf(world, issuanceId);
    const asked = await Promise.all([1, 2, 3].map(() => process.transfer(issuanceId, account.accountId, 3n, "key-1")));
    expect(new Set(asked.map(({ transfer }) => transfer.transferId)).size).toBe(1);
    expect(asked.filter(({ repeated }) => !repeated)).toHaveLength(1);
    await process.settle();
    const again = await process.transfer(issuanceId, `${account.accountId} `, 3n, "key-1");
    expect(again).toMatchObject({ repeated: true, transfer: { state: "done" } });
    expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 3n, moving: 0n });
    expect(await refusedBy(process.transfer(issuanceId, account.accountId, 4n, "key-1"))).toBe(
      "idempotency-key-reused",
    );
  });

  test("for more than is free is refused, and of many at once only what is there is given", async () => {
    const account = await world.outside.account(-1);
    const { free } = await placesOf(world, issuanceId);
    expect(await refusedBy(process.transfer(issuanceId, account.accountId, free + 1n))).toBe("holding.insufficient");
    const each = free / 3n;
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => refusedBy(process.transfer(issuanceId, account.accountId, each))),
    );
    expect(outcomes.filter((one) => one === "not refused")).toHaveLength(3);
    expect(outcomes.filter((one) => one === "holding.insufficient")).toHaveLength(3);
    await process.settle();
    expect(await held(account.accountId)).toBe(3n * each);
    expect(await placesOf(world, issuanceId)).toMatchObject({ free: free - 3n * each, moving: 0n });
  });

  test("as another organisation learns nothing, and without the owner's role is refused", async () => {
    const { issuanceId: id } = await world.issued(process);
    await createOrganisation(
      { db: world.deps.db, clock: world.clock, keyEnvironment: "local" },
      { orgId: "stranger", name: "S" },
    );
    const { transfer } = await process.transfer(id, (await world.outside.account(-1)).accountId, 1n);
    const stranger = actorOf("stranger", ["owner"]);
    expect(await refusedBy(getTransfer(world.deps, stranger, transfer.transferId))).toBe("not-found");
    expect(await refusedBy(recallTransfer(world.deps, stranger, transfer.transferId))).toBe("not-found");
    expect(await refusedBy(listOwnTransfers(world.deps, stranger, id))).toBe("not-found");
    const { person: _, ...key } = actorOf("pilot", ["owner"]);
    expect(await refusedBy(recallTransfer(world.deps, key, transfer.transferId))).toBe("second-factor-required");
    expect(await refusedBy(recallTransfer(world.deps, actorOf("pilot", ["operator"]), transfer.transferId))).toBe(
      "forbidden",
    );
    expect(await listOwnTransfers(world.deps, actorOf("pilot", ["auditor"]), id)).toHaveLength(1);
    await process.settle();
    expect(await refusedBy(recall(transfer.transferId))).toBe("issuance-state");
  });

  test("for units that are not issued yet is told where the issuance stands", async () => {
    const plant = await world.running({ issuance: { unit_g: "1000" } });
    const { issuance } = await world.request(plant, await world.closed(plant));
    const account = await world.outside.account(-1);
    expect(await refusedBy(process.transfer(issuance.issuanceId, account.accountId, 1n))).toBe("issuance-state");
  });
});
