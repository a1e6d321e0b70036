import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { bytesToHex } from "../../src/kernel/canonical.ts";
import { signCheckpoint } from "../../src/proof/checkpoint.ts";
import { decodeMessage, encodeCheckpointMessage, encodeHeartbeatMessage } from "../../src/proof/checkpoint-message.ts";
import { formatVerifierKey, type NoteSigner, type VerifierKey } from "../../src/proof/note.ts";
import { mirrorTransactionId, parseReceipt, type Receipt, receiptJson } from "../../src/proof/receipt.ts";
import { formatTlogProof } from "../../src/proof/tlog-proof.ts";
import { type ReceiptInput, verifyReceipt } from "../../src/proof/verify-receipt.ts";
import { largeEntry, StoredLog, testSigner } from "./fixtures.ts";

const origin = "hydro-mrv.local/receipts";
const entries = Array.from({ length: 20 }, (_, i) => largeEntry(i));
const commitment = largeEntry(9);
const honest = logOf(entries);
const forged = logOf(entries.with(3, largeEntry(99)));
let signer: NoteSigner & { key: VerifierKey };
let verifierKey: string;

beforeAll(async () => {
  signer = await testSigner(origin, "07".repeat(32));
  verifierKey = formatVerifierKey(signer.key);
});

function logOf(leaves: readonly Uint8Array[]) {
  const log = new StoredLog();
  const roots = [log.root];
  for (const leaf of leaves) {
    log.append([leaf]);
    roots.push(log.root);
  }
  return { roots, ...log.reader() };
}

const signedHead = (log: typeof honest, size: number) =>
  signCheckpoint({ origin, size, root: log.roots[size] ?? new Uint8Array(32) }, signer);

const receipt: Receipt = {
  network: "testnet",
  topicId: "0.0.6255927",
  sequenceNumber: "3",
  consensusTimestamp: "1708387201.000000003",
  runningHash: new Uint8Array(48).fill(2),
  previousRunningHash: new Uint8Array(48).fill(1),
  transactionId: "0.0.5@1604557331.065419523",
  hashscanUrl: "https://hashscan.io/testnet/transaction/0.0.5@1604557331.065419523",
  mirrorUrl: "https://testnet.mirrornode.hedera.com/api/v1/topics/0.0.6255927/messages/3",
};

const proofOf = async (log: typeof honest, size: number) =>
  formatTlogProof({ index: 9, path: log.inclusion(9, size), checkpoint: await signedHead(log, size) });

async function messageOf(log: typeof honest, first: number, size: number): Promise<Uint8Array> {
  const counts = { approved: size - first, flagged: 0, rejected: 0, other: 0 };
  return encodeCheckpointMessage({
    checkpoint: await signedHead(log, size),
    first,
    counts,
    leaves: entries.slice(first, size),
  });
}

async function inputOf(proof: Promise<string>, message: Promise<Uint8Array>): Promise<ReceiptInput> {
  return { receipt: receiptJson(receipt), proof: await proof, message: await message, verifierKey, commitment };
}

const failing = async (input: ReceiptInput) =>
  (await verifyReceipt(input)).checks.filter(({ ok }) => !ok).map(({ check, detail }) => `${check}: ${detail}`);

describe("a receipt", () => {
  test("survives reading and writing, also before the mirror shows the message", () => {
    expect(parseReceipt(JSON.parse(JSON.stringify(receiptJson(receipt))))).toEqual(receipt);
    const { previousRunningHash: _, ...early } = { ...receipt, consensusTimestamp: null, runningHash: null };
    expect(parseReceipt(receiptJson({ ...early, hashscanUrl: null }))).toEqual({ ...early, hashscanUrl: null });
    expect(mirrorTransactionId(receipt.transactionId)).toBe("0.0.5-1604557331-065419523");
    expect(receiptJson(receipt).block_proof).toBeNull();
  });

  test.each([
    ["an unknown member", { note: "x" }],
    ["an unknown network", { network: "mainnet2" }],
    ["a topic of another form", { topic_id: "6255927" }],
    ["sequence 0", { sequence_number: "0" }],
    ["a timestamp without nine digits", { consensus_timestamp: "1708387201.3" }],
    ["a running hash of another length", { running_hash: "AAAA" }],
    ["two transaction ids that disagree", { transaction_id_mirror: "0.0.5-1604557331-065419524" }],
    ["a link that is no text", { hashscan_url: 1 }],
    ["a block proof nobody can read yet", { block_proof: "AAAA" }],
    ["a previous running hash of another length", { previous_running_hash: "AAAA" }],
    ["no mirror", { mirror_url: null }],
  ])("with %s is refused", (_, wrong) => {
    expect(parseReceipt({ ...receiptJson(receipt), ...wrong })).toBeUndefined();
  });

  test("holds when the topic shows the same head and lists the record", async () => {
    const result = await verifyReceipt(await inputOf(proofOf(honest, 12), messageOf(honest, 8, 12)));
    expect(result.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(result.valid).toBe(true);
    expect(result.checks.at(-1)?.detail).toBe("the message lists the record's commitment as leaf 9");
  });

  test("holds across heads of one growing log, in both directions", async () => {
    const newer = await inputOf(proofOf(honest, 12), messageOf(honest, 16, 20));
    expect(await failing({ ...newer, consistency: honest.consistency(12, 20) })).toEqual([]);
    const older = await inputOf(proofOf(honest, 20), messageOf(honest, 8, 12));
    expect(await failing({ ...older, consistency: honest.consistency(12, 20) })).toEqual([]);
    expect(await failing(newer)).toEqual([
      "same-log: no consistency path was given for sizes 12 (proof) and 20 (message)",
    ]);
  });

  test("of a forked log is found out", async () => {
    const sameSize = await inputOf(proofOf(forged, 12), messageOf(honest, 8, 12));
    expect(await failing(sameSize)).toEqual(["same-log: two different logs are signed at size 12: the log is forked"]);
    const grown = await inputOf(proofOf(honest, 12), messageOf(forged, 16, 20));
    for (const consistency of [honest.consistency(12, 20), forged.consistency(12, 20)]) {
      expect(await failing({ ...grown, consistency })).toHaveLength(1);
    }
  });

  test("of a record that the message lists otherwise, or does not cover, is refused", async () => {
    const input = await inputOf(proofOf(honest, 12), messageOf(honest, 8, 12));
    expect(await failing({ ...input, commitment: largeEntry(8) })).toEqual([
      "leaf: the message lists another commitment as leaf 9",
    ]);
    const early = await inputOf(proofOf(honest, 12), messageOf(honest, 4, 8));
    expect(await failing({ ...early, consistency: honest.consistency(8, 12) })).toEqual([
      "leaf: the message covers leaves below 8, the record is leaf 9",
    ]);
  });

  test("under another key, with another message or in another form fails at that step", async () => {
    const input = await inputOf(proofOf(honest, 12), messageOf(honest, 8, 12));
    const stranger = formatVerifierKey((await testSigner(origin, "08".repeat(32))).key);
    const firstFailed = async (changed: Partial<ReceiptInput>) =>
      (await verifyReceipt({ ...input, ...changed })).checks.find(({ ok }) => !ok)?.check;
    expect(await firstFailed({ verifierKey: stranger })).toBe("signatures");
    expect(await firstFailed({ verifierKey: "x" })).toBe("signatures");
    expect(await firstFailed({ message: encodeHeartbeatMessage({ origin, nonce: "1" }) })).toBe("message");
    expect(await firstFailed({ receipt: {} })).toBe("receipt");
    expect(await firstFailed({ proof: "" })).toBe("receipt");
  });

  test("of any bytes is answered, never thrown at", async () => {
    const input = await inputOf(proofOf(honest, 12), messageOf(honest, 8, 12));
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.anything(), fc.anything(), async (receipt, message, key) => {
        const changed = { ...input, receipt, message, verifierKey: key } as unknown as ReceiptInput;
        expect((await verifyReceipt(changed)).valid).toBe(false);
      }),
    );
    const published = decodeMessage(input.message);
    if (published?.type !== "checkpoint") throw new Error("the sent message is a checkpoint message");
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, difference) => {
        const message = input.message.slice();
        const place = at % message.length;
        message[place] = (message[place] ?? 0) ^ difference;
        const { valid } = await verifyReceipt({ ...input, message });
        // Counts and other leaves are not under the signature; the head and this record's leaf are what holds.
        const read = decodeMessage(message);
        const sameFacts = read?.type === "checkpoint" && read.checkpoint === published.checkpoint;
        expect(valid).toBe(sameFacts && bytesToHex(read.leaves?.[1] ?? commitment) === bytesToHex(commitment));
      }),
    );
  });
});
