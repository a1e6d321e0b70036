import { canonicalText, type Json } from "../kernel/canonical.ts";
import { base64FromBytes, bytesFromBase64 } from "./text.ts";

/** Where and when a checkpoint reached consensus: stands beside the proof of a record that it covers. */
export type Receipt = {
  readonly network: "mainnet" | "testnet" | "previewnet" | "local";
  readonly topicId: string;
  /** In decimal digits, from 1. */
  readonly sequenceNumber: string;
  /** `seconds.nanoseconds`, nine digits after the point; null until the mirror shows the message. */
  readonly consensusTimestamp: string | null;
  /** Running hash v3 of the topic after this message, 48 bytes; null until the mirror shows it. */
  readonly runningHash: Uint8Array | null;
  /** The same before it: 48 zero bytes before a topic's first message. Absent when not known. */
  readonly previousRunningHash?: Uint8Array;
  /** In the form of SDKs, `0.0.5@1604557331.565419523`. */
  readonly transactionId: string;
  /** Null on the local ledger. */
  readonly hashscanUrl: string | null;
  readonly mirrorUrl: string;
};

/** A receipt on the wire: what {@link receiptJson} writes and {@link parseReceipt} reads. */
export type ReceiptJson = ReturnType<typeof receiptJson>;

const transactionIdPattern = /^(\d+\.\d+\.\d+)@(\d+)\.(\d{9})$/;

/** The mirror's form of a transaction id: `0.0.5-1604557331-565419523`. */
export function mirrorTransactionId(transactionId: string): string {
  return transactionId.replace(transactionIdPattern, "$1-$2-$3");
}

/** The receipt as it goes over the wire. `block_proof` is kept free for the ledger's own proofs; none exist yet. */
export function receiptJson(receipt: Receipt) {
  const { runningHash, previousRunningHash } = receipt;
  return {
    network: receipt.network,
    topic_id: receipt.topicId,
    sequence_number: receipt.sequenceNumber,
    consensus_timestamp: receipt.consensusTimestamp,
    running_hash: runningHash && base64FromBytes(runningHash),
    ...(previousRunningHash && { previous_running_hash: base64FromBytes(previousRunningHash) }),
    transaction_id: receipt.transactionId,
    transaction_id_mirror: mirrorTransactionId(receipt.transactionId),
    hashscan_url: receipt.hashscanUrl,
    mirror_url: receipt.mirrorUrl,
    block_proof: null,
  };
}

type Members = { readonly [name: string]: Json | undefined };

/** Undefined unless the value (parsed JSON) is a receipt whose members agree with each other. Never throws. */
export function parseReceipt(value: unknown): Receipt | undefined {
  try {
    const members = value as Members;
    const receipt = receiptFrom(members);
    // The writer judges every member the reader did not look at: an unknown or wrong one shows here.
    return receipt && canonicalText(receiptJson(receipt)) === canonicalText(members) ? receipt : undefined;
  } catch {
    return undefined;
  }
}

const networks = ["mainnet", "testnet", "previewnet", "local"] as const;

function receiptFrom(members: Members): Receipt | undefined {
  const network = networks.find((name) => name === members.network);
  const topicId = textIn(members.topic_id, /^\d+\.\d+\.\d+$/);
  const sequenceNumber = textIn(members.sequence_number, /^[1-9]\d{0,18}$/);
  const transactionId = textIn(members.transaction_id, transactionIdPattern);
  const mirrorUrl = textIn(members.mirror_url, /^https?:/);
  if (!network || !topicId || !sequenceNumber || !transactionId || !mirrorUrl) return undefined;
  const consensusTimestamp = orNull(members.consensus_timestamp, (value) => textIn(value, /^\d+\.\d{9}$/));
  const hashscanUrl = orNull(members.hashscan_url, (value) => textIn(value, /^https:/));
  const runningHash = orNull(members.running_hash, runningHashIn);
  if (consensusTimestamp === undefined || hashscanUrl === undefined || runningHash === undefined) return undefined;
  const previousRunningHash = runningHashIn(members.previous_running_hash);
  const place = { network, topicId, sequenceNumber, consensusTimestamp, transactionId, hashscanUrl, mirrorUrl };
  return { ...place, runningHash, ...(previousRunningHash && { previousRunningHash }) };
}

function orNull<T>(value: Json | undefined, read: (value: Json | undefined) => T | undefined): T | null | undefined {
  return value === null ? null : read(value);
}

function textIn(value: Json | undefined, pattern: RegExp): string | undefined {
  return typeof value === "string" && pattern.test(value) ? value : undefined;
}

function runningHashIn(value: Json | undefined): Uint8Array | undefined {
  const bytes = typeof value === "string" ? bytesFromBase64(value) : undefined;
  return bytes?.length === 48 ? bytes : undefined;
}
