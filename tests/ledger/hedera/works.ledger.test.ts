import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PrivateKey } from "@hashgraph/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHederaLedger } from "../../../src/ledger/hedera/ledger.ts";
import type {
  AttemptTerms,
  BatchPart,
  CreateScheduleWork,
  Ledger,
  LedgerKey,
  LedgerWork,
  ReceiptReport,
} from "../../../src/ledger/ledger.ts";
import { type LocalLedger, startLocalLedger } from "../../../src/ledger/local/node.ts";
import { createMirror } from "../../../src/ledger/mirror.ts";

type Final = Extract<ReceiptReport, { outcome: "final" }>;

const supply = PrivateKey.generateED25519();
const registrar = PrivateKey.generateED25519();
let local: LocalLedger;
let ledger: Ledger;
let ids = 0;

const open = (operatorId: string, operatorKey: string): Ledger =>
  createHederaLedger({
    network: "local",
    operatorId,
    operatorKey,
    signers: { supply: supply.toStringDer(), registrar: registrar.toStringDer() },
    nodes: local.network,
    mirrorUrl: local.mirrorUrl,
  });

beforeAll(async () => {
  local = await startLocalLedger({ dataDir: ":memory:", blockPeriodMs: 10 });
  ledger = open(local.operator.accountId, local.operator.privateKeyDer);
});

afterAll(async () => {
  await ledger.close();
  await local.close();
});

function freshId(payer = ledger.payerAccountId): string {
  ids += 1;
  return `${payer}@${Math.floor(Date.now() / 1000) - 1}.${String(ids).padStart(9, "0")}`;
}

function termsFor(signers: readonly string[] = [], on = ledger): AttemptTerms {
  return { transactionId: freshId(on.payerAccountId), validDurationS: 60, nodeAccountId: "0.0.3", signers };
}

/** Prepares, sends and asks until the receipt is final. */
async function done(work: LedgerWork, signers: readonly string[] = [], on = ledger): Promise<Final & { id: string }> {
  const prepared = await on.prepare(work, termsFor(signers, on));
  expect(await on.send(prepared)).toEqual({ outcome: "accepted", duplicate: false });
  return { ...(await receiptOf(prepared.transactionId, on)), id: prepared.transactionId };
}

async function receiptOf(transactionId: string, on = ledger): Promise<Final> {
  let last: ReceiptReport = { outcome: "pending" };
  const final = async () => {
    last = await on.receipt(transactionId, "0.0.3");
    return last.outcome;
  };
  await expect.poll(final, { timeout: 4_000, interval: 5 }).toBe("final");
  return last as unknown as Final;
}

const bothKeys = (): LedgerKey => ({ threshold: 2, keys: [supplyHex(), registrarHex()] });
const supplyHex = () => ledger.signerKeys.supply ?? "";
const registrarHex = () => ledger.signerKeys.registrar ?? "";

async function newToken(supplyKey: LedgerKey = supplyHex(), maxSupply = 1_000_000n): Promise<string> {
  const { tokenId } = await done({
    kind: "create-fungible-token",
    name: "Hydro credit 2026",
    symbol: "HYC26",
    decimals: 3,
    maxSupply,
    treasuryAccountId: ledger.payerAccountId,
    supplyKey,
    adminKey: ledger.payerKey,
    memo: "rulebook digest",
  });
  if (tokenId === undefined) throw new Error("no token");
  return tokenId;
}

async function newNft(): Promise<string> {
  const { tokenId } = await done({
    kind: "create-nft-token",
    name: "Certificate",
    symbol: "HYC-CERT",
    maxSupply: 1_000n,
    treasuryAccountId: ledger.payerAccountId,
    supplyKey: supplyHex(),
    memo: "",
  });
  if (tokenId === undefined) throw new Error("no token");
  return tokenId;
}

async function newHolder(maxAutoAssociations: number): Promise<string> {
  const { accountId } = await done({
    kind: "create-account",
    key: registrarHex(),
    initialBalance: 10_00000000n,
    maxAutoAssociations,
    memo: "buyer",
  });
  if (accountId === undefined) throw new Error("no account");
  return accountId;
}

describe("a fungible token", () => {
  test("has its limits, keys, memo and treasury on the mirror, a threshold with its members", async () => {
    const tokenId = await newToken(bothKeys());
    expect(await ledger.mirror.token(tokenId)).toMatchObject({
      tokenId,
      type: "fungible",
      name: "Hydro credit 2026",
      symbol: "HYC26",
      memo: "rulebook digest",
      decimals: 3,
      totalSupply: 0n,
      maxSupply: 1_000_000n,
      treasuryAccountId: ledger.payerAccountId,
      adminKey: local.operator.publicKeyHex,
      supplyKey: bothKeys(),
      deleted: false,
    });
  });

  test("is minted with every signature its supply key wants and not without, and the mirror sums what was minted", async () => {
    const tokenId = await newToken(bothKeys());
    const mint: LedgerWork = { kind: "mint", tokenId, amount: 7_000n, transactionMemo: "statement digest" };
    expect((await done(mint, ["supply"])).status).toBe("INVALID_SIGNATURE");
    const first = await done(mint, ["supply", "registrar"]);
    expect(first).toMatchObject({ status: "SUCCESS", newTotalSupply: 7_000n });
    const second = await done({ ...mint, amount: 500n }, ["registrar", "supply"]);
    expect(second.newTotalSupply).toBe(7_500n);
    const token = await ledger.mirror.token(tokenId);
    if (token === undefined) throw new Error("no token on the mirror");
    const mints = await ledger.mirror.mints(token, undefined, 100);
    expect(mints).toMatchObject([
      { transactionId: first.id, amount: 7_000n, memo: "statement digest", serials: [] },
      { transactionId: second.id, amount: 500n, payerAccountId: ledger.payerAccountId },
    ]);
    expect(mints.reduce((sum, { amount }) => sum + amount, 0n)).toBe(token.totalSupply);
    expect(await ledger.mirror.mints(token, mints[0]?.consensusTimestamp, 100)).toEqual(mints.slice(1));
    expect(await ledger.mirror.mints(token, undefined, 1)).toEqual(mints.slice(0, 1));
  });

  test("is burned out of the treasury, and the mirror tells burns from mints", async () => {
    const tokenId = await newToken();
    await done({ kind: "mint", tokenId, amount: 100n }, ["supply"]);
    const burned = await done({ kind: "burn", tokenId, amount: 30n, transactionMemo: "retired" }, ["supply"]);
    expect(burned.newTotalSupply).toBe(70n);
    const treasury = { tokenId, treasuryAccountId: ledger.payerAccountId };
    const entries = await ledger.mirror.treasuryEntries(treasury, undefined, 100);
    expect(entries.map(({ name, tokenTransfers }) => [name, tokenTransfers[0]?.amount])).toEqual([
      ["TOKENMINT", 100n],
      ["TOKENBURN", -30n],
    ]);
    expect(await ledger.mirror.mints(treasury, undefined, 100)).toHaveLength(1);
  });

  test("is found in its treasury without reading all the messages that the account has paid for", async () => {
    const { topicId } = await done({ kind: "create-topic", memo: "" });
    for (let i = 0; i < 120; i++) {
      await done({ kind: "submit-message", topicId: topicId as string, message: new Uint8Array([i]) });
    }
    const tokenId = await newToken();
    await done({ kind: "mint", tokenId, amount: 100n }, ["supply"]);
    const asked: string[] = [];
    const proxy = createServer(async (request, response) => {
      asked.push(request.url ?? "");
      response.end(await (await fetch(`${local.mirrorUrl}${request.url}`)).text());
    });
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    const { port } = proxy.address() as AddressInfo;
    const mirror = createMirror({ url: `http://127.0.0.1:${port}` });
    const treasury = { tokenId, treasuryAccountId: ledger.payerAccountId };
    const found = await mirror.treasuryEntries(treasury, undefined, 100);
    expect(found.map(({ name }) => name)).toEqual(["TOKENMINT"]);
    expect(asked).toHaveLength(1);
    expect(await mirror.treasuryEntries(treasury, undefined, 100, "any")).toEqual(found);
    expect(asked.length).toBeGreaterThan(2);
    await new Promise((resolve) => proxy.close(resolve));
  });

  test("reaches an associated account by transfer and any other by airdrop, at once or later", async () => {
    const tokenId = await newToken();
    await done({ kind: "mint", tokenId, amount: 100n }, ["supply"]);
    const [open, closed] = [await newHolder(-1), await newHolder(0)];
    const to = (toAccountId: string, amount: bigint) =>
      ({ tokenId, fromAccountId: ledger.payerAccountId, toAccountId, amount }) as const;
    expect((await done({ kind: "transfer", ...to(closed, 1n) })).status).toBe("TOKEN_NOT_ASSOCIATED_TO_ACCOUNT");
    expect(await ledger.mirror.tokenBalance(closed, tokenId)).toBeUndefined();
    expect((await done({ kind: "airdrop", ...to(closed, 2n) })).status).toBe("SUCCESS");
    expect(await ledger.mirror.pendingAirdrops(closed)).toEqual([
      { tokenId, senderAccountId: ledger.payerAccountId, receiverAccountId: closed, amount: 2n, serial: undefined },
    ]);
    expect((await done({ kind: "associate", accountId: closed, tokenIds: [tokenId] }, ["registrar"])).status).toBe(
      "SUCCESS",
    );
    expect((await done({ kind: "transfer", ...to(closed, 1n) })).status).toBe("SUCCESS");
    expect((await done({ kind: "airdrop", ...to(open, 5n) })).status).toBe("SUCCESS");
    expect(await ledger.mirror.tokenBalance(closed, tokenId)).toBe(1n);
    expect(await ledger.mirror.tokenBalance(open, tokenId)).toBe(5n);
    expect(await ledger.mirror.tokenBalance(ledger.payerAccountId, tokenId)).toBe(94n);
    expect(await ledger.mirror.account(open)).toMatchObject({
      accountId: open,
      key: registrarHex(),
      maxAutoAssociations: -1,
      memo: "buyer",
      balance: 10_00000000n,
    });
  });
});

test("units that wait for one receiver are found by giver and token, and taken back once", async () => {
  const [first, second] = [await newToken(), await newToken()];
  const closed = await newHolder(0);
  for (const tokenId of [first, second]) {
    await done({ kind: "mint", tokenId, amount: 100n }, ["supply"]);
    const gift = { tokenId, fromAccountId: ledger.payerAccountId, toAccountId: closed, amount: 3n } as const;
    for (const _ of [1, 2]) expect((await done({ kind: "airdrop", ...gift })).status).toBe("SUCCESS");
  }
  const from = (tokenId: string, senderAccountId = ledger.payerAccountId) =>
    ledger.mirror.pendingAirdrops(closed, { tokenId, senderAccountId });
  expect(await ledger.mirror.pendingAirdrops(closed)).toHaveLength(2);
  expect(await from(first)).toMatchObject([{ tokenId: first, amount: 6n }]);
  expect(await from(first, closed)).toEqual([]);
  const recall = { kind: "cancel-airdrop", tokenId: first, toAccountId: closed } as const;
  const work = { ...recall, fromAccountId: ledger.payerAccountId, transactionMemo: "recall" };
  expect((await done(work)).status).toBe("SUCCESS");
  expect([await from(first), (await from(second)).length]).toEqual([[], 1]);
  expect((await done(work)).status).toBe("INVALID_PENDING_AIRDROP_ID");
  expect(await ledger.mirror.tokenBalance(ledger.payerAccountId, first)).toBe(100n);
});

describe("a certificate", () => {
  test("is minted with its metadata, moved, burned, and told serial by serial", async () => {
    const tokenId = await newNft();
    const metadata = ["ipfs://one", "ipfs://two"].map((uri) => new TextEncoder().encode(uri));
    const minted = await done({ kind: "mint-nft", tokenId, metadata, transactionMemo: "digest" }, ["supply"]);
    expect(minted.serials).toEqual([1n, 2n]);
    const buyer = await newHolder(-1);
    const move = { tokenId, fromAccountId: ledger.payerAccountId, toAccountId: buyer, serial: 1n } as const;
    expect((await done({ kind: "transfer-nft", ...move })).status).toBe("SUCCESS");
    expect((await done({ kind: "burn-nft", tokenId, serials: [2n] }, ["supply"])).status).toBe("SUCCESS");
    const shown = await ledger.mirror.nfts(tokenId, 0n, 100);
    expect(shown.map(({ serial, ownerAccountId, deleted }) => [serial, ownerAccountId, deleted])).toEqual([
      [1n, buyer, false],
      [2n, undefined, true],
    ]);
    expect(await ledger.mirror.nfts(tokenId, 1n, 100)).toEqual(shown.slice(1));
    expect(new TextDecoder().decode((await ledger.mirror.nft(tokenId, 1n))?.metadata)).toBe("ipfs://one");
    expect(await ledger.mirror.nft(tokenId, 3n)).toBeUndefined();
    const treasury = { tokenId, treasuryAccountId: ledger.payerAccountId };
    expect(await ledger.mirror.mints(treasury, undefined, 100)).toMatchObject([{ amount: 2n, serials: [1n, 2n] }]);
    expect(await ledger.mirror.token(tokenId)).toMatchObject({ type: "nft", totalSupply: 1n });
  });

  test("waits as an airdrop where the buyer's account takes nothing unasked", async () => {
    const tokenId = await newNft();
    await done({ kind: "mint-nft", tokenId, metadata: [new Uint8Array([7])] }, ["supply"]);
    const buyer = await newHolder(0);
    const gift = { tokenId, fromAccountId: ledger.payerAccountId, toAccountId: buyer, serial: 1n } as const;
    expect((await done({ kind: "airdrop-nft", ...gift })).status).toBe("SUCCESS");
    expect(await ledger.mirror.pendingAirdrops(buyer)).toMatchObject([{ amount: 1n, serial: 1n }]);
    expect((await ledger.mirror.nft(tokenId, 1n))?.ownerAccountId).toBe(ledger.payerAccountId);
  });
});

describe("a scheduled mint", () => {
  const scheduleFor = (tokenId: string, amount = 70n): CreateScheduleWork & LedgerWork => ({
    kind: "create-schedule",
    inner: { kind: "mint", tokenId, amount, transactionMemo: "statement digest" },
    payerAccountId: ledger.payerAccountId,
    memo: "job digest",
    expirationTime: `${Math.floor(Date.now() / 1000 / 3600 + 2) * 3600}.000000000`,
    waitForExpiry: false,
  });

  test("waits for the registrar, who signs through an account of its own, and then has run once", async () => {
    const tokenId = await newToken(bothKeys());
    const created = await done(scheduleFor(tokenId), ["supply"]);
    expect(created).toMatchObject({ status: "SUCCESS", scheduledTransactionId: `${created.id}?scheduled` });
    const scheduleId = created.scheduleId ?? "";
    expect(await ledger.mirror.schedule(scheduleId)).toMatchObject({
      scheduleId,
      creatorAccountId: ledger.payerAccountId,
      payerAccountId: ledger.payerAccountId,
      memo: "job digest",
      executedTimestamp: undefined,
      deleted: false,
      waitForExpiry: false,
    });
    expect(await ledger.receipt(`${created.id}?scheduled`, "0.0.3")).toEqual({ outcome: "not-found" });
    const office = open(await newHolder(0), registrar.toStringDer());
    expect((await done({ kind: "sign-schedule", scheduleId }, [], office)).status).toBe("SUCCESS");
    await office.close();
    expect(await receiptOf(`${created.id}?scheduled`)).toMatchObject({ status: "SUCCESS", newTotalSupply: 70n });
    const [mint] = await ledger.mirror.transactions(`${created.id}?scheduled`);
    expect(mint).toMatchObject({
      transactionId: `${created.id}?scheduled`,
      name: "TOKENMINT",
      scheduled: true,
      memo: "statement digest",
      nodeAccountId: undefined,
      tokenTransfers: [{ tokenId, accountId: ledger.payerAccountId, amount: 70n }],
    });
    const shown = await ledger.mirror.schedule(scheduleId);
    expect(shown?.executedTimestamp).toBe(mint?.consensusTimestamp);
    expect([...(shown?.signedBy ?? [])].sort()).toEqual(
      [local.operator.publicKeyHex, supplyHex(), registrarHex()].sort(),
    );
    const own = (await ledger.mirror.transactions(created.id)).filter((entry) => entry.transactionId === created.id);
    expect(own.map((entry) => entry.name)).toEqual(["SCHEDULECREATE"]);
    const mints = await ledger.mirror.mints({ tokenId, treasuryAccountId: ledger.payerAccountId }, undefined, 100);
    expect(mints.map(({ transactionId }) => transactionId)).toEqual([`${created.id}?scheduled`]);
  });

  test("asked for again by another attempt answers with the first's ids", async () => {
    const tokenId = await newToken();
    const work = scheduleFor(tokenId);
    const first = await done(work, ["supply"]);
    const again = await done(work, ["supply"]);
    expect(again).toMatchObject({
      status: "IDENTICAL_SCHEDULE_ALREADY_CREATED",
      scheduleId: first.scheduleId,
      scheduledTransactionId: `${first.id}?scheduled`,
    });
    expect((await ledger.mirror.token(tokenId))?.totalSupply).toBe(70n);
  });
});

describe("a batch of a mint and its anchor", () => {
  const partOf = (work: BatchPart["work"], signers: readonly string[] = []): BatchPart => ({
    work,
    transactionId: freshId(),
    validDurationS: 60,
    signers,
  });
  const message = (topicId: string, text: string) =>
    ({ kind: "submit-message", topicId, message: new TextEncoder().encode(text) }) as const;

  test("succeeds whole, and each part is found by its own id", async () => {
    const [tokenId, { topicId = "" }] = [await newToken(), await done({ kind: "create-topic", memo: "" })];
    const parts = [partOf(message(topicId, "statement")), partOf({ kind: "mint", tokenId, amount: 5n }, ["supply"])];
    expect((await done({ kind: "batch", parts })).status).toBe("SUCCESS");
    expect(await receiptOf(parts[0]?.transactionId ?? "")).toMatchObject({ status: "SUCCESS", sequenceNumber: 1n });
    expect(await receiptOf(parts[1]?.transactionId ?? "")).toMatchObject({ status: "SUCCESS", newTotalSupply: 5n });
    const [entry] = await ledger.mirror.transactions(parts[1]?.transactionId ?? "");
    expect(entry?.parentConsensusTimestamp).toBeDefined();
    expect((await ledger.mirror.newestMessage(topicId))?.transactionId).toBe(parts[0]?.transactionId);
    expect(await ledger.mirror.mints({ tokenId, treasuryAccountId: ledger.payerAccountId }, undefined, 9)).toHaveLength(
      1,
    );
  });

  test("fails whole, and the same parts inside another outer transaction do not run twice", async () => {
    const [tokenId, { topicId = "" }] = [
      await newToken(supplyHex(), 10n),
      await done({ kind: "create-topic", memo: "" }),
    ];
    const anchor = partOf(message(topicId, "too much"));
    const tooMuch = partOf({ kind: "mint", tokenId, amount: 11n }, ["supply"]);
    expect((await done({ kind: "batch", parts: [anchor, tooMuch] })).status).toBe("INNER_TRANSACTION_FAILED");
    expect(await receiptOf(anchor.transactionId)).toMatchObject({ status: "REVERTED_SUCCESS" });
    expect(await ledger.mirror.newestMessage(topicId)).toBeUndefined();
    const mint = partOf({ kind: "mint", tokenId, amount: 6n }, ["supply"]);
    expect((await done({ kind: "batch", parts: [mint] })).status).toBe("SUCCESS");
    expect((await done({ kind: "batch", parts: [mint] })).status).toBe("INNER_TRANSACTION_FAILED");
    expect((await ledger.mirror.token(tokenId))?.totalSupply).toBe(6n);
  });
});

describe("every kind of work", () => {
  test("goes out with the bytes that were prepared: the mirror shows their hash", async () => {
    const tokenId = await newToken();
    const works: [LedgerWork, string[]][] = [
      [{ kind: "mint", tokenId, amount: 5n, transactionMemo: "é" }, ["supply"]],
      [{ kind: "associate", accountId: ledger.payerAccountId, tokenIds: [await newNft()] }, []],
      [
        {
          kind: "batch",
          parts: [
            {
              work: { kind: "burn", tokenId, amount: 1n },
              transactionId: freshId(),
              validDurationS: 60,
              signers: ["supply"],
            },
          ],
        },
        [],
      ],
      [
        {
          kind: "create-schedule",
          inner: { kind: "burn", tokenId, amount: 1n },
          payerAccountId: ledger.payerAccountId,
          memo: "",
          expirationTime: `${Math.floor(Date.now() / 1000) + 600}.000000000`,
          waitForExpiry: true,
        },
        ["supply"],
      ],
    ];
    for (const [work, signers] of works) {
      const prepared = await ledger.prepare(work, termsFor(signers));
      expect((await ledger.send(prepared)).outcome).toBe("accepted");
      await receiptOf(prepared.transactionId);
      const [entry] = await ledger.mirror.transactions(prepared.transactionId);
      expect(entry?.transactionHash).toBe(prepared.transactionHash);
    }
  });
});
