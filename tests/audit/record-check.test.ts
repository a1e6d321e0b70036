import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CommitmentTable } from "../../src/audit/commitments.ts";
import { checkHeld } from "../../src/audit/held.ts";
import { checkReceipt, checkRecord, evidenceFrom } from "../../src/audit/record-check.ts";
import { TopicCheck, type TopicHistory } from "../../src/audit/topic-check.ts";
import { bytesToHex, canonicalText, type Json, sha256Bytes } from "../../src/kernel/canonical.ts";
import { genesisRunningHash } from "../../src/kernel/running-hash.ts";
import { hashscanTransactionUrl } from "../../src/ledger/hashscan.ts";
import { signCheckpoint } from "../../src/proof/checkpoint.ts";
import { type Receipt, receiptJson } from "../../src/proof/receipt.ts";
import { formatTlogProof } from "../../src/proof/tlog-proof.ts";
import { StoredLog, testSigner } from "../proof/fixtures.ts";
import { entriesTo, entry, OwnTopic, topicId } from "./support.ts";

const record = canonicalText({
  v: 1,
  kind: "reading",
  id: `rec_${"0".repeat(26)}`,
  salt: "0".repeat(32),
  org_id: "o",
  plant_id: "p",
  seq: 1,
  prev: null,
});
const commitment = sha256Bytes(new TextEncoder().encode(record));
const leaves = [...entriesTo(6), commitment, entry(7), entry(8)];

type Document = { [name: string]: Json | undefined };
let topic: OwnTopic;
let history: TopicHistory;
let document: Document & { receipt: Document };

/** The topic: announcement, a head of 5 leaves, one of 9 that lists leaf 6, and the same once more. */
beforeAll(async () => {
  topic = await OwnTopic.open();
  await topic.checkpoint(leaves.slice(0, 5), 0);
  await topic.checkpoint(leaves, 5);
  await topic.checkpoint(leaves, 5);
  history = await read(3n);
  document = await documentFor(leaves);
});

async function read(watch: bigint): Promise<TopicHistory> {
  const check = new TopicCheck({
    topicId,
    key: undefined,
    start: { after: 0n, runningHash: genesisRunningHash },
    watch,
  });
  for (const message of topic.messages) await check.add(message);
  return check.finish();
}

async function documentFor(entries: readonly Uint8Array[], signer: typeof topic.signer = topic.signer) {
  const log = new StoredLog();
  log.append(entries);
  const index = 6;
  const checkpoint = await signCheckpoint({ origin: topic.signer.name, size: entries.length, root: log.root }, signer);
  return {
    record_id: `rec_${"0".repeat(26)}`,
    record,
    commitment: bytesToHex(commitment),
    leaf_index: "6",
    tree_size: String(entries.length),
    proof: formatTlogProof({ index, path: log.reader().inclusion(index, entries.length), checkpoint }),
    verifier_key: topic.verifierKey,
    receipt: receiptJson(receiptAt(3)) as Document,
  };
}

function receiptAt(sequence: number): Receipt {
  const message = topic.messages[sequence - 1];
  const before = topic.messages[sequence - 2];
  const transactionId = message?.transactionId ?? "";
  return {
    network: "testnet",
    topicId,
    sequenceNumber: String(sequence),
    consensusTimestamp: message?.consensusTimestamp ?? null,
    runningHash: message?.runningHash ?? null,
    ...(before && { previousRunningHash: before.runningHash }),
    transactionId,
    hashscanUrl: hashscanTransactionUrl("testnet", transactionId),
    mirrorUrl: "https://testnet.mirrornode.hedera.com/api/v1/topics/0.0.4242/messages/3",
  };
}

async function check(changed: unknown, watched = history) {
  const evidence = evidenceFrom(changed);
  if (evidence?.record === undefined || evidence.proof === undefined) throw new Error("no record");
  return checkRecord({ ...evidence, record: evidence.record, proof: evidence.proof }, watched);
}

describe("a record with its proof and receipt", () => {
  test("an honest document holds, down to the leaf that the message lists", async () => {
    const findings = await check(document);
    expect(findings.map(({ check: name, state }) => `${name} ${state}`)).toEqual([
      "canonical ok",
      "commitment ok",
      "inclusion ok",
      "signature ok",
      "published ok",
      "listed ok",
      "receipt ok",
    ]);
  });

  test("a receipt that names a repeat is told: the first message counts", async () => {
    const findings = await check({ ...document, receipt: receiptJson(receiptAt(4)) }, await read(4n));
    expect(findings.at(-1)).toMatchObject({ state: "note", detail: expect.stringContaining("message 3 counts") });
  });

  test("what a receipt left empty is told", async () => {
    const empty = receiptJson({ ...receiptAt(3), consensusTimestamp: null, runningHash: null });
    expect((await check({ ...document, receipt: empty })).at(-1)).toMatchObject({ check: "receipt", state: "note" });
  });

  test.each<[string, (honest: typeof document) => unknown, RegExp]>([
    [
      "one byte of the record",
      (d) => ({ ...d, record: record.replace('"seq":1', '"seq":2') }),
      /prev is null exactly|not in canonical/,
    ],
    ["the salt", (d) => ({ ...d, record: record.replace("000", "100") }), /not the commitment given/],
    ["record and commitment together", (d) => withRecord(d, record.replace('"p"', '"q"')), /does not lead to the root/],
    [
      "a cut path",
      (d) => ({ ...d, proof: (d.proof as string).replace(/(index 6\n)[^\n]+\n/, "$1") }),
      /the path does not fit leaf 6/,
    ],
    [
      "a cut text",
      (d) => ({ ...d, proof: (d.proof as string).slice(0, -30) }),
      /not a signed note|no checkpoint|does not hold/,
    ],
    [
      "another index",
      (d) => ({ ...d, proof: (d.proof as string).replace("index 6", "index 5") }),
      /does not lead to the root/,
    ],
    ["the label leaf_index", (d) => ({ ...d, leaf_index: "5" }), /the document's leaf_index is 5, but it is 6/],
    ["the label tree_size", (d) => ({ ...d, tree_size: "8" }), /the document's tree_size is 8/],
    ["the label record_id", (d) => ({ ...d, record_id: "rec_x" }), /the document's record_id is rec_x/],
    ["the label verifier_key", (d) => ({ ...d, verifier_key: "x" }), /the document's verifier_key is x/],
    [
      "the receipt's time",
      (d) => withReceipt(d, { consensus_timestamp: "1700000002.000000002" }),
      /the receipt's consensus_timestamp is not that of message 3, which is 1700000002\.000000001/,
    ],
    [
      "the receipt's running hash",
      (d) => withReceipt(d, { running_hash: "A".repeat(64) }),
      /the receipt's running_hash/,
    ],
    [
      "the receipt's previous running hash",
      (d) => withReceipt(d, { previous_running_hash: "A".repeat(64) }),
      /the receipt's previous_running_hash/,
    ],
    ["the receipt's topic", (d) => withReceipt(d, { topic_id: "0.0.1" }), /the receipt is of topic 0\.0\.1/],
    [
      "the receipt's link",
      (d) => withReceipt(d, { hashscan_url: "https://hashscan.io/testnet/transaction/x" }),
      /hashscan_url does not lead to its transaction/,
    ],
    [
      "the receipt's transaction",
      (d) =>
        withReceipt(d, {
          transaction_id: "0.0.3@1699999992.000000001",
          transaction_id_mirror: "0.0.3-1699999992-000000001",
          hashscan_url: "https://hashscan.io/testnet/transaction/0.0.3-1699999992-000000001",
        }),
      /the receipt's transaction_id is not that of message 3, which is 0\.0\.2@1699999992/,
    ],
    ["a member added to the receipt", (d) => withReceipt(d, { extra: 1 }), /the receipt is not in its form/],
  ])("%s: found, and the field is named", async (_what, change, sentence) => {
    await expect(check(change(document))).rejects.toThrow(sentence);
  });

  test("a receipt of another message than the proof's checkpoint is refused", async () => {
    const other = { ...document, receipt: receiptJson(receiptAt(2)) };
    await expect(check(other, await read(2n))).rejects.toThrow(
      /message 2 carries a checkpoint of 5 leaves, the proof one of 9/,
    );
    await expect(check({ ...document, receipt: receiptJson(receiptAt(1)) }, await read(1n))).rejects.toThrow(
      /message 1 carries no checkpoint/,
    );
    await expect(check(document, await read(99n))).rejects.toThrow(/shows no message 3, which the receipt names/);
  });

  test("a checkpoint that the topic does not publish is refused, though the log's own key signed it", async () => {
    const unpublished = await documentFor([...leaves, entry("later")]);
    await expect(check(unpublished)).rejects.toThrow(
      /no message of topic 0\.0\.4242 publishes the proof's checkpoint of 10 leaves/,
    );
    const secondHistory = await documentFor(leaves.with(2, entry("forged")));
    await expect(check(secondHistory)).rejects.toThrow(
      /message 3 publishes another log of 9 leaves than the proof's: two histories were signed/,
    );
  });

  test("a checkpoint under another key is refused", async () => {
    const forged = await documentFor(leaves, await testSigner(topic.signer.name, "0b".repeat(32)));
    await expect(check(forged)).rejects.toThrow(/no signature by the key/);
  });
});

describe("a receipt alone", () => {
  test("it holds with a proof and a commitment, with a proof, and bare; what is missing is told", async () => {
    const state = async (value: unknown) =>
      (await checkReceipt(evidenceFrom(value) ?? { claims: {} }, history)).map(
        ({ check: name, state: is }) => `${name} ${is}`,
      );
    const { record: _record, ...withoutRecord } = document;
    const { commitment: _commitment, ...withoutCommitment } = withoutRecord;
    expect(await state(withoutRecord)).toEqual([
      "inclusion ok",
      "signature ok",
      "published ok",
      "listed ok",
      "receipt ok",
    ]);
    expect(await state(withoutCommitment)).toEqual(["inclusion note", "signature ok", "published ok", "receipt ok"]);
    expect(await state(document.receipt)).toEqual(["receipt ok", "inclusion note"]);
  });

  test("another commitment, or a proof that is none, is refused", async () => {
    const other = { ...document, commitment: "0".repeat(64) };
    await expect(checkReceipt(evidenceFrom(other) ?? { claims: {} }, history)).rejects.toThrow(
      /path from the commitment does not lead/,
    );
    const none = { ...document, proof: "none" };
    await expect(checkReceipt(evidenceFrom(none) ?? { claims: {} }, history)).rejects.toThrow(/not a tlog-proof text/);
  });
});

function withRecord(honest: Document, text: string): Document {
  return { ...honest, record: text, commitment: bytesToHex(sha256Bytes(new TextEncoder().encode(text))) };
}

function withReceipt(honest: Document, change: Document): Document {
  return { ...honest, receipt: { ...(honest.receipt as Document), ...change } };
}

describe("a proof that was kept", () => {
  const chainOf = (...commitments: readonly Uint8Array[]) => {
    const table = new CommitmentTable();
    for (const one of commitments) table.add(one);
    const places = { plantId: "p", orgId: "o", firstSeq: 1, lastSeq: commitments.length, commitments: table };
    return { ...places, whole: true } as unknown as Parameters<typeof checkHeld>[1];
  };
  let file: string;
  beforeAll(async () => {
    file = join(await mkdtemp(join(tmpdir(), "held-")), "kept.json");
    await writeFile(file, JSON.stringify(document));
  });
  afterAll(() => rm(dirname(file), { recursive: true }));

  test("holds of the chain that its record stands in", async () => {
    expect(await checkHeld([file], chainOf(commitment, entry(7)), history)).toMatchObject([{ state: "ok" }]);
  });

  test("convicts a second chain that has another record in its place, though all of it is in the log", async () => {
    const held = checkHeld([file], chainOf(entry(7), entry(8)), history);
    await expect(held).rejects.toThrow(/kept\.json, but the chain has another record 1: there are two chains/);
  });

  test("of another plant says nothing of this one", async () => {
    const held = checkHeld([file], { ...chainOf(commitment), plantId: "q" }, history);
    await expect(held).rejects.toThrow(/not one of plant q/);
  });
});
