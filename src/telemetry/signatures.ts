import { keyStateAt } from "../hydropower/device-key.ts";
import type { Plant } from "../hydropower/plant.ts";
import { type TelemetryBody, timestampMs } from "../hydropower/reading.ts";
import { bytesToHex, hexToBytes, type Json, sha256Bytes } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import { type DevicePlaceKey, findDeviceKeys, type KeyQuery, keyQueryText } from "../plants/device-key-store.ts";
import type { Db } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { checkEvidence, type Evidence, evidenceBytes, evidenceDigest, evidenceOf } from "../proof/device-envelope.ts";
import type { HttpForm } from "../proof/http-signature.ts";
import { verifyEd25519 } from "../proof/note.ts";
import type { AcceptItem, SignedContent } from "./types.ts";

/** A request that its device signed as an HTTP message, read but not believed. */
export type HttpSignature = {
  readonly keyId: string;
  readonly nonce: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly evidence: HttpForm;
};

/** A reading as it came, with the signature in its body or around it. */
export type Presented = {
  readonly orgId: string;
  readonly body: TelemetryBody;
  readonly http: HttpSignature | undefined;
  readonly receivedAtMs: number;
};

/**
 * Holds the device's signature against the reading and the key it names, before any lock is taken; whether that key
 * is in use is looked at with the plant locked ({@link requireKeyInUse}). Undefined: the reading is not signed. A
 * signature in the body comes before one around it.
 *
 * @throws {Fault} `signature-invalid`
 */
export async function checkSignature(db: ScopedDb, presented: Presented): Promise<SignedContent | undefined> {
  const read = readSignature(presented);
  if (read === undefined) return undefined;
  const { body, orgId, receivedAtMs } = presented;
  const { evidence, keyId } = read;
  const place = { orgId, plantId: body.plant_id, deviceId: body.device_id };
  const publicKey = await publicKeyOf(db, { ...place, keyId });
  if (publicKey === undefined) {
    throw invalid(`The device ${body.device_id} has no key ${keyId}: claim the device, or check key_id.`);
  }
  const facts = {
    plantId: body.plant_id,
    deviceId: body.device_id,
    keyId,
    deviceSeq: body.device_seq,
    endMs: body.timestamp === undefined ? undefined : timestampMs(body.timestamp),
    intervalS: body.interval_s,
    readings: body.readings as Json,
    receivedAtMs,
  };
  const wrong = await checkEvidence(evidence, facts, publicKey, verifyOnce);
  if (wrong !== undefined) throw invalid(`${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}.`);
  const bytes = evidenceBytes(evidence);
  if (bytes.length > longestEvidence) throw invalid("What was signed is longer than 64 KiB: sign a shorter body.");
  return {
    keyId,
    form: evidence.form,
    evidence: bytes,
    sha256: hexToBytes(evidenceDigest(bytes)),
    signedAt: read.signedAt,
    nonce: read.nonce,
  };
}

const longestEvidence = 65_536;

type Read = {
  readonly evidence: Evidence;
  readonly keyId: string;
  readonly signedAt: string;
  readonly nonce: string | undefined;
};

function readSignature({ body, http }: Presented): Read | undefined {
  const { signature, timestamp, device_seq } = body;
  if (signature === undefined) {
    return http && { ...http, signedAt: isoFromMs(http.created * 1000) };
  }
  if (timestamp === undefined || device_seq === undefined) throw invalid("A signature needs timestamp and device_seq.");
  const { key_id, signed_at } = signature;
  const { plant_id, device_id, interval_s, readings } = body;
  const times = { timestamp, signed_at, interval_s, device_seq };
  const members = { plant_id, device_id, key_id, ...times, readings: readings as Json };
  const evidence = evidenceOf(members, signature);
  if (evidence === undefined) throw invalid("The path in the signature does not fit its place in the batch.");
  return { evidence, keyId: key_id, signedAt: isoFromMs(timestampMs(signed_at)), nonce: undefined };
}

/**
 * A key's id is a digest of the key, so that what was read once stays true; whether the key may be used is another
 * question, which is never answered from memory.
 */
const publicKeys = new WeakMap<ScopedDb, Map<string, Uint8Array<ArrayBuffer>>>();
const mostPublicKeys = 10_000;

async function publicKeyOf(db: ScopedDb, query: KeyQuery): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const known = publicKeys.get(db) ?? new Map<string, Uint8Array<ArrayBuffer>>();
  publicKeys.set(db, known);
  const name = keyQueryText(query);
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = (await findDeviceKeys(db.of(query.orgId), [query])).get(name)?.publicKey;
  if (known.size >= mostPublicKeys) known.clear();
  if (found !== undefined) known.set(name, found);
  return found;
}

/** Signatures that held: the readings of a batch come one by one, under one signature. */
const held = new Set<string>();
const mostHeld = 4_096;

const verifyOnce: typeof verifyEd25519 = async (publicKey, signature, data) => {
  const name = bytesToHex(sha256Bytes(Buffer.concat([publicKey, signature, data])));
  if (held.has(name)) return true;
  if (!(await verifyEd25519(publicKey, signature, data))) return false;
  if (held.size >= mostHeld) held.clear();
  held.add(name);
  return true;
};

/** The keys that a group's readings name, as they stand with the plants locked. */
export async function keysOf(db: Db, items: readonly AcceptItem[]) {
  return findDeviceKeys(
    db,
    items.flatMap((item) => (item.signed === undefined ? [] : [{ ...placeOf(item), keyId: item.signed.keyId }])),
  );
}

/**
 * What the plant asks of a reading's signature, whatever transport it came by.
 *
 * @throws {Fault} `signature-required`, `signature-invalid` for a key that is not in use any more
 */
export function requireKeyInUse(plant: Plant, item: AcceptItem, keys: Awaited<ReturnType<typeof keysOf>>): void {
  const { signed, body, receivedAtMs } = item;
  if (signed === undefined) {
    if (plant.signatures !== "required") return;
    throw new Fault(
      "signature-required",
      `The plant ${body.plant_id} takes only readings that the device ${body.device_id} signed with its own key.`,
    );
  }
  const key = keys.get(keyQueryText({ ...placeOf(item), keyId: signed.keyId }));
  const state = key && keyStateAt(key, receivedAtMs);
  if (state === "active" || state === "retiring") return;
  const why = state === "revoked" ? "was revoked" : "is not in use any more: another key took its place";
  throw invalid(`The key ${signed.keyId} ${why}.`);
}

export function placeOf({ actor, body }: Pick<AcceptItem, "actor" | "body">): DevicePlaceKey {
  return { orgId: actor.orgId, plantId: body.plant_id, deviceId: body.device_id };
}

/** What a record says of the signature of its reading. */
export function signatureMembers(signed: SignedContent | undefined): { readonly [member: string]: Json | undefined } {
  if (signed === undefined) return { signed: false };
  const { keyId, form, sha256, signedAt } = signed;
  return { signed: true, signature: { key_id: keyId, form, sha256: bytesToHex(sha256), signed_at: signedAt } };
}

function invalid(detail: string): Fault {
  return new Fault("signature-invalid", detail);
}
