import { createHash } from "node:crypto";
import { TopicCreateTransaction, TopicMessageSubmitTransaction, Transaction } from "@hashgraph/sdk";
import { describe, expect, test } from "vitest";
import { parseOperatorKey } from "../../../src/ledger/hedera/operator.ts";
import { prepareTransaction } from "../../../src/ledger/hedera/transaction.ts";
import type { AttemptTerms, LedgerWork } from "../../../src/ledger/ledger.ts";

const operator = { accountId: "0.0.1001", key: parseOperatorKey("11".repeat(32)) };
const terms: AttemptTerms = {
  transactionId: "0.0.1001@1708387201.000000042",
  validDurationS: 30,
  nodeAccountId: "0.0.5",
};
const submit = (bytes: number): LedgerWork => ({
  kind: "submit-message",
  topicId: "0.0.2002",
  message: new Uint8Array(bytes).fill(65),
});

describe("a prepared transaction", () => {
  test("has the same bytes whenever key, work and terms are the same", async () => {
    const first = await prepareTransaction(operator, submit(200), terms);
    const second = await prepareTransaction(operator, submit(200), terms);
    expect(second.signedBytes).toEqual(first.signedBytes);
  });

  test.each([
    ["another id", { ...terms, transactionId: "0.0.1001@1708387201.000000043" }],
    ["another duration", { ...terms, validDurationS: 31 }],
    ["another node", { ...terms, nodeAccountId: "0.0.6" }],
  ])("has other bytes and another hash with %s", async (_change, changed) => {
    const first = await prepareTransaction(operator, submit(200), terms);
    const second = await prepareTransaction(operator, submit(200), changed);
    expect(second.transactionHash).not.toBe(first.transactionHash);
    expect(Buffer.compare(first.signedBytes, second.signedBytes)).not.toBe(0);
  });

  test("reads back as one message of one chunk, for its one node, under its own id", async () => {
    const { signedBytes } = await prepareTransaction(operator, submit(1024), terms);
    const read = Transaction.fromBytes(signedBytes) as TopicMessageSubmitTransaction;
    expect(read).toBeInstanceOf(TopicMessageSubmitTransaction);
    expect(read.transactionId?.toString()).toBe(terms.transactionId);
    expect(read.nodeAccountIds?.map(String)).toEqual(["0.0.5"]);
    expect(read.transactionValidDuration).toBe(30);
    expect(read.topicId?.toString()).toBe("0.0.2002");
    expect(read.message).toHaveLength(1024);
    expect(read.maxTransactionFee?.toTinybars().toString()).toBe("100000000");
    expect(operator.key.publicKey.verifyTransaction(read)).toBe(true);
  });

  test("a topic has the operator as submit key and renewing account, a memo, and nobody as admin", async () => {
    const { signedBytes } = await prepareTransaction(operator, { kind: "create-topic", memo: "origin" }, terms);
    const read = Transaction.fromBytes(signedBytes) as TopicCreateTransaction;
    expect(read).toBeInstanceOf(TopicCreateTransaction);
    expect(read.topicMemo).toBe("origin");
    expect(read.submitKey?.toString()).toBe(operator.key.publicKey.toString());
    expect(read.adminKey).toBeNull();
    expect(read.autoRenewAccountId?.toString()).toBe("0.0.1001");
  });

  test("its hash is SHA-384 over the signed transaction that goes out", async () => {
    const { signedBytes, transactionHash } = await prepareTransaction(operator, submit(10), terms);
    // A list of one transaction of one field: two protobuf heads (tag and length) before the signed bytes.
    const inner = afterHead(afterHead(signedBytes));
    expect(transactionHash).toBe(createHash("sha384").update(inner).digest("hex"));
  });

  test.each([
    ["an empty message", submit(0), terms],
    ["a message of 1,025 bytes", submit(1025), terms],
    ["a memo of 101 bytes", { kind: "create-topic", memo: "é".repeat(50).concat("x") } as const, terms],
    ["another payer", submit(1), { ...terms, transactionId: "0.0.1002@1708387201.000000042" }],
    ["nanoseconds without padding", submit(1), { ...terms, transactionId: "0.0.1001@1708387201.42" }],
    ["a duration of 14 s", submit(1), { ...terms, validDurationS: 14 }],
    ["a duration of 181 s", submit(1), { ...terms, validDurationS: 181 }],
  ])("is never made with %s", async (_fault, work, changed) => {
    await expect(prepareTransaction(operator, work, changed)).rejects.toThrow("impossible state");
  });
});

/** The content of a length-delimited protobuf field that fills the whole of `bytes`. */
function afterHead(bytes: Uint8Array): Uint8Array {
  const lengthBytes = bytes.subarray(1).findIndex((byte) => byte < 0x80) + 1;
  return bytes.subarray(1 + lengthBytes);
}
