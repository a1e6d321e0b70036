import {
  BatchTransaction,
  PrivateKey,
  type TokenId,
  TopicMessageSubmitTransaction,
  type Transaction,
  type TransactionId,
} from "@hashgraph/sdk";
import { proto } from "@hiero-ledger/proto";
import { describe, expect, test } from "vitest";
import { createTopic, messagesOf, mirror, type Network, newId, receiptOf, startNetwork, statusOf } from "./support.ts";
import { mintOf, newAccount, newToken, run, supplyOf } from "./token-support.ts";

/** A frozen part under a fresh (or the given) id, signed by the operator. */
async function part<T extends Transaction>(
  { ledger, client, operatorKey }: Network,
  transaction: T,
  terms: { id?: TransactionId; batchKey?: PrivateKey; keys?: readonly PrivateKey[] } = {},
): Promise<T> {
  transaction.setTransactionId(terms.id ?? newId(ledger)).setBatchKey(terms.batchKey?.publicKey ?? operatorKey);
  transaction.freezeWith(client);
  for (const key of terms.keys ?? []) await transaction.sign(key);
  await transaction.signWithOperator(client);
  return transaction;
}

const batchOf = (...parts: Transaction[]) => new BatchTransaction().setInnerTransactions(parts);

const anchor = (topicId: Awaited<ReturnType<typeof createTopic>>, text: string) =>
  new TopicMessageSubmitTransaction().setTopicId(topicId).setMessage(text);

async function entriesOf({ ledger }: Network, id: TransactionId | null) {
  const dashed = String(id)
    .replace("@", "-")
    .replace(/\.(\d+)$/, "-$1");
  return (await mirror(ledger, `transactions/${dashed}`)).body.transactions;
}

async function scene(terms: { maxSupply?: number } = {}) {
  const network = await startNetwork();
  const [topicId, token] = [await createTopic(network), await newToken(network, terms)];
  return { network, topicId, token, supply: () => supplyOf(network.ledger, token as TokenId) };
}

describe("an atomic batch", () => {
  test("does all its parts, each with its own id, receipt and entry", async () => {
    const { network, topicId, token, supply } = await scene();
    const parts = [await part(network, anchor(topicId, "statement")), await part(network, mintOf(token, 70))];
    const batch = await run(network, batchOf(...parts));
    expect(batch.status).toBe("SUCCESS");
    expect(await messagesOf(network.ledger, topicId)).toEqual(["statement"]);
    expect(await supply()).toBe(70n);
    const [message, mint] = parts.map((one) => one.transactionId as TransactionId) as [TransactionId, TransactionId];
    expect((await receiptOf(network, message)).topicSequenceNumber?.toString()).toBe("1");
    expect((await receiptOf(network, mint)).totalSupply?.toString()).toBe("70");
    const [outer] = await entriesOf(network, batch.id);
    const [inner] = await entriesOf(network, mint);
    expect(inner).toMatchObject({
      name: "TOKENMINT",
      result: "SUCCESS",
      nonce: 0,
      scheduled: false,
      parent_consensus_timestamp: outer.consensus_timestamp,
      batch_key: { _type: "ED25519", key: network.operatorKey.toStringRaw() },
    });
    expect(outer).toMatchObject({ name: "ATOMICBATCH", result: "SUCCESS", parent_consensus_timestamp: null });
    expect(inner.consensus_timestamp > outer.consensus_timestamp).toBe(true);
  });

  test("whose second part fails leaves nothing of the first but its fee and its reverted entry", async () => {
    const { network, topicId, token, supply } = await scene({ maxSupply: 10 });
    const parts = [
      await part(network, mintOf(token, 5)),
      await part(network, mintOf(token, 6)),
      await part(network, anchor(topicId, "never")),
    ];
    const batch = await run(network, batchOf(...parts));
    expect(batch.status).toBe("INNER_TRANSACTION_FAILED");
    expect(await supply()).toBe(0n);
    expect(await messagesOf(network.ledger, topicId)).toEqual([]);
    const results = [];
    for (const one of parts.slice(0, 2)) {
      const id = one.transactionId as TransactionId;
      const [entry] = await entriesOf(network, id);
      expect(entry.charged_tx_fee).toBeGreaterThan(0);
      expect(entry.token_transfers).toEqual([]);
      results.push([entry.result, (await receiptOf(network, id)).status.toString()]);
    }
    expect(results).toEqual([
      ["REVERTED_SUCCESS", "REVERTED_SUCCESS"],
      ["TOKEN_MAX_SUPPLY_REACHED", "TOKEN_MAX_SUPPLY_REACHED"],
    ]);
    expect(await entriesOf(network, parts[2]?.transactionId ?? null)).toBeUndefined();
  });

  test("with a part whose id ran before does nothing a second time, under whatever outer id", async () => {
    const { network, topicId, token, supply } = await scene();
    const mint = await part(network, mintOf(token, 70));
    expect((await run(network, batchOf(mint))).status).toBe("SUCCESS");
    const again = await run(network, batchOf(await part(network, anchor(topicId, "again")), mint));
    expect(again.status).toBe("INNER_TRANSACTION_FAILED");
    expect(await supply()).toBe(70n);
    expect(await messagesOf(network.ledger, topicId)).toEqual([]);
    expect((await receiptOf(network, mint.transactionId as TransactionId)).status.toString()).toBe("SUCCESS");
  });

  test("needs the signature of every part's batch key, and each part its own signatures", async () => {
    const { network, token, supply } = await scene();
    const other = PrivateKey.generateED25519();
    const foreign = async () => batchOf(await part(network, mintOf(token, 1), { batchKey: other }));
    expect((await run(network, await foreign())).status).toBe("INVALID_SIGNATURE");
    expect((await run(network, await foreign(), [other])).status).toBe("SUCCESS");
    const guarded = await newToken(network, { supplyKey: other.publicKey });
    const unsigned = await part(network, mintOf(guarded, 1));
    expect((await run(network, batchOf(unsigned))).status).toBe("INNER_TRANSACTION_FAILED");
    expect((await receiptOf(network, unsigned.transactionId as TransactionId)).status.toString()).toBe(
      "INVALID_SIGNATURE",
    );
    const signed = await part(network, mintOf(guarded, 1), { keys: [other] });
    expect((await run(network, batchOf(signed))).status).toBe("SUCCESS");
    expect(await supply()).toBe(1n);
    expect(await supplyOf(network.ledger, guarded)).toBe(1n);
  });

  test("fails with a part that is out of its time, lasts too long, or that its payer did not sign", async () => {
    const { network, token, supply } = await scene();
    const cases: [string, (mint: ReturnType<typeof mintOf>) => void, TransactionId][] = [
      ["TRANSACTION_EXPIRED", (mint) => mint.setTransactionValidDuration(60), newId(network.ledger, 61)],
      ["INVALID_TRANSACTION_START", () => {}, newId(network.ledger, -60)],
      ["INVALID_TRANSACTION_DURATION", (mint) => mint.setTransactionValidDuration(181), newId(network.ledger)],
    ];
    for (const [status, change, id] of cases) {
      const mint = mintOf(token, 70);
      change(mint);
      expect((await run(network, batchOf(await part(network, mint, { id })))).status).toBe("INNER_TRANSACTION_FAILED");
      expect((await receiptOf(network, id)).status.toString()).toBe(status);
    }
    const stranger = await newAccount(network);
    const id = Object.assign(newId(network.ledger), { accountId: stranger.id });
    const unpaid = await part(network, mintOf(token, 70), { id });
    expect((await run(network, batchOf(unpaid))).status).toBe("INNER_TRANSACTION_FAILED");
    expect((await receiptOf(network, id)).status.toString()).toBe("INVALID_PAYER_SIGNATURE");
    expect(await supply()).toBe(0n);
  });

  test("charges the fees of its parts to their payers", async () => {
    const { network, token } = await scene();
    const payer = await newAccount(network);
    const balance = async () => (await mirror(network.ledger, `accounts/${payer.id}`)).body.balance.balance as number;
    const before = await balance();
    const payersId = newId(network.ledger);
    const id = Object.assign(payersId, { accountId: payer.id });
    const mint = await part(network, mintOf(token, 1), { id, keys: [payer.key] });
    expect((await run(network, batchOf(mint))).status).toBe("SUCCESS");
    expect(await balance()).toBeLessThan(before);
  });

  test("is refused by the node when empty, too long, doubled, nested, or made of parts that are none", async () => {
    const { network, token, supply } = await scene();
    const { client, ledger } = network;
    const status = (batch: BatchTransaction) => statusOf(run(network, batch));
    expect(await status(batchOf())).toBe("BATCH_LIST_EMPTY");
    const one = await part(network, mintOf(token, 1));
    expect(await status(batchOf(one, one))).toBe("BATCH_LIST_CONTAINS_DUPLICATES");
    const plain = mintOf(token, 1).setTransactionId(newId(ledger)).freezeWith(client);
    await plain.signWithOperator(client);
    expect(await status(withRawParts(signedBytesOf(plain)))).toBe("MISSING_BATCH_KEY");
    expect(await statusOf(run(network, withBatchKey(mintOf(token, 1), network)))).toBe(
      "BATCH_KEY_SET_ON_NON_INNER_TRANSACTION",
    );
    const small = () => part(network, new TopicMessageSubmitTransaction().setTopicId("0.0.5").setMessage("m"));
    const many = await Promise.all(Array.from({ length: 51 }, small));
    expect(await status(batchOf(...many))).toBe("TRANSACTION_OVERSIZE");
    expect(await supply()).toBe(0n);
  });

  test("takes effect once when its bytes arrive twice", async () => {
    const { network, token, supply } = await scene();
    const mint = await part(network, mintOf(token, 70));
    const id = newId(network.ledger);
    expect((await run(network, batchOf(mint), [], id)).status).toBe("SUCCESS");
    expect(await statusOf(run(network, batchOf(mint), [], id))).toBe("DUPLICATE_TRANSACTION");
    expect(await supply()).toBe(70n);
  });
});

/** The protobuf `SignedTransaction` of a transaction for one node. */
function signedBytesOf(transaction: Transaction): Uint8Array {
  const list = proto.TransactionList.decode(transaction.toBytes());
  return list.transactionList[0]?.signedTransactionBytes ?? new Uint8Array();
}

/** A batch whose parts the SDK would not have let through. */
function withRawParts(...parts: Uint8Array[]): BatchTransaction {
  return Object.assign(new BatchTransaction(), { _makeTransactionData: () => ({ transactions: parts }) });
}

/** A transaction of its own that says it is a batch's part: the SDK would sign it for no node. */
function withBatchKey<T extends Transaction>(transaction: T, { operatorKey }: Network): T {
  const { _makeTransactionBody: makeBody } = transaction as unknown as { _makeTransactionBody(node: unknown): object };
  return Object.assign(transaction, {
    _makeTransactionBody: (node: unknown) => ({
      ...makeBody.call(transaction, node),
      batchKey: operatorKey._toProtobufKey(),
    }),
  });
}
