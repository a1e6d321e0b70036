import { z } from "zod";
import { bytesToHex, hexToBytes } from "../kernel/canonical.ts";
import { hashscanTransactionUrl } from "../ledger/hashscan.ts";
import { type Checkpoint, openCheckpoint, sameCheckpoint } from "../proof/checkpoint.ts";
import { decodeMessage } from "../proof/checkpoint-message.ts";
import { leafHash, rootFromInclusion } from "../proof/merkle.ts";
import { formatVerifierKey } from "../proof/note.ts";
import { parseReceipt, type Receipt } from "../proof/receipt.ts";
import { sameBytes } from "../proof/text.ts";
import { parseTlogProof } from "../proof/tlog-proof.ts";
import { verifyRecordProof } from "../proof/verify.ts";
import { BrokenLink, type Finding, note, ok } from "./findings.ts";
import { keyOfNote } from "./log-keys.ts";
import { checkPublicFields } from "./public-forms.ts";
import type { PublishedCheckpoint, TopicHistory } from "./topic-check.ts";

/**
 * A record, its proof and its receipt as somebody handed them over: nothing in it is trusted. Members that
 * are absent were not handed over.
 */
export type Evidence = {
  /** The record's exact bytes. */
  readonly record?: Uint8Array;
  /** `tlog-proof` text. */
  readonly proof?: string;
  readonly receipt?: Receipt;
  /** What the document says of itself, compared with what is found. */
  readonly claims: Claims;
};

const claimsSchema = z.object({
  record_id: z.string().optional(),
  commitment: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  leaf_index: z.string().optional(),
  tree_size: z.string().optional(),
  verifier_key: z.string().optional(),
});
export type Claims = z.infer<typeof claimsSchema>;

const documentSchema = claimsSchema.extend({
  record: z.string().optional(),
  proof: z.string().optional(),
  receipt: z.unknown(),
});

/**
 * Reads a proof document (`GET /api/v1/records/{id}/proof`) or a bare receipt, parsed from JSON; undefined
 * for anything else.
 *
 * @throws {BrokenLink} when it holds a receipt that is not in its form.
 */
export function evidenceFrom(document: unknown): Evidence | undefined {
  const bare = parseReceipt(document);
  if (bare !== undefined) return { receipt: bare, claims: {} };
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success || (parsed.data.proof === undefined && parsed.data.receipt === undefined)) return undefined;
  const { record, proof, receipt: said, ...claims } = parsed.data;
  const receipt = said === undefined ? undefined : parseReceipt(said);
  if (said !== undefined && receipt === undefined) throw new BrokenLink("receipt", "the receipt is not in its form");
  return {
    ...(record !== undefined && { record: new TextEncoder().encode(record) }),
    ...(proof !== undefined && { proof }),
    ...(receipt !== undefined && { receipt }),
    claims,
  };
}

/** Undefined for text that is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Checks one record against a verified topic. @throws {BrokenLink} */
export async function checkRecord(
  evidence: Evidence & { readonly record: Uint8Array; readonly proof: string },
  history: TopicHistory,
): Promise<Finding[]> {
  const { record, proof, claims } = evidence;
  const verifierKey = formatVerifierKey(keyOfNote(history.keys, parseTlogProof(proof)?.checkpoint));
  const { checks, proven } = await verifyRecordProof({
    record,
    proof,
    verifierKey,
    commitment: claims.commitment,
  });
  const failed = checks.find((check) => !check.ok);
  if (failed !== undefined) throw new BrokenLink(failed.check, `the record and its proof: ${failed.detail}`);
  if (proven === undefined) throw new BrokenLink("inclusion", "the record and its proof do not hold");
  const { record: envelope, index, checkpoint } = proven;
  const place = { leaf_index: `${index}`, tree_size: `${checkpoint.size}` };
  checkClaims(claims, { record_id: envelope.recordId, ...place, verifier_key: verifierKey });
  return [
    ...checks.filter(({ check }) => check !== "origin").map(({ check, detail }) => ok(check, detail)),
    ...checkPublished(evidence.receipt, checkpoint, index, hexToBytes(proven.commitment), history),
    ...checkPublicFields(envelope, index, history.direct.find(hexToBytes(proven.commitment))),
  ];
}

/** Checks a receipt, with the proof beside it when there is one, against a verified topic. @throws {BrokenLink} */
export async function checkReceipt(evidence: Evidence, history: TopicHistory): Promise<Finding[]> {
  const { proof, receipt, claims } = evidence;
  if (proof === undefined) {
    const isOwn = history.keys.some((key) => formatVerifierKey(key) === claims.verifier_key);
    checkClaims(claims, isOwn ? {} : { verifier_key: formatVerifierKey(history.key) });
    return receipt === undefined
      ? []
      : [...checkPlace(receipt, history), note("inclusion", "no proof beside the receipt: no record is tied to it")];
  }
  const parsed = parseTlogProof(proof);
  if (parsed === undefined) throw new BrokenLink("inclusion", "the proof is not a tlog-proof text");
  const key = keyOfNote(history.keys, parsed.checkpoint);
  const opened = await openCheckpoint(parsed.checkpoint, key);
  if (!opened.ok) throw new BrokenLink("signature", `the proof's checkpoint: ${opened.reason}`);
  const { checkpoint } = opened;
  const { index } = parsed;
  const place = { leaf_index: `${index}`, tree_size: `${checkpoint.size}` };
  checkClaims(claims, { ...place, verifier_key: formatVerifierKey(key) });
  const commitment = claims.commitment === undefined ? undefined : hexToBytes(claims.commitment);
  return [
    included(commitment, parsed, checkpoint),
    ok("signature", `the proof's checkpoint is signed by the key ${key.name}+${key.keyId}`),
    ...checkPublished(receipt, checkpoint, index, commitment, history),
  ];
}

function included(
  commitment: Uint8Array | undefined,
  { index, path }: { index: number; path: readonly Uint8Array[] },
  { size, root }: Checkpoint,
): Finding {
  if (commitment === undefined) return note("inclusion", "no commitment was given: no record is tied to this receipt");
  const led = rootFromInclusion({ leafHash: leafHash(commitment), index, size, path });
  if (led === undefined) throw new BrokenLink("inclusion", `the path does not fit leaf ${index} of a log of ${size}`);
  if (!sameBytes(led, root)) {
    throw new BrokenLink(
      "inclusion",
      `the path from the commitment does not lead to the root of the checkpoint of size ${size}`,
    );
  }
  return ok("inclusion", `the commitment ${bytesToHex(commitment)} is leaf ${index} of the log's first ${size}`);
}

/** What a document says of itself must be what was found: a wrong label misleads whoever reads only labels. */
function checkClaims(claims: Claims, facts: Claims): void {
  for (const name of ["record_id", "leaf_index", "tree_size", "verifier_key"] as const) {
    const [said, is] = [claims[name], facts[name]];
    if (said === undefined || is === undefined || said === is) continue;
    throw new BrokenLink("document", `the document's ${name} is ${said}, but it is ${is}`);
  }
}

function checkPublished(
  receipt: Receipt | undefined,
  checkpoint: Checkpoint,
  index: number,
  commitment: Uint8Array | undefined,
  history: TopicHistory,
): Finding[] {
  const published = history.checkpoints.find((candidate) => candidate.checkpoint.size === checkpoint.size);
  if (published === undefined || !sameCheckpoint(published.checkpoint, checkpoint)) {
    throw new BrokenLink(
      "published",
      published === undefined
        ? `no message of topic ${history.topicId} publishes the proof's checkpoint of ${checkpoint.size} leaves`
        : `message ${published.sequenceNumber} publishes another log of ${checkpoint.size} leaves than the proof's: two histories were signed`,
    );
  }
  const { sequenceNumber, consensusTimestamp } = published;
  const findings = [
    ok(
      "published",
      `message ${sequenceNumber} of topic ${history.topicId} publishes that checkpoint, at consensus time ${consensusTimestamp} (${isoFromConsensus(consensusTimestamp)})`,
    ),
    ...checkListed(published, index, commitment, history),
  ];
  if (receipt !== undefined) findings.push(...checkPlace(receipt, history, checkpoint));
  if (receipt !== undefined && receipt.sequenceNumber !== `${sequenceNumber}`) {
    findings.push(
      note(
        "first-wins",
        `the receipt names message ${receipt.sequenceNumber}, a repeat: message ${sequenceNumber} counts`,
      ),
    );
  }
  return findings;
}

function checkListed(
  { sequenceNumber, first, listedAt }: PublishedCheckpoint,
  index: number,
  commitment: Uint8Array | undefined,
  { listed }: TopicHistory,
): Finding[] {
  if (listedAt === undefined || commitment === undefined || index < first) return [];
  if (!sameBytes(listed.at(listedAt + index - first), commitment)) {
    throw new BrokenLink("listed", `message ${sequenceNumber} lists another commitment as leaf ${index}`);
  }
  return [ok("listed", `message ${sequenceNumber} itself lists the record's commitment as leaf ${index}`)];
}

/** The receipt's facts against the message at its sequence number. */
function checkPlace(receipt: Receipt, history: TopicHistory, checkpoint?: Checkpoint): Finding[] {
  const broken = (field: string, is: string) =>
    new BrokenLink(
      "receipt",
      `the receipt's ${field} is not that of message ${receipt.sequenceNumber}, which is ${is}`,
    );
  if (receipt.topicId !== history.topicId) {
    throw new BrokenLink("receipt", `the receipt is of topic ${receipt.topicId}, not of ${history.topicId}`);
  }
  const { watched } = history;
  if (watched === undefined || `${watched.message.sequenceNumber}` !== receipt.sequenceNumber) {
    throw new BrokenLink(
      "receipt",
      `topic ${history.topicId} shows no message ${receipt.sequenceNumber}, which the receipt names`,
    );
  }
  const { message, previousRunningHash } = watched;
  const decoded = decodeMessage(message.message);
  if (decoded?.type !== "checkpoint")
    throw new BrokenLink("receipt", `message ${receipt.sequenceNumber} carries no checkpoint`);
  const sizeIn = (text: string) => text.split("\n")[1];
  if (checkpoint !== undefined && sizeIn(decoded.checkpoint) !== `${checkpoint.size}`) {
    throw new BrokenLink(
      "receipt",
      `message ${receipt.sequenceNumber} carries a checkpoint of ${sizeIn(decoded.checkpoint)} leaves, the proof one of ${checkpoint.size}`,
    );
  }
  if (receipt.consensusTimestamp !== null && receipt.consensusTimestamp !== message.consensusTimestamp) {
    throw broken("consensus_timestamp", message.consensusTimestamp);
  }
  if (receipt.runningHash !== null && !sameBytes(receipt.runningHash, message.runningHash)) {
    throw broken("running_hash", Buffer.from(message.runningHash).toString("base64"));
  }
  if (receipt.previousRunningHash !== undefined && !sameBytes(receipt.previousRunningHash, previousRunningHash)) {
    throw broken("previous_running_hash", Buffer.from(previousRunningHash).toString("base64"));
  }
  if (message.transactionId !== undefined && message.transactionId !== receipt.transactionId) {
    throw broken("transaction_id", message.transactionId);
  }
  if (receipt.hashscanUrl !== hashscanTransactionUrl(receipt.network, receipt.transactionId)) {
    throw new BrokenLink("receipt", "the receipt's hashscan_url does not lead to its transaction");
  }
  const findings = [
    ok(
      "receipt",
      `number, consensus time, running hash and transaction id are those of message ${receipt.sequenceNumber}`,
    ),
  ];
  if (receipt.consensusTimestamp === null || receipt.runningHash === null) {
    findings.push(
      note("receipt", "it was made before the mirror showed the message: its time or running hash is empty"),
    );
  }
  return findings;
}

/** `1708387201.000000001` as `2024-02-20T00:00:01Z`: for people; the digits before it are the exact value. */
function isoFromConsensus(timestamp: string): string {
  return new Date(Number(timestamp.split(".")[0]) * 1000).toISOString().replace(".000Z", "Z");
}
