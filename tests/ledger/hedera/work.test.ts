import { PrivateKey, type ScheduleCreateTransaction, Transaction } from "@hashgraph/sdk";
import { proto } from "@hiero-ledger/proto";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { parseOperatorKey } from "../../../src/ledger/hedera/operator.ts";
import { prepareTransaction } from "../../../src/ledger/hedera/transaction.ts";
import type { AttemptTerms, BatchPart, LedgerWork, SingleWork } from "../../../src/ledger/ledger.ts";

const operator = { accountId: "0.0.1001", key: parseOperatorKey("11".repeat(32)) };
const signers = { supply: parseOperatorKey("22".repeat(32)), registrar: parseOperatorKey(`0x${"33".repeat(32)}`) };
const terms: AttemptTerms = {
  transactionId: "0.0.1001@1708387201.000000042",
  validDurationS: 30,
  nodeAccountId: "0.0.5",
};
const token = {
  name: "Hydro credit 2026",
  symbol: "HYC26",
  maxSupply: 1_000_000n,
  treasuryAccountId: "0.0.1001",
  supplyKey: { threshold: 2, keys: [signers.supply.publicKeyHex, signers.registrar.publicKeyHex] },
  memo: "rulebook digest",
} as const;
const move = { tokenId: "0.0.2002", fromAccountId: "0.0.1001", toAccountId: "0.0.7", amount: 5n } as const;
const schedule = {
  kind: "create-schedule",
  inner: { kind: "mint", tokenId: "0.0.2002", amount: 70n, transactionMemo: "statement digest" },
  payerAccountId: "0.0.1001",
  memo: "job",
  expirationTime: "1708390000.000000000",
  waitForExpiry: false,
} as const;
const part = (work: SingleWork, nanos: number, more: Partial<BatchPart> = {}): BatchPart => ({
  work: work as BatchPart["work"],
  transactionId: `0.0.1001@1708387201.${String(nanos).padStart(9, "0")}`,
  validDurationS: 30,
  ...more,
});
const mint = { kind: "mint", tokenId: "0.0.2002", amount: 70n } as const;

const works: readonly LedgerWork[] = [
  { kind: "create-fungible-token", decimals: 3, ...token },
  { kind: "create-nft-token", ...token, adminKey: operator.key.publicKeyHex },
  { kind: "create-account", key: token.supplyKey, initialBalance: 1n, maxAutoAssociations: -1, memo: "buyer" },
  { ...mint, transactionMemo: "digest" },
  { kind: "mint-nft", tokenId: "0.0.2002", metadata: [new Uint8Array(100)] },
  { kind: "burn", tokenId: "0.0.2002", amount: 2n ** 63n - 1n },
  { kind: "burn-nft", tokenId: "0.0.2002", serials: [1n, 2n] },
  { kind: "transfer", ...move },
  { kind: "transfer-nft", ...move, serial: 3n },
  { kind: "airdrop", ...move },
  { kind: "airdrop-nft", ...move, serial: 3n },
  { kind: "cancel-airdrop", tokenId: "0.0.2002", fromAccountId: "0.0.1001", toAccountId: "0.0.7" },
  { kind: "associate", accountId: "0.0.7", tokenIds: ["0.0.2002", "0.0.2003"] },
  schedule,
  { kind: "sign-schedule", scheduleId: "0.0.2002" },
  { kind: "batch", parts: [part(mint, 1, { signers: ["supply"] }), part({ ...mint, amount: 1n }, 2)] },
];

/** The one body in prepared bytes, and how many signatures it has. */
function bodyOf(signedBytes: Uint8Array): { body: proto.TransactionBody; signatures: number } {
  const list = proto.TransactionList.decode(signedBytes).transactionList;
  expect(list).toHaveLength(1);
  return signedOf(list[0]?.signedTransactionBytes ?? new Uint8Array());
}

function signedOf(bytes: Uint8Array): { body: proto.TransactionBody; signatures: number } {
  const signed = proto.SignedTransaction.decode(bytes);
  return {
    body: proto.TransactionBody.decode(signed.bodyBytes),
    signatures: signed.sigMap?.sigPair?.length ?? 0,
  };
}

describe.each(works.map((work) => [work.kind, work] as const))("%s", (_kind, work) => {
  test("has the same bytes every time, one signature per key, and reads back as it was made", async () => {
    const both = { ...terms, signers: ["supply", "registrar"] };
    const first = await prepareTransaction(operator, work, both, signers);
    vi.setSystemTime(Date.now() + 5_000);
    onTestFinished(() => void vi.useRealTimers());
    expect(await prepareTransaction(operator, work, both, signers)).toEqual(first);
    const { body, signatures } = bodyOf(first.signedBytes);
    expect(signatures).toBe(3);
    expect(body.memo).toBe(work.transactionMemo ?? "");
    const read = Transaction.fromBytes(first.signedBytes);
    expect(read.transactionId?.toString()).toBe(terms.transactionId);
    expect(read.nodeAccountIds?.map(String)).toEqual(["0.0.5"]);
    expect(Buffer.from(await read.getTransactionHash()).toString("hex")).toBe(first.transactionHash);
    for (const key of [operator.key, signers.supply, signers.registrar]) {
      expect(key.publicKey.verifyTransaction(read)).toBe(true);
    }
  });
});

describe("a schedule", () => {
  test("holds a body that no attempt changes: id, node, duration and signers leave no trace in it", async () => {
    const bodies = [];
    for (const changed of [
      terms,
      { ...terms, transactionId: "0.0.1001@1708387999.000000001", nodeAccountId: "0.0.6", validDurationS: 60 },
      { ...terms, signers: ["supply"] },
    ]) {
      const { body } = bodyOf((await prepareTransaction(operator, schedule, changed, signers)).signedBytes);
      bodies.push(proto.ScheduleCreateTransactionBody.encode(body.scheduleCreate ?? {}).finish());
    }
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
    const read = Transaction.fromBytes(
      (await prepareTransaction(operator, schedule, terms)).signedBytes,
    ) as ScheduleCreateTransaction;
    expect(read.payerAccountId?.toString()).toBe("0.0.1001");
  });
});

describe("a batch", () => {
  test("holds each part for no node, under its own id, with the operator as batch key and its own signers", async () => {
    const work = { kind: "batch", parts: [part(mint, 1, { signers: ["supply"] }), part(mint, 2)] } as const;
    const { body, signatures } = bodyOf((await prepareTransaction(operator, work, terms, signers)).signedBytes);
    expect(signatures).toBe(1);
    const parts = (body.atomicBatch?.transactions ?? []).map(signedOf);
    expect(parts.map((one) => one.signatures)).toEqual([2, 1]);
    for (const [index, { body: inner }] of parts.entries()) {
      expect(inner.nodeAccountID?.accountNum?.toString()).toBe("0");
      expect(inner.transactionID?.transactionValidStart?.nanos).toBe(index + 1);
      expect(Buffer.from(inner.batchKey?.ed25519 ?? []).toString("hex")).toBe(operator.key.publicKeyHex);
    }
  });
});

describe("nothing is prepared", () => {
  const many = Array.from({ length: 51 }, (_, i) => part(mint, i + 1));
  test.each<[string, LedgerWork, Partial<AttemptTerms>?]>([
    ["for a signer that is not configured", mint, { signers: ["nobody"] }],
    ["for a signer named like a member of every object", mint, { signers: ["toString"] }],
    ["under the id of a scheduled transaction", mint, { transactionId: `${terms.transactionId}?scheduled` }],
    ["for an amount of zero", { ...mint, amount: 0n }],
    ["for an amount below zero", { kind: "transfer", ...move, amount: -1n }],
    ["for an amount beyond 64 bits", { ...mint, amount: 2n ** 63n }],
    ["for a memo of 101 bytes", { ...mint, transactionMemo: "é".repeat(50).concat("x") }],
    ["for metadata of 101 bytes", { kind: "mint-nft", tokenId: "0.0.2002", metadata: [new Uint8Array(101)] }],
    ["for eleven serials", { kind: "burn-nft", tokenId: "0.0.2002", serials: Array.from({ length: 11 }, () => 1n) }],
    ["for no serial", { kind: "mint-nft", tokenId: "0.0.2002", metadata: [] }],
    ["for an expiration with nanoseconds", { ...schedule, expirationTime: "1708390000.000000001" }],
    ["for a long memo inside a schedule", { ...schedule, inner: { ...mint, transactionMemo: "x".repeat(101) } }],
    [
      "for a threshold above the number of keys",
      { kind: "create-nft-token", ...token, supplyKey: { threshold: 2, keys: [operator.key.publicKeyHex] } },
    ],
    ["for a key that is none", { kind: "create-nft-token", ...token, supplyKey: "ab" }],
    ["for a batch without parts", { kind: "batch", parts: [] }],
    ["for a batch of 51 parts", { kind: "batch", parts: many }],
    ["for a batch with one id twice", { kind: "batch", parts: [part(mint, 1), part(mint, 1)] }],
    [
      "for a part that another account pays",
      { kind: "batch", parts: [part(mint, 1, { transactionId: "0.0.7@1.000000000" })] },
    ],
  ])("%s", async (_case, work, changes = {}) => {
    await expect(prepareTransaction(operator, work, { ...terms, ...changes }, signers)).rejects.toThrow(
      "impossible state",
    );
  });
});

test("a signer that is the operator itself signs once", async () => {
  const same = { gateway: operator.key, other: parseOperatorKey(PrivateKey.generateED25519().toStringDer()) };
  const prepared = await prepareTransaction(operator, mint, { ...terms, signers: ["gateway", "other"] }, same);
  expect(bodyOf(prepared.signedBytes).signatures).toBe(2);
});
