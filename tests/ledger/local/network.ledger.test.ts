import {
  AccountBalanceQuery,
  AccountCreateTransaction,
  AccountInfoQuery,
  FileCreateTransaction,
  NetworkVersionInfoQuery,
  PrivateKey,
  TopicCreateTransaction,
  TopicInfoQuery,
  TopicMessageSubmitTransaction,
  TransactionRecordQuery,
} from "@hashgraph/sdk";
import { describe, expect, test } from "vitest";
import {
  connect,
  createTopic,
  messagesOf,
  mirror,
  newId,
  node,
  prepareMessage,
  receiptOf,
  reconnect,
  startNetwork,
  statusOf,
  stoppedClock,
} from "./support.ts";

describe("the unmodified SDK", () => {
  test("creates a topic, submits, and reads receipt, record and info", async () => {
    const network = await startNetwork();
    const topicId = await createTopic(network);
    const submit = await prepareMessage(network, topicId, "first");
    await submit.execute(network.client);
    const id = submit.transactionId;
    if (id === null) throw new Error("no id");
    const receipt = await receiptOf(network, id);
    expect(receipt.status.toString()).toBe("SUCCESS");
    expect(receipt.topicSequenceNumber?.toString()).toBe("1");
    const info = await new TopicInfoQuery().setTopicId(topicId).execute(network.client);
    expect(info.topicMemo).toBe("a log");
    expect(info.sequenceNumber.toString()).toBe("1");
    expect(info.submitKey?.toString()).toBe(network.operatorKey.toString());
    expect(Buffer.from(info.runningHash)).toEqual(Buffer.from(receipt.topicRunningHash ?? []));
    const record = await new TransactionRecordQuery().setTransactionId(id).execute(network.client);
    expect(record.transactionId.toString()).toBe(id.toString());
    const sum = record.transfers.reduce(
      (total, transfer) => total + BigInt(transfer.amount.toTinybars().toString()),
      0n,
    );
    expect(sum).toBe(0n);
    expect(record.transactionFee.toTinybars().toNumber()).toBeGreaterThan(0);
  });

  test("creates a funded account, and every tinybar stays accounted for", async () => {
    const network = await startNetwork();
    const { client, ledger } = network;
    const id = newId(ledger);
    const key = PrivateKey.generateED25519().publicKey;
    await new AccountCreateTransaction()
      .setKeyWithoutAlias(key)
      .setInitialBalance(5)
      .setTransactionId(id)
      .execute(client);
    const { accountId } = await receiptOf(network, id);
    if (accountId === null) throw new Error("no account");
    const info = await new AccountInfoQuery().setAccountId(accountId).execute(client);
    expect(info.balance.toString()).toBe("5 ℏ");
    expect(info.key.toString()).toBe(key.toString());
    const balance = await new AccountBalanceQuery().setAccountId(accountId).execute(client);
    expect(balance.hbars.toString()).toBe("5 ℏ");
    const { body } = await mirror(ledger, `transactions/${dashed(id.toString())}`);
    const amounts: number[] = body.transactions[0].transfers.map((transfer: { amount: number }) => transfer.amount);
    expect(amounts).toContain(500_000_000);
    expect(amounts.reduce((a, b) => a + b, 0)).toBe(0);
  });

  test("learns the version, and is told plainly what is not supported", async () => {
    const network = await startNetwork();
    const { client, ledger } = network;
    const version = await new NetworkVersionInfoQuery().execute(client);
    expect(version.protobufVersion).toMatchObject({ major: 0, minor: 73, patch: 0 });
    const file = new FileCreateTransaction().setContents("x").setTransactionId(newId(ledger));
    expect(await statusOf(file.execute(client))).toBe("NOT_SUPPORTED");
    const ecdsa = newId(ledger);
    await new AccountCreateTransaction()
      .setKeyWithoutAlias(PrivateKey.generateECDSA().publicKey)
      .setTransactionId(ecdsa)
      .execute(client);
    expect((await receiptOf(network, ecdsa)).status.toString()).toBe("NOT_SUPPORTED");
  });

  test("sends a long message in chunks that name their first transaction", async () => {
    const network = await startNetwork();
    const topicId = await createTopic(network);
    const id = newId(network.ledger);
    await new TopicMessageSubmitTransaction()
      .setTopicId(topicId)
      .setMessage("x".repeat(1500))
      .setTransactionId(id)
      .execute(network.client);
    const { body } = await mirror(network.ledger, `topics/${topicId}/messages`);
    const chunks = body.messages.map((row: { chunk_info: { number: number; total: number } }) => row.chunk_info);
    expect(chunks.map((chunk: { number: number }) => chunk.number)).toEqual([1, 2]);
    expect(
      new Set(chunks.map((chunk: { initial_transaction_id: object }) => JSON.stringify(chunk.initial_transaction_id)))
        .size,
    ).toBe(1);
  });
});

describe("precheck refuses", () => {
  test("a transaction that the payer did not sign", async () => {
    const network = await startNetwork();
    const { client } = connect(network.ledger);
    client.setOperator(network.ledger.operator.accountId, PrivateKey.generateED25519());
    const create = new TopicCreateTransaction().setTransactionId(newId(network.ledger));
    expect(await statusOf(create.execute(client))).toBe("INVALID_SIGNATURE");
    client.close();
  });

  test("a payer nobody knows, an id from the past or the future, and a duration out of range", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    const send = async (terms: Parameters<typeof prepareMessage>[3]) =>
      statusOf((await prepareMessage(network, topicId, "late", terms)).execute(client));
    expect(await send({ id: newId(ledger, 130) })).toBe("TRANSACTION_EXPIRED");
    expect(await send({ id: newId(ledger, 112) })).toBe("TRANSACTION_EXPIRED");
    expect(await send({ id: newId(ledger, -60) })).toBe("INVALID_TRANSACTION_START");
    expect(await send({ durationS: 14 })).toBe("INVALID_TRANSACTION_DURATION");
    expect(await send({ durationS: 181 })).toBe("INVALID_TRANSACTION_DURATION");
    const stranger = connect(ledger);
    stranger.client.setOperator("0.0.999999", PrivateKey.generateED25519());
    expect(await statusOf(new TopicCreateTransaction().execute(stranger.client))).toBe("PAYER_ACCOUNT_NOT_FOUND");
    stranger.client.close();
    expect(await messagesOf(ledger, topicId)).toEqual([]);
  });

  test("the same id again at the same node, a long memo, and a fee limit below the price", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    const submit = await prepareMessage(network, topicId, "once");
    expect(await statusOf(submit.execute(client))).toBe("OK");
    await receiptOf(network, submit.transactionId ?? newId(ledger));
    const again = await prepareMessage(network, topicId, "once", { id: submit.transactionId ?? newId(ledger) });
    expect(await statusOf(again.execute(client))).toBe("DUPLICATE_TRANSACTION");
    const base = () =>
      new TopicMessageSubmitTransaction().setTopicId(topicId).setMessage("m").setTransactionId(newId(ledger));
    expect(await statusOf(base().setTransactionMemo("é".repeat(51)).execute(client))).toBe("MEMO_TOO_LONG");
    expect(await statusOf(base().setMaxTransactionFee(0.0001).execute(client))).toBe("INSUFFICIENT_TX_FEE");
    const large = base().setMessage("x".repeat(6200)).setChunkSize(7000);
    expect(await statusOf(large.execute(client))).toBe("TRANSACTION_OVERSIZE");
    expect(await messagesOf(ledger, topicId)).toEqual(["once"]);
  });
});

describe("consensus", () => {
  test("a copy through a second node has one effect, and the receipt shows the real result", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    const id = newId(ledger);
    ledger.consensus.hold();
    for (const index of [0, 1]) {
      const copy = await prepareMessage(network, topicId, "once", { id, node: node(ledger, index) });
      await copy.execute(client);
    }
    expect(ledger.consensus.waiting).toBe(2);
    ledger.consensus.release();
    expect((await receiptOf(network, id)).status.toString()).toBe("SUCCESS");
    const { body } = await mirror(ledger, `transactions/${dashed(id.toString())}`);
    expect(body.transactions.map((entry: { result: string }) => entry.result)).toEqual([
      "SUCCESS",
      "DUPLICATE_TRANSACTION",
    ]);
    expect(body.transactions[1].charged_tx_fee).toBeLessThan(body.transactions[0].charged_tx_fee);
    expect(await messagesOf(ledger, topicId)).toEqual(["once"]);
  });

  test("a missing submit key, an unknown topic and a message too long fail with their own status", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const closed = await createTopic(network, PrivateKey.generateED25519().publicKey);
    const open = await createTopic(network);
    const result = async (topicId: Parameters<typeof prepareMessage>[1], message = "m") => {
      const submit = await prepareMessage(network, topicId, message);
      await submit.execute(client);
      return (await receiptOf(network, submit.transactionId ?? newId(ledger))).status.toString();
    };
    expect(await result(closed)).toBe("INVALID_SIGNATURE");
    expect(await result("0.0.99999")).toBe("INVALID_TOPIC_ID");
    expect(await result(open, "x".repeat(1024))).toBe("SUCCESS");
    const id = newId(ledger);
    const long = new TopicMessageSubmitTransaction().setTopicId(open).setMessage("x".repeat(1025)).setChunkSize(2000);
    await long.setTransactionId(id).execute(client);
    expect((await receiptOf(network, id)).status.toString()).toBe("MESSAGE_SIZE_TOO_LARGE");
    expect(await messagesOf(ledger, closed)).toEqual([]);
  });

  test("a payer pays what it has and no more", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network, PrivateKey.generateED25519().publicKey);
    const poor = PrivateKey.generateED25519();
    const creation = newId(ledger);
    const create = new AccountCreateTransaction().setKeyWithoutAlias(poor.publicKey).setInitialBalance(0.01);
    await create.setTransactionId(creation).execute(client);
    const { accountId } = await receiptOf(network, creation);
    if (accountId === null) throw new Error("no account");
    const payer = reconnect(network).client.setOperator(accountId, poor);
    // USD 0.0008 at 12 cents is 0.0067 hbar: enough for one message, not for two.
    const submit = () =>
      new TopicMessageSubmitTransaction().setTopicId(topicId).setMessage("m").setMaxTransactionFee(1);
    ledger.consensus.hold();
    const ids = [];
    for (const _ of [1, 2]) ids.push((await submit().execute(payer)).transactionId);
    ledger.consensus.release();
    const results = [];
    for (const id of ids) results.push((await receiptOf(network, id)).status.toString());
    expect(results).toEqual(["INVALID_SIGNATURE", "INSUFFICIENT_PAYER_BALANCE"]);
    expect(await statusOf(submit().execute(payer))).toBe("INSUFFICIENT_PAYER_BALANCE");
    const { body } = await mirror(ledger, `accounts/${accountId}`);
    expect(body.balance.balance).toBe(1_000_000 - 666_667);
  });

  test("a transaction that comes to consensus after its window fails, and its id is forgotten 180 s after its start", async () => {
    const clock = stoppedClock();
    const network = await startNetwork({ clock });
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    ledger.consensus.hold();
    const submit = await prepareMessage(network, topicId, "too late", { durationS: 90 });
    await submit.execute(client);
    const id = submit.transactionId ?? newId(ledger);
    clock.move(91_000);
    ledger.consensus.release();
    expect((await receiptOf(network, id)).status.toString()).toBe("TRANSACTION_EXPIRED");
    expect(await messagesOf(ledger, topicId)).toEqual([]);
    clock.move(100_000);
    client.setMaxAttempts(1);
    await expect(receiptOf(network, id)).rejects.toThrow("last error being: RECEIPT_NOT_FOUND");
  });

  test("while a transaction waits its receipt is UNKNOWN where it was taken, and not found elsewhere", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    ledger.consensus.hold();
    const submit = await prepareMessage(network, topicId, "waiting");
    await submit.execute(client);
    const id = submit.transactionId ?? newId(ledger);
    client.setMaxAttempts(1);
    await expect(receiptOf(network, id, node(ledger, 0))).rejects.toThrow("last error being: UNKNOWN");
    await expect(receiptOf(network, id, node(ledger, 1))).rejects.toThrow("last error being: RECEIPT_NOT_FOUND");
    ledger.consensus.release();
    expect((await receiptOf(network, id, node(ledger, 1))).status.toString()).toBe("SUCCESS");
  });

  test("two submitters at once get sequence numbers without gaps and strictly later times", async () => {
    const network = await startNetwork();
    const { ledger } = network;
    const topicId = await createTopic(network);
    const other = connect(ledger);
    const work = [network.client, other.client].flatMap((client, who) =>
      Array.from({ length: 20 }, async (_, i) => {
        const submit = await prepareMessage(network, topicId, `${who}-${i}`, { node: node(ledger, i % 3) });
        await submit.execute(client);
        return receiptOf(network, submit.transactionId ?? newId(ledger));
      }),
    );
    const receipts = await Promise.all(work);
    const numbers = receipts.map((receipt) => Number(receipt.topicSequenceNumber)).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    const { body } = await mirror(ledger, `topics/${topicId}/messages?limit=100`);
    const times: string[] = body.messages.map((row: { consensus_timestamp: string }) => row.consensus_timestamp);
    expect(times).toEqual([...new Set(times)].sort());
    other.client.close();
  });
});

function dashed(id: string): string {
  return id.replace("@", "-").replace(/\.(\d+)$/, "-$1");
}
