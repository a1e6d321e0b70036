import { bytesToHex, canonicalText, type Json, sha256Bytes } from "../kernel/canonical.ts";
import { deviceAheadMs, deviceLateMs } from "../kernel/time.ts";
import { checkHttpForm, type HttpForm } from "./http-signature.ts";
import { leafHash, rootFromInclusion } from "./merkle.ts";
import { verifyEd25519 } from "./note.ts";
import { differsFrom, type ReadingFacts, timeOf } from "./signed-reading.ts";
import { bytesFromBase64, hashFromBase64 } from "./text.ts";

/**
 * What a device signs, and the evidence that is kept of it: enough to check, without the gateway, that the reading
 * in a record is the one that the device signed. `docs/devices.md` has it in words, `tests/vectors/device-envelope.json`
 * in cases.
 */

/** Members of a reading as the device wrote them: times in its own form. */
export type ReadingMembers = {
  readonly plant_id: string;
  readonly device_id: string;
  readonly key_id: string;
  readonly device_seq: number;
  readonly timestamp: string | number;
  readonly interval_s?: number | undefined;
  readonly readings: Json;
  readonly signed_at: string | number;
};

/** The signed text of one reading; in a batch, its leaf. */
export function readingText(members: ReadingMembers): string {
  const { plant_id, device_id, key_id, device_seq, timestamp, interval_s, readings, signed_at } = members;
  return canonicalText({
    type: "hydro-mrv.reading.v1",
    ...{ plant_id, device_id, key_id, device_seq, timestamp, interval_s, readings, signed_at },
  });
}

export type BatchMembers = Pick<ReadingMembers, "plant_id" | "device_id" | "key_id" | "signed_at"> & {
  readonly size: number;
  /** Merkle root (RFC 9162) over the texts of the readings, 64 hex digits. */
  readonly root: string;
};

/** The signed text of a batch. */
export function batchText({ plant_id, device_id, key_id, signed_at, size, root }: BatchMembers): string {
  return canonicalText({ type: "hydro-mrv.batch.v1", plant_id, device_id, key_id, signed_at, size, root });
}

/** Where a reading stands in its batch; `path` in base 64. */
export type BatchPlace = { readonly size: number; readonly index: number; readonly path: readonly string[] };

/** Root that a reading's path leads to, hex; undefined for a path of the wrong length or form. */
export function batchRoot(text: string, { size, index, path }: BatchPlace): string | undefined {
  const hashes = path.map(hashFromBase64);
  if (hashes.some((hash) => hash === undefined)) return undefined;
  const leaf = leafHash(utf8.encode(text));
  const root = rootFromInclusion({ leafHash: leaf, index, size, path: hashes as Uint8Array[] });
  return root && bytesToHex(root);
}

/** What is kept of a signed reading. Its canonical bytes are archived; the record names their SHA-256. */
export type Evidence =
  | { readonly v: 1; readonly form: "reading"; readonly signed: string; readonly signature: string }
  | {
      readonly v: 1;
      readonly form: "batch";
      readonly reading: string;
      readonly place: BatchPlace;
      readonly signed: string;
      readonly signature: string;
    }
  | HttpForm;

export type EvidenceForm = Evidence["form"];

/** The evidence in the body of a reading that carries its device's signature; undefined where its path leads nowhere. */
export function evidenceOf(
  members: ReadingMembers,
  { value: signature, batch: place }: { readonly value: string; readonly batch?: BatchPlace | undefined },
): Evidence | undefined {
  const text = readingText(members);
  if (place === undefined) return { v: 1, form: "reading", signed: text, signature };
  const root = batchRoot(text, place);
  const signed = root && batchText({ ...members, size: place.size, root });
  return signed === undefined ? undefined : { v: 1, form: "batch", reading: text, place, signed, signature };
}

export function evidenceBytes(evidence: Evidence): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(utf8.encode(canonicalText(evidence as unknown as Json)));
}

/** Undefined unless the bytes are the canonical form of an evidence. */
export function parseEvidence(bytes: Uint8Array): Evidence | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text) as Evidence;
    return canonicalText(value as unknown as Json) === text && isEvidence(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEvidence(value: Evidence): boolean {
  if (value.v !== 1 || typeof value.signature !== "string") return false;
  if (value.form === "http") return typeof value.base === "string" && typeof value.body === "string";
  if (typeof value.signed !== "string") return false;
  if (value.form === "reading") return true;
  const { size, index, path } = value.place ?? {};
  const isPlace = Number.isSafeInteger(size) && Number.isSafeInteger(index) && Array.isArray(path);
  return value.form === "batch" && typeof value.reading === "string" && isPlace;
}

/**
 * Whether the evidence is of this reading and by this key: undefined when all holds, else one plain sentence.
 * Never throws for what a file may hold.
 */
export async function checkEvidence(
  evidence: Evidence,
  facts: ReadingFacts,
  publicKey: Uint8Array<ArrayBuffer>,
  verify: typeof verifyEd25519 = verifyEd25519,
): Promise<string | undefined> {
  const wrong = evidence.form === "http" ? checkHttpForm(evidence, facts) : checkEnvelope(evidence, facts);
  if (wrong !== undefined) return wrong;
  const signature = bytesFromBase64(evidence.signature);
  if (signature?.length !== 64) return "the signature is not 64 bytes in base 64";
  const signed = utf8.encode(evidence.form === "http" ? evidence.base : evidence.signed);
  const holds = await verify(publicKey, signature, Uint8Array.from(signed));
  return holds ? undefined : `the signature does not hold under the key ${facts.keyId}`;
}

function checkEnvelope(evidence: Exclude<Evidence, HttpForm>, facts: ReadingFacts): string | undefined {
  const text = evidence.form === "batch" ? evidence.reading : evidence.signed;
  const reading = membersIn(text);
  const { type, signed_at } = reading;
  if (type !== "hydro-mrv.reading.v1") return "what was signed is no reading";
  const other = differsFrom(reading, facts);
  if (other !== undefined) return `what was signed has another ${other}`;
  if (reading.key_id !== facts.keyId) return "what was signed names another key";
  const agedMs = facts.receivedAtMs - (timeOf(signed_at) ?? Number.NaN);
  if (!(agedMs <= deviceLateMs)) return "it was signed more than 7 days before it came";
  if (agedMs < -deviceAheadMs) return "it was signed more than 5 minutes ahead of the gateway's clock";
  if (evidence.form === "reading") return undefined;
  const root = batchRoot(text, evidence.place);
  if (root === undefined) return "the path does not fit the place in the batch";
  const { plant_id, device_id, key_id } = reading as unknown as ReadingMembers;
  const { size } = evidence.place;
  const batch = batchText({ plant_id, device_id, key_id, signed_at: signed_at as string | number, size, root });
  return batch === evidence.signed ? undefined : "what was signed is not the batch that the path leads to";
}

/** The members of a canonical JSON object; none of any other text. */
function membersIn(text: string): { readonly [name: string]: Json | undefined } {
  try {
    const value = JSON.parse(text) as Json;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject && canonicalText(value) === text ? (value as { readonly [name: string]: Json }) : {};
  } catch {
    return {};
  }
}

/** SHA-256 over an evidence's bytes, hex: what the record names. */
export function evidenceDigest(bytes: Uint8Array): string {
  return bytesToHex(sha256Bytes(bytes));
}

const utf8 = new TextEncoder();
