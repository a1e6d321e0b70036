import { canonicalText, type Json, sha256Bytes } from "../kernel/canonical.ts";
import { chosenIdPattern, recordIdPattern } from "../kernel/ids.ts";

/**
 * A record: the JCS (RFC 8785) bytes of one JSON object. Whatever its kind, it carries these members; the
 * rest depends on the kind and is not judged here.
 */
export type RecordEnvelope = {
  /** `id`: random, says nothing of order or plant. */
  readonly recordId: string;
  /** `kind`: what the record tells, such as `reading`. */
  readonly kind: string;
  /** `org_id`: the organisation it belongs to. */
  readonly orgId: string;
  /** `plant_id`: whose chain it belongs to. */
  readonly plantId: string;
  /** `seq`: place in the plant's chain by acceptance, from 1. */
  readonly seq: number;
  /** `prev`: commitment of the plant's record before, 64 hex digits; null exactly when `seq` is 1. */
  readonly prev: string | null;
  /** `salt`: 128 bits, 32 hex digits; keeps the commitment from being guessed. */
  readonly salt: string;
  /** All members, as parsed. */
  readonly members: { readonly [name: string]: Json | undefined };
};

/** The 32 bytes that stand for a record in the log: SHA-256 over its exact bytes. */
export function commitment(recordBytes: Uint8Array): Uint8Array {
  return sha256Bytes(recordBytes);
}

export type RecordParse =
  | { readonly ok: true; readonly record: RecordEnvelope }
  | { readonly ok: false /** One plain sentence. */; readonly reason: string };

const longestRecordBytes = 1_048_576;
/** A fixed bound, so that nobody's answer hangs on how much stack his language has left. */
const mostLevels = 64;

/** Reads a record. Its bytes must be the canonical form of what they say: one meaning, one hash. Never throws. */
export function parseRecord(bytes: Uint8Array): RecordParse {
  if (bytes.length > longestRecordBytes) return refused("the record is longer than 1 MiB");
  let value: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
    if (isDeeperThan(value, mostLevels)) return refused(`the record is nested deeper than ${mostLevels} levels`);
    if (canonicalText(value as Json) !== text) return refused("the record is not in canonical form (RFC 8785)");
  } catch {
    // Not UTF-8, not JSON, or a number beyond the range.
    return refused("the record is not JSON in UTF-8");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refused("the record is not a JSON object");
  }
  const record = envelopeOf(value as RecordEnvelope["members"]);
  return typeof record === "string" ? refused(record) : { ok: true, record };
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

function refused(reason: string): RecordParse {
  return { ok: false, reason };
}

/** The envelope, or the sentence that says what is wrong with it. */
function envelopeOf(members: RecordEnvelope["members"]): RecordEnvelope | string {
  const { id: recordId, kind, org_id: orgId, plant_id: plantId, seq, prev, salt } = members;
  if (!isText(recordId, recordIdPattern)) return "id is missing or is not a record id";
  if (!isText(kind, /^[a-z][a-z0-9_.-]{0,63}$/)) return "kind is missing or is not a word";
  if (!isText(orgId, chosenIdPattern)) return "org_id is missing or is not an id";
  if (!isText(plantId, chosenIdPattern)) return "plant_id is missing or is not an id";
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 1) return "seq is not a whole number from 1";
  if (!isText(salt, /^[0-9a-f]{32}$/)) return "salt is not 32 hex digits";
  if (prev !== null && !isText(prev, /^[0-9a-f]{64}$/)) return "prev is neither null nor 64 hex digits";
  if ((prev === null) !== (seq === 1)) return "prev is null exactly in a plant's first record";
  return { recordId, kind, orgId, plantId, seq, prev, salt, members };
}

function isText(value: Json | undefined, pattern: RegExp): value is string {
  return typeof value === "string" && pattern.test(value);
}
