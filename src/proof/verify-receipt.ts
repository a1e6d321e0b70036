import { type Checkpoint, openCheckpoint, sameCheckpoint } from "./checkpoint.ts";
import { type CheckpointMessage, decodeMessage } from "./checkpoint-message.ts";
import { verifyConsistency } from "./merkle.ts";
import { parseVerifierKey } from "./note.ts";
import { parseReceipt } from "./receipt.ts";
import { sameBytes } from "./text.ts";
import { parseTlogProof } from "./tlog-proof.ts";
import { type Check, failed, passed } from "./verify.ts";

export const receiptChecks = ["receipt", "message", "signatures", "same-log", "leaf"] as const;
export type ReceiptCheck = Check<(typeof receiptChecks)[number]>;

export type ReceiptInput = {
  /** The receipt, parsed from JSON. */
  readonly receipt: unknown;
  /** `tlog-proof` text of the record. */
  readonly proof: string;
  /** Bytes of the topic message with the receipt's sequence number, from a mirror the caller chose. */
  readonly message: Uint8Array;
  readonly verifierKey: string;
  /** The record's commitment, 32 bytes: compared with the message's list when it has one. */
  readonly commitment?: Uint8Array | undefined;
  /** Consistency path between the proof's head and the message's, needed only when their sizes differ. */
  readonly consistency?: readonly Uint8Array[] | undefined;
};

export type ReceiptResult = { readonly valid: boolean; readonly checks: readonly ReceiptCheck[] };

/**
 * Checks that the head under a record's proof is the one a topic message made public, or a consistent
 * relative of it. The record's own proof is for `verifyRecordProof`; running hashes and timestamps of the
 * topic are for whoever reads the whole topic. Never throws.
 */
export async function verifyReceipt(input: ReceiptInput): Promise<ReceiptResult> {
  try {
    const checks = await runChecks(input);
    return { valid: checks.every(({ ok }) => ok), checks };
  } catch {
    const detail = "not checked: the input has the wrong type, or this runtime cannot check Ed25519 signatures";
    return { valid: false, checks: receiptChecks.map((check) => failed(check, detail)) };
  }
}

async function runChecks(input: ReceiptInput): Promise<ReceiptCheck[]> {
  const receipt = parseReceipt(input.receipt);
  const proof = parseTlogProof(input.proof);
  if (receipt === undefined) return stopAt("receipt", "the receipt is not in its form");
  if (proof === undefined) return stopAt("receipt", "the proof beside it is not a tlog-proof text");
  const message = decodeMessage(input.message);
  if (message?.type !== "checkpoint") return stopAt("message", "the topic message carries no checkpoint of this form");
  const key = parseVerifierKey(input.verifierKey);
  if (key === undefined) return stopAt("signatures", "the verifier key is not an Ed25519 note key");
  const [proven, published] = [
    await openCheckpoint(proof.checkpoint, key),
    await openCheckpoint(message.checkpoint, key),
  ];
  if (!proven.ok) return stopAt("signatures", `in the proof: ${proven.reason}`);
  if (!published.ok) return stopAt("signatures", `in the topic message: ${published.reason}`);
  return [
    passed("receipt", `message ${receipt.sequenceNumber} of topic ${receipt.topicId} on ${receipt.network}`),
    passed("message", `it adds leaves ${message.first} to ${published.checkpoint.size - 1}`),
    passed("signatures", `both checkpoints are signed by the key ${key.name}+${key.keyId}`),
    checkSameLog(proven.checkpoint, published.checkpoint, input.consistency),
    checkLeaf(proof.index, message, published.checkpoint, input.commitment),
  ];
}

/** All checks, the named one failed, those before it passed, those after it not made. */
function stopAt(name: ReceiptCheck["check"], detail: string): ReceiptCheck[] {
  const at = receiptChecks.indexOf(name);
  return receiptChecks.map((check, i) => {
    if (i === at) return failed(check, detail);
    return i < at ? passed(check, "in its form") : failed(check, `not checked: ${name} failed`);
  });
}

function checkSameLog(
  proven: Checkpoint,
  published: Checkpoint,
  path: readonly Uint8Array[] | undefined,
): ReceiptCheck {
  if (sameCheckpoint(proven, published)) {
    return passed("same-log", `proof and message name one head: size ${published.size}, same root`);
  }
  const sizes = `${proven.size} (proof) and ${published.size} (message)`;
  if (proven.size === published.size) {
    return failed("same-log", `two different logs are signed at size ${proven.size}: the log is forked`);
  }
  if (path === undefined) return failed("same-log", `no consistency path was given for sizes ${sizes}`);
  const [first, second] = proven.size < published.size ? [proven, published] : [published, proven];
  const consistent = verifyConsistency({
    firstSize: first.size,
    firstRoot: first.root,
    secondSize: second.size,
    secondRoot: second.root,
    path,
  });
  return consistent
    ? passed("same-log", `the heads of sizes ${sizes} are of one growing log`)
    : failed("same-log", `the path does not show that the heads of sizes ${sizes} are of one log`);
}

function checkLeaf(
  index: number,
  message: CheckpointMessage,
  published: Checkpoint,
  commitment: Uint8Array | undefined,
): ReceiptCheck {
  if (index >= published.size) {
    return failed("leaf", `the message covers leaves below ${published.size}, the record is leaf ${index}`);
  }
  const listed = index < message.first ? undefined : message.leaves?.[index - message.first];
  if (listed === undefined || commitment === undefined) {
    return passed("leaf", `the message's head covers leaf ${index} without listing it`);
  }
  return sameBytes(listed, commitment)
    ? passed("leaf", `the message lists the record's commitment as leaf ${index}`)
    : failed("leaf", `the message lists another commitment as leaf ${index}`);
}
