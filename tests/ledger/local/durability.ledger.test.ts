import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { TopicId } from "@hashgraph/sdk";
import { expect, onTestFinished, test } from "vitest";
import { genesisRunningHash, runningHashV3 } from "../../../src/kernel/running-hash.ts";
import { Faults } from "../../../src/ledger/local/faults.ts";
import { startLocalLedger } from "../../../src/ledger/local/node.ts";
import { schemaSteps } from "../../../src/ledger/local/schema.ts";
import {
  connect,
  createTopic,
  type LedgerFace,
  messagesOf,
  mirror,
  newId,
  prepareMessage,
  receiptOf,
  startNetwork,
  statusOf,
  temporaryFolder,
} from "./support.ts";
import { mintOf, newToken, prepare, run, supplyOf } from "./token-support.ts";

type Message = {
  consensus_timestamp: string;
  message: string;
  payer_account_id: string;
  running_hash: string;
  sequence_number: number;
  topic_id: string;
};

/** Recomputes a topic's running hashes from what the mirror shows; returns the messages. */
async function checkedMessages(ledger: LedgerFace, topicId: TopicId): Promise<Message[]> {
  const { body } = await mirror(ledger, `topics/${topicId}/messages?limit=100`);
  const messages: Message[] = body.messages;
  let previous = genesisRunningHash;
  messages.forEach((row, i) => {
    expect(row.sequence_number).toBe(i + 1);
    previous = runningHashV3({
      previous,
      payer: row.payer_account_id,
      topicId: row.topic_id,
      consensusTimestamp: row.consensus_timestamp,
      sequenceNumber: BigInt(row.sequence_number),
      message: Buffer.from(row.message, "base64"),
    });
    expect(Buffer.from(previous).toString("base64")).toBe(row.running_hash);
  });
  return messages;
}

test("a reopened ledger goes on: same operator, sequence numbers, running hash, ids and later times", async () => {
  const dataDir = temporaryFolder();
  const first = await startLocalLedger({ dataDir, consensusLatencyMs: 0 });
  const before = { ledger: first, ...connect(first) };
  const topicId = await createTopic(before);
  const submit = await prepareMessage(before, topicId, "before");
  await submit.execute(before.client);
  await receiptOf(before, submit.transactionId ?? newId(first));
  before.client.close();
  await first.close();

  // The clock steps back by an hour: consensus time does not.
  const network = await startNetwork({ dataDir, clock: { nowMs: () => Date.now() - 3_600_000 } });
  expect(network.ledger.operator).toEqual(first.operator);
  const late = await prepareMessage(network, topicId, "after", { id: newId(network.ledger, 3_600) });
  await late.execute(network.client);
  await receiptOf(network, late.transactionId ?? newId(first));
  const messages = await checkedMessages(network.ledger, topicId);
  expect(messages).toHaveLength(1);
  const transactions = await mirror(network.ledger, "transactions?limit=1");
  expect(transactions.body.transactions[0].result).toBe("TRANSACTION_EXPIRED");
  const [failed] = transactions.body.transactions;
  expect(failed.consensus_timestamp > (messages[0]?.consensus_timestamp ?? "")).toBe(true);
});

test("an executed id is refused after a restart too, and new messages continue the hash", async () => {
  const dataDir = temporaryFolder();
  const first = await startLocalLedger({ dataDir, consensusLatencyMs: 0 });
  const before = { ledger: first, ...connect(first) };
  const topicId = await createTopic(before);
  const submit = await prepareMessage(before, topicId, "once");
  await submit.execute(before.client);
  // An orderly stop executes what was accepted.
  before.client.close();
  await first.close();

  const network = await startNetwork({ dataDir });
  expect(await statusOf(submit.execute(network.client))).toBe("DUPLICATE_TRANSACTION");
  const next = await prepareMessage(network, topicId, "next");
  await next.execute(network.client);
  await receiptOf(network, next.transactionId ?? newId(network.ledger));
  await checkedMessages(network.ledger, topicId);
  expect(await messagesOf(network.ledger, topicId)).toEqual(["once", "next"]);
});

test("the data file is its owner's alone, and one process's at a time", async () => {
  const dataDir = temporaryFolder();
  await startNetwork({ dataDir });
  expect(statSync(join(dataDir, "ledger.sqlite")).mode & 0o777).toBe(0o600);
  await expect(startLocalLedger({ dataDir })).rejects.toThrow("in use by another process");
});

test("a port that is taken stops the start and leaves nothing behind", async () => {
  const { ledger } = await startNetwork();
  const dataDir = temporaryFolder();
  const mirrorPort = Number(new URL(ledger.mirrorUrl).port);
  await expect(startLocalLedger({ dataDir, mirrorPort })).rejects.toThrow("EADDRINUSE");
  await expect(startLocalLedger({ dataDir, grpcPort: 50212 })).rejects.toThrow("TLS");
  const free = await startLocalLedger({ dataDir, faults: new Faults() });
  await free.close();
});

const program = fileURLToPath(new URL("../../../src/bin/ledger.ts", import.meta.url));

/** The ledger as a program of its own, killed after the test at the latest. */
async function startProgram(dataDir: string): Promise<{ child: ChildProcess; ledger: LedgerFace }> {
  const child = spawn(process.execPath, [program, "--data", dataDir, "--grpc-port", "0", "--mirror-port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  for await (const line of createInterface({ input: child.stdout })) {
    text += `${line}\n`;
    if (line.startsWith("With the SDK")) break;
  }
  const shown = (pattern: RegExp) => pattern.exec(text)?.[1] ?? "";
  const network: Record<string, string> = JSON.parse(shown(/network +(.*)/));
  const operator = {
    accountId: shown(/operator +([\d.]+),/),
    publicKeyHex: shown(/public key (\w+)/),
    privateKeyDer: shown(/^ *key +(\w+)/m),
  };
  const mirrorUrl = shown(/mirror +(\S+)\/api\/v1/);
  return { child, ledger: { network, nodeAccountIds: Object.values(network), mirrorUrl, operator } };
}

test("a killed program loses nothing that was answered", async () => {
  const dataDir = temporaryFolder();
  const { child, ledger } = await startProgram(dataDir);
  const client = { ledger, ...connect(ledger) };
  const topicId = await createTopic(client);
  for (const text of ["a", "b", "c"]) {
    const submit = await prepareMessage(client, topicId, text);
    await submit.execute(client.client);
    expect((await receiptOf(client, submit.transactionId ?? newId(ledger))).status.toString()).toBe("SUCCESS");
  }
  client.client.close();
  child.kill("SIGKILL");
  await once(child, "exit");
  const reopened = await startNetwork({ dataDir });
  const messages = await checkedMessages(reopened.ledger, topicId);
  expect(messages.map((row) => Buffer.from(row.message, "base64").toString())).toEqual(["a", "b", "c"]);
});

test("the program stops cleanly on SIGTERM and says in one sentence what is wrong", async () => {
  const dataDir = temporaryFolder();
  const { child } = await startProgram(dataDir);
  const second = spawn(process.execPath, [program, "--data", dataDir, "--grpc-port", "0"], { stdio: "pipe" });
  let said = "";
  second.stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  expect(await once(second, "close")).toEqual([1, null]);
  expect(said).toBe(`The local ledger in ${dataDir} is in use by another process.\n`);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("a ledger of the format before tokens keeps what it has and learns them", async () => {
  const dataDir = temporaryFolder();
  const old = new DatabaseSync(join(dataDir, "ledger.sqlite"));
  old.exec(schemaSteps[0] ?? "");
  old.exec("PRAGMA user_version = 1; INSERT INTO meta VALUES ('next_num', 2001)");
  old
    .prepare("INSERT INTO topic VALUES (2000, 'an old log', NULL, NULL, 7776000, NULL, 1, 0, ?)")
    .run(genesisRunningHash);
  old.close();
  const network = await startNetwork({ dataDir });
  expect((await mirror(network.ledger, "topics/0.0.2000")).body.memo).toBe("an old log");
  const token = await newToken(network);
  await run(network, mintOf(token, 5));
  expect(await supplyOf(network.ledger, token)).toBe(5n);
});

test("a ledger of a later format is left alone", async () => {
  const dataDir = temporaryFolder();
  const later = new DatabaseSync(join(dataDir, "ledger.sqlite"));
  later.exec(`PRAGMA user_version = ${schemaSteps.length + 1}`);
  later.close();
  await expect(startLocalLedger({ dataDir })).rejects.toThrow(
    `has format ${schemaSteps.length + 1}; this program reads ${schemaSteps.length}.`,
  );
});

test("a reopened ledger knows who holds what, and a mint of before is refused as a duplicate", async () => {
  const dataDir = temporaryFolder();
  const first = await startLocalLedger({ dataDir, consensusLatencyMs: 0 });
  const before = { ledger: first, ...connect(first) };
  const token = await newToken(before);
  const mint = await prepare(before, mintOf(token, 70));
  await mint.execute(before.client);
  await receiptOf(before, mint.transactionId ?? newId(first));
  before.client.close();
  await first.close();
  const network = await startNetwork({ dataDir });
  const id = mint.transactionId ?? newId(first);
  expect(await statusOf((await prepare(network, mintOf(token, 70), [], id)).execute(network.client))).toBe(
    "DUPLICATE_TRANSACTION",
  );
  expect((await run(network, mintOf(token, 1))).receipt.totalSupply?.toString()).toBe("71");
  expect(await supplyOf(network.ledger, token)).toBe(71n);
});
