import { bytesToHex } from "../kernel/canonical.ts";
import { type Checkpoint, claimedCheckpoint } from "./checkpoint.ts";
import { leafHash, rootFromInclusion } from "./merkle.ts";
import { parseVerifierKey, verifyNote } from "./note.ts";
import { commitment, parseRecord, type RecordEnvelope } from "./record.ts";
import { sameBytes } from "./text.ts";
import { parseTlogProof, type TlogProof } from "./tlog-proof.ts";

/** One thing that was checked, told in plain words. */
export type Check<Name extends string = string> = {
  readonly check: Name;
  readonly ok: boolean;
  readonly detail: string;
};

export const recordChecks = ["canonical", "commitment", "inclusion", "signature", "origin"] as const;
export type RecordCheck = Check<(typeof recordChecks)[number]>;

export type VerifyInput = {
  /** The record's exact bytes, or their text. */
  readonly record: Uint8Array | string;
  /** `tlog-proof` text. */
  readonly proof: string;
  /** The log's verifier key, from a source the caller trusts. */
  readonly verifierKey: string;
  /** Commitment the caller was told, 64 hex digits; compared when given. */
  readonly commitment?: string | undefined;
};

export type VerifyResult = {
  /** True only when every check holds. */
  readonly valid: boolean;
  readonly checks: readonly RecordCheck[];
  /** What was proven; only when `valid`. */
  readonly proven?: {
    readonly record: RecordEnvelope;
    /** 64 hex digits. */
    readonly commitment: string;
    /** The record's zero-based place in the log. */
    readonly index: number;
    readonly checkpoint: Checkpoint;
  };
};

/**
 * Checks offline that a record is in the log whose key is given: nothing is fetched and nothing but the
 * key is trusted. Whatever it is handed, it answers and never throws.
 */
export async function verifyRecordProof(input: VerifyInput): Promise<VerifyResult> {
  try {
    return await runChecks(input);
  } catch {
    // Only values of other types than declared, or a runtime without Ed25519, lead here.
    const detail = "not checked: the input is not text, or this runtime cannot check Ed25519 signatures";
    return { valid: false, checks: recordChecks.map((check) => ({ check, ok: false, detail })) };
  }
}

async function runChecks(input: VerifyInput): Promise<VerifyResult> {
  const bytes = recordBytes(input.record);
  const parsed = bytes && parseRecord(bytes);
  const digest = bytes && commitment(bytes);
  const proof = parseTlogProof(input.proof);
  const checkpoint = proof && claimedCheckpoint(proof.checkpoint);
  const checks: readonly RecordCheck[] = [
    parsed?.ok === true
      ? passed("canonical", `the bytes are the canonical form of ${parsed.record.recordId}`)
      : failed("canonical", parsed?.reason ?? "the record is not UTF-8 text"),
    checkCommitment(digest, input.commitment),
    checkInclusion(digest, proof, checkpoint),
    await checkSignature(proof, input.verifierKey),
    checkOrigin(checkpoint, input.verifierKey),
  ];
  const valid = checks.every(({ ok }) => ok);
  if (!valid || !parsed?.ok || !digest || !proof || !checkpoint) return { valid: false, checks };
  const proven = { record: parsed.record, commitment: bytesToHex(digest), index: proof.index, checkpoint };
  return { valid, checks, proven };
}

function recordBytes(record: Uint8Array | string): Uint8Array | undefined {
  if (typeof record !== "string") return record;
  return record.isWellFormed() ? new TextEncoder().encode(record) : undefined;
}

function checkCommitment(digest: Uint8Array | undefined, expected: string | undefined): RecordCheck {
  if (digest === undefined) return failed("commitment", "not checked: the record is not UTF-8 text");
  const hex = bytesToHex(digest);
  return expected === undefined || expected === hex
    ? passed("commitment", `SHA-256 of the record's bytes is ${hex}`)
    : failed("commitment", `SHA-256 of the record's bytes is ${hex}, not the commitment given`);
}

function checkInclusion(
  digest: Uint8Array | undefined,
  proof: TlogProof | undefined,
  checkpoint: Checkpoint | undefined,
): RecordCheck {
  if (proof === undefined) return failed("inclusion", "the proof is not a tlog-proof text");
  if (checkpoint === undefined) return failed("inclusion", "the proof holds no checkpoint");
  if (digest === undefined) return failed("inclusion", "not checked: the record is not UTF-8 text");
  const { index, path } = proof;
  const { size } = checkpoint;
  const root = rootFromInclusion({ leafHash: leafHash(digest), index, size, path });
  if (root === undefined) return failed("inclusion", `the path does not fit leaf ${index} of a log of ${size}`);
  return sameBytes(root, checkpoint.root)
    ? passed("inclusion", `the record is leaf ${index} of the log's first ${size}`)
    : failed("inclusion", `the path from this record does not lead to the root of the checkpoint of size ${size}`);
}

async function checkSignature(proof: TlogProof | undefined, verifierKey: string): Promise<RecordCheck> {
  const key = parseVerifierKey(verifierKey);
  if (key === undefined) return failed("signature", "the verifier key is not an Ed25519 note key");
  if (proof === undefined) return failed("signature", "not checked: the proof is not a tlog-proof text");
  const note = await verifyNote(proof.checkpoint, key);
  return note.ok
    ? passed("signature", `the checkpoint is signed by the key ${key.name}+${key.keyId}`)
    : failed("signature", note.reason);
}

function checkOrigin(checkpoint: Checkpoint | undefined, verifierKey: string): RecordCheck {
  const key = parseVerifierKey(verifierKey);
  if (checkpoint === undefined || key === undefined) {
    return failed("origin", "not checked: no checkpoint or no verifier key could be read");
  }
  return checkpoint.origin === key.name
    ? passed("origin", `the checkpoint is of the log ${key.name}`)
    : failed("origin", `the checkpoint is of the log ${checkpoint.origin}, the key of ${key.name}`);
}

export function passed<Name extends string>(check: Name, detail: string): Check<Name> {
  return { check, ok: true, detail };
}

export function failed<Name extends string>(check: Name, detail: string): Check<Name> {
  return { check, ok: false, detail };
}
