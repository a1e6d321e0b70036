import { canonicalBytes, canonicalText, type Json } from "../kernel/canonical.ts";
import { assertState } from "../kernel/fault.ts";
import { claimedCheckpoint } from "./checkpoint.ts";
import { parseVerifierKey } from "./note.ts";
import { base64FromBytes, bytesFromBase64, hashFromBase64 } from "./text.ts";

/**
 * The messages on the log's Hedera topic: canonical JSON of at most 1,024 bytes, so that a message is one
 * transaction and never chunks. They are public: they name no plant, device, organisation or person, save
 * what a plant's owner chose to make public of its records.
 */

/** Bytes of a consensus message that need no chunks. */
export const longestMessageBytes = 1_024;

/** What became of the readings among the new leaves; `other` are leaves of other kinds. */
export type LeafCounts = {
  readonly approved: number;
  readonly flagged: number;
  readonly rejected: number;
  readonly other: number;
};

/** A new head of the log: leaves `first` to the checkpoint's size - 1 are new with it. */
export type CheckpointMessage = {
  readonly type: "checkpoint";
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
  /** Index of the first new leaf: the size of the checkpoint before. */
  readonly first: number;
  readonly counts: LeafCounts;
  /** Commitments of all new leaves in order, or absent when they do not all fit. */
  readonly leaves?: readonly Uint8Array[];
};

/** Where a log was before, when its key was lost and a new origin goes on. */
export type PreviousLog = {
  readonly topicId: string;
  /** Sequence number of its last checkpoint message. */
  readonly sequenceNumber: number;
  /** That checkpoint, verbatim. */
  readonly checkpoint: string;
};

/** The first message on a topic: whose log it carries and under which key. */
export type LogMessage = {
  readonly type: "log";
  readonly origin: string;
  readonly verifierKey: string;
  readonly previous?: PreviousLog;
};

/** Moves the ledger's clock on an idle topic, so that the mirror's watermark passes a waiting attempt. */
export type HeartbeatMessage = { readonly type: "heartbeat"; readonly origin: string; readonly nonce: string };

/**
 * What a plant's owner makes public of one approved record, sent after a checkpoint covers it. The log's key
 * signs it (`record-message.ts`), because anybody may write to a topic. Of two for one record the first counts.
 */
export type RecordMessage = {
  readonly type: "record";
  readonly origin: string;
  /** The record's leaf, 32 bytes. */
  readonly commitment: Uint8Array;
  readonly leafIndex: number;
  /** By name, each the record's own value. */
  readonly fields: PublicFields;
  /** Ed25519, 64 bytes, over the canonical bytes of the message without this member. */
  readonly signature: Uint8Array<ArrayBuffer>;
};

/**
 * One mint, told in the atomic batch that made it (HIP-551): the network ran both or neither. The log does not sign
 * it, because the mint does: it counts only beside a mint of its own batch with its memo, amount and token.
 */
export type IssuanceMessage = {
  readonly type: "issuance";
  readonly origin: string;
  /** Leaf of the statement's record, 32 bytes. */
  readonly commitment: Uint8Array;
  /** Of the mint: SHA-256 of the statement's bytes, and which part of how many. */
  readonly memo: string;
  readonly tokenId: string;
  /** Smallest units. */
  readonly amount: bigint;
};

export type PublicFields = { readonly [name: string]: string | number | boolean | null };

export type TopicMessage = CheckpointMessage | LogMessage | HeartbeatMessage | RecordMessage | IssuanceMessage;

const version = 1;

/** The message's bytes; leaves are left out, all of them, when they do not fit. */
export function encodeCheckpointMessage(message: Omit<CheckpointMessage, "type">): Uint8Array {
  const { checkpoint, first, counts, leaves } = message;
  const bare = { v: version, type: "checkpoint", checkpoint, first, counts };
  // A base 64 hash takes 47 bytes with quotes and comma: no need to encode a list that cannot fit.
  if (leaves !== undefined && leaves.length * 47 < longestMessageBytes) {
    const bytes = canonicalBytes({ ...bare, leaves: leaves.map(base64FromBytes) });
    if (bytes.length <= longestMessageBytes) return readable(bytes);
  }
  return readable(canonicalBytes(bare));
}

export function encodeLogMessage({ origin, verifierKey, previous }: Omit<LogMessage, "type">): Uint8Array {
  const before = previous && {
    topic_id: previous.topicId,
    sequence_number: previous.sequenceNumber,
    checkpoint: previous.checkpoint,
  };
  return readable(canonicalBytes({ v: version, type: "log", origin, verifier_key: verifierKey, previous: before }));
}

export function encodeHeartbeatMessage({ origin, nonce }: Omit<HeartbeatMessage, "type">): Uint8Array {
  return readable(canonicalBytes({ v: version, type: "heartbeat", origin, nonce }));
}

/** The bytes that a record message's signature is over. */
export function recordMessageText(message: Omit<RecordMessage, "type" | "signature">): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(canonicalBytes(recordMembers(message)));
}

/** @throws an assertion when it does not fit into one message: whoever lets fields be chosen sees to that. */
export function encodeRecordMessage(message: Omit<RecordMessage, "type">): Uint8Array {
  return readable(canonicalBytes({ ...recordMembers(message), signature: base64FromBytes(message.signature) }));
}

function recordMembers({ origin, commitment, leafIndex, fields }: Omit<RecordMessage, "type" | "signature">): Members {
  return {
    v: version,
    type: "record",
    origin,
    commitment: base64FromBytes(commitment),
    leaf_index: leafIndex,
    fields,
  };
}

export function encodeIssuanceMessage(message: Omit<IssuanceMessage, "type">): Uint8Array {
  const { origin, commitment, memo, tokenId, amount } = message;
  const members = { origin, commitment: base64FromBytes(commitment), memo, token_id: tokenId, amount: String(amount) };
  return readable(canonicalBytes({ v: version, type: "issuance", ...members }));
}

/** What we send, we can read: else a message on the ledger, which nobody can take back, would be noise. */
function readable(bytes: Uint8Array): Uint8Array {
  assertState(decodeMessage(bytes) !== undefined, "a topic message that its own reader refuses");
  return bytes;
}

/**
 * Reads a message; undefined for bytes that are not exactly one of the forms above (a stranger's message).
 * Checks form only: signatures are for the caller.
 */
export function decodeMessage(bytes: Uint8Array): TopicMessage | undefined {
  const members = objectFromBytes(bytes);
  if (members === undefined || members.v !== version) return undefined;
  switch (members.type) {
    case "checkpoint":
      return checkpointMessage(members);
    case "log":
      return logMessage(members);
    case "heartbeat":
      return heartbeatMessage(members);
    case "record":
      return recordMessage(members);
    case "issuance":
      return issuanceMessage(members);
    default:
      return undefined;
  }
}

type Members = { readonly [name: string]: Json | undefined };

function objectFromBytes(bytes: Uint8Array): Members | undefined {
  if (bytes.length > longestMessageBytes) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text) as Json;
    return canonicalText(value) === text && isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function checkpointMessage(members: Members): CheckpointMessage | undefined {
  const { checkpoint, first, counts, leaves } = members;
  if (!hasOnly(members, ["v", "type", "checkpoint", "first", "counts"], ["leaves"])) return undefined;
  if (typeof checkpoint !== "string" || !isCount(first)) return undefined;
  const head = claimedCheckpoint(checkpoint);
  const counted = leafCounts(counts);
  if (head === undefined || counted === undefined) return undefined;
  const { approved, flagged, rejected, other } = counted;
  const added = head.size - first;
  if (added < 0 || approved + flagged + rejected + other !== added) return undefined;
  if (leaves === undefined) return { type: "checkpoint", checkpoint, first, counts: counted };
  const commitments = hashList(leaves);
  if (commitments?.length !== added) return undefined;
  return { type: "checkpoint", checkpoint, first, counts: counted, leaves: commitments };
}

function leafCounts(counts: Json | undefined): LeafCounts | undefined {
  if (!isObject(counts) || !hasOnly(counts, ["approved", "flagged", "rejected", "other"])) return undefined;
  const { approved, flagged, rejected, other } = counts;
  if (!isCount(approved) || !isCount(flagged) || !isCount(rejected) || !isCount(other)) return undefined;
  return { approved, flagged, rejected, other };
}

function hashList(leaves: Json): Uint8Array[] | undefined {
  if (!Array.isArray(leaves)) return undefined;
  const hashes: Uint8Array[] = [];
  for (const leaf of leaves as readonly Json[]) {
    const hash = typeof leaf === "string" ? hashFromBase64(leaf) : undefined;
    if (hash === undefined) return undefined;
    hashes.push(hash);
  }
  return hashes;
}

function logMessage(members: Members): LogMessage | undefined {
  const { origin, verifier_key: verifierKey, previous } = members;
  if (!hasOnly(members, ["v", "type", "origin", "verifier_key"], ["previous"])) return undefined;
  if (typeof origin !== "string" || typeof verifierKey !== "string") return undefined;
  if (parseVerifierKey(verifierKey)?.name !== origin) return undefined;
  if (previous === undefined) return { type: "log", origin, verifierKey };
  const before = previousLog(previous);
  return before && { type: "log", origin, verifierKey, previous: before };
}

function previousLog(previous: Json): PreviousLog | undefined {
  if (!isObject(previous) || !hasOnly(previous, ["topic_id", "sequence_number", "checkpoint"])) return undefined;
  const { topic_id: topicId, sequence_number: sequenceNumber, checkpoint } = previous;
  if (typeof topicId !== "string" || !/^\d+\.\d+\.\d+$/.test(topicId)) return undefined;
  if (!isCount(sequenceNumber) || sequenceNumber === 0 || typeof checkpoint !== "string") return undefined;
  return claimedCheckpoint(checkpoint) && { topicId, sequenceNumber, checkpoint };
}

function heartbeatMessage(members: Members): HeartbeatMessage | undefined {
  const { origin, nonce } = members;
  if (!hasOnly(members, ["v", "type", "origin", "nonce"]) || typeof origin !== "string" || origin === "") {
    return undefined;
  }
  if (typeof nonce !== "string" || !/^[A-Za-z0-9_-]{1,64}$/.test(nonce)) return undefined;
  return { type: "heartbeat", origin, nonce };
}

function recordMessage(members: Members): RecordMessage | undefined {
  const { origin, commitment: leaf, leaf_index: leafIndex, fields, signature: signed } = members;
  if (!hasOnly(members, ["v", "type", "origin", "commitment", "leaf_index", "fields", "signature"])) return undefined;
  if (typeof origin !== "string" || origin === "" || !isCount(leafIndex)) return undefined;
  const commitment = typeof leaf === "string" ? hashFromBase64(leaf) : undefined;
  const signature = typeof signed === "string" ? bytesFromBase64(signed) : undefined;
  if (commitment === undefined || signature?.length !== 64 || !isPublicFields(fields)) return undefined;
  return { type: "record", origin, commitment, leafIndex, fields, signature };
}

function issuanceMessage(members: Members): IssuanceMessage | undefined {
  const { origin, commitment: leaf, memo, token_id: tokenId, amount } = members;
  if (!hasOnly(members, ["v", "type", "origin", "commitment", "memo", "token_id", "amount"])) return undefined;
  if (typeof origin !== "string" || origin === "" || typeof amount !== "string" || !/^[1-9]\d{0,18}$/.test(amount))
    return undefined;
  if (typeof memo !== "string" || !/^[0-9a-f]{64}( \d+\/\d+)?$/.test(memo)) return undefined;
  if (typeof tokenId !== "string" || !/^\d+\.\d+\.\d+$/.test(tokenId)) return undefined;
  const commitment = typeof leaf === "string" ? hashFromBase64(leaf) : undefined;
  return commitment && { type: "issuance", origin, commitment, memo, tokenId, amount: BigInt(amount) };
}

function isPublicFields(fields: Json | undefined): fields is PublicFields {
  return isObject(fields) && Object.values(fields).every((value) => value === null || typeof value !== "object");
}

function isObject(value: Json | undefined): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: Json | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function hasOnly(members: Members, needed: readonly string[], allowed: readonly string[] = []): boolean {
  return (
    needed.every((name) => Object.hasOwn(members, name)) &&
    Object.keys(members).every((name) => needed.includes(name) || allowed.includes(name))
  );
}
