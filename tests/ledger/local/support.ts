import { createPrivateKey, sign } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AccountId,
  Client,
  type Key,
  PublicKey,
  Timestamp,
  TopicCreateTransaction,
  type TopicId,
  TopicMessageSubmitTransaction,
  type Transaction,
  TransactionId,
  type TransactionReceipt,
  TransactionReceiptQuery,
} from "@hashgraph/sdk";
import { onTestFinished } from "vitest";
import { type LocalLedger, type LocalLedgerOptions, startLocalLedger } from "../../../src/ledger/local/node.ts";

/** What a client needs to know of a ledger, in this process or another. */
export type LedgerFace = Pick<LocalLedger, "network" | "nodeAccountIds" | "mirrorUrl" | "operator">;

export type Network<L extends LedgerFace = LedgerFace> = {
  readonly ledger: L;
  readonly client: Client;
  readonly operatorKey: PublicKey;
};

/** A ledger in memory (or where told) and an unmodified SDK client, both closed after the test. */
export async function startNetwork(options: Partial<LocalLedgerOptions> = {}): Promise<Network<LocalLedger>> {
  const ledger = await startLocalLedger({ dataDir: ":memory:", consensusLatencyMs: 0, ...options });
  const { client, operatorKey } = connect(ledger);
  onTestFinished(async () => {
    client.close();
    await ledger.faults.clear();
    await ledger.close();
  });
  return { ledger, client, operatorKey };
}

/**
 * The same ledger through a fresh client, as after a restart of the caller. An SDK client shuns a node
 * that failed for a while; a fresh one does not know.
 */
export function reconnect<L extends LedgerFace>({ ledger }: Network<L>): Network<L> {
  const connection = connect(ledger);
  onTestFinished(() => connection.client.close());
  return { ledger, ...connection };
}

/** A clock that stands still, a little ahead of the ids that {@link newId} makes, until it is moved. */
export function stoppedClock(): { nowMs: () => number; move: (ms: number) => void } {
  let nowMs = Date.now() + 60_000;
  return {
    nowMs: () => nowMs,
    move: (ms) => {
      nowMs += ms;
    },
  };
}

/** The SDK, signing natively as the operator. */
export function connect(ledger: LedgerFace): { client: Client; operatorKey: PublicKey } {
  const operatorKey = PublicKey.fromStringED25519(ledger.operator.publicKeyHex);
  const client = Client.forNetwork({ ...ledger.network }, { scheduleNetworkUpdate: false });
  client.setOperatorWith(ledger.operator.accountId, operatorKey, signer(ledger.operator.privateKeyDer));
  client.setMaxAttempts(5).setRequestTimeout(20_000).setMinBackoff(10).setMaxBackoff(50);
  client.setNodeMinBackoff(10).setNodeMaxBackoff(20);
  return { client, operatorKey };
}

export function signer(privateKeyDer: string): (bytes: Uint8Array) => Promise<Uint8Array> {
  const key = createPrivateKey({ key: Buffer.from(privateKeyDer, "hex"), format: "der", type: "pkcs8" });
  return async (bytes) => sign(null, bytes, key);
}

let lastStartNs = 0n;

/** A fresh id of the operator, valid from now (or so many seconds before). */
export function newId(ledger: LedgerFace, ageS = 0): TransactionId {
  const now = BigInt(Date.now()) * 1_000_000n - BigInt(ageS) * 1_000_000_000n;
  if (ageS === 0) lastStartNs = now > lastStartNs ? now : lastStartNs + 1n;
  const start = ageS === 0 ? lastStartNs : now;
  const time = new Timestamp(Number(start / 1_000_000_000n), Number(start % 1_000_000_000n));
  return TransactionId.withValidStart(AccountId.fromString(ledger.operator.accountId), time);
}

export function node(ledger: LedgerFace, index: number): AccountId {
  return AccountId.fromString(ledger.nodeAccountIds[index] ?? "");
}

/** Polls the receipt by id, whatever its status. */
export function receiptOf({ client }: Network, id: TransactionId, nodeId?: AccountId): Promise<TransactionReceipt> {
  const query = new TransactionReceiptQuery().setTransactionId(id).setValidateStatus(false);
  if (nodeId !== undefined) query.setNodeAccountIds([nodeId]);
  return query.execute(client);
}

/** A new topic with the operator's key, or the given one, as submit key. */
export async function createTopic(network: Network, submitKey: Key = network.operatorKey): Promise<TopicId> {
  const id = newId(network.ledger);
  const create = new TopicCreateTransaction().setTopicMemo("a log").setSubmitKey(submitKey).setTransactionId(id);
  await create.execute(network.client);
  const { topicId } = await receiptOf(network, id);
  if (topicId === null) throw new Error("no topic was created");
  return topicId;
}

export type SubmitTerms = { id?: TransactionId; node?: AccountId; durationS?: number };

/** A message signed by the operator for one node, ready to be sent any number of times. */
export async function prepareMessage(
  { ledger, client }: Network,
  topicId: TopicId | string,
  message: string,
  terms: SubmitTerms = {},
): Promise<Transaction> {
  return await new TopicMessageSubmitTransaction()
    .setTopicId(topicId)
    .setMessage(message)
    .setTransactionId(terms.id ?? newId(ledger))
    .setTransactionValidDuration(terms.durationS ?? 120)
    .setNodeAccountIds([terms.node ?? node(ledger, 0)])
    .setRegenerateTransactionId(false)
    .freezeWith(client)
    .signWithOperator(client);
}

/** The status name that an SDK call failed with; `OK` if it did not. */
export async function statusOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "OK";
  } catch (error) {
    if (error instanceof Error && "status" in error) return String(error.status);
    throw error;
  }
}

/** One mirror answer. */
export async function mirror(ledger: LedgerFace, path: string): Promise<{ status: number; body: MirrorBody }> {
  const response = await fetch(`${ledger.mirrorUrl}/api/v1/${path}`);
  return { status: response.status, body: (await response.json()) as MirrorBody };
}

// biome-ignore lint/suspicious/noExplicitAny: a mirror's JSON is looked into freely by the tests
export type MirrorBody = any;

/** Messages of a topic as text, in order, read from the mirror. */
export async function messagesOf(ledger: LedgerFace, topicId: TopicId): Promise<string[]> {
  const { body } = await mirror(ledger, `topics/${topicId}/messages?limit=100`);
  return body.messages.map((row: { message: string }) => Buffer.from(row.message, "base64").toString());
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
