import {
  claimMessage,
  type DeviceKey,
  deviceKeyIdOf,
  keyStateAt,
  publicKeyFromHex,
  rotationMessage,
  withNewKey,
} from "../hydropower/device-key.ts";
import type { Plant } from "../hydropower/plant.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import { deviceAheadMs, isoFromMs } from "../kernel/time.ts";
import { checkEvidence, evidenceDigest, parseEvidence } from "../proof/device-envelope.ts";
import { verifyEd25519 } from "../proof/note.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { bytesFromBase64 } from "../proof/text.ts";
import type { ReadSample } from "../telemetry/sample-records.ts";
import { type Members, membersOf, named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";
import { readingOf } from "./recorded.ts";

/** Where what devices signed is to be had, in the order of the records. */
export type SignatureSource = {
  /** Evidence of the signed record at this place; undefined: there is none. */
  take(seq: number): Promise<Uint8Array | undefined>;
};

/** A file of evidence, one a line. */
export function signaturesIn(lines: AsyncIterable<Uint8Array>): SignatureSource {
  const reader = lines[Symbol.asyncIterator]();
  return {
    async take() {
      const next = await reader.next();
      return next.done === true ? undefined : Uint8Array.from(next.value);
    },
  };
}

/** What a chain cannot prove of its devices. */
export function deviceWord(allSigned: boolean): string {
  return allSigned
    ? "that what a device signed is what its sensors measured: a signature shows who sent it"
    : "that a record is what the device measured: the chain shows what the gateway accepted; only a device that signs its readings proves more";
}

/** Samples under a key that was revoked before their record was made: that they had come before it is the gateway's word. */
type BehindRevoked = {
  samples: number;
  firstSeq: number /** Beyond the time in which a gateway makes the record. */;
  late: number;
};

export type SignatureCounts = {
  held: number;
  unheld: number;
  unsigned: number;
  changes: number;
  behindRevoked: BehindRevoked;
};

/**
 * Follows the keys of a plant's devices through its chain, and holds each signature against the key that was in use
 * where the record stands. Without a source it only follows: which readings claim to be signed, and by which key.
 */
export class SignatureReplay {
  readonly counts: SignatureCounts = {
    ...{ held: 0, unheld: 0, unsigned: 0, changes: 0 },
    behindRevoked: { samples: 0, firstSeq: 0, late: 0 },
  };
  readonly #keys = new Map<string, readonly DeviceKey[]>();
  readonly #source: SignatureSource | undefined;

  constructor(source: SignatureSource | undefined) {
    this.#source = source;
  }

  /** A key that came, took over or was revoked. What it changes holds at once; the proof of it is the promise. */
  change(record: RecordEnvelope): Promise<void> {
    const change = membersOf(record.members.device_key);
    const { act, device_id: deviceId } = change;
    if (typeof deviceId !== "string") return refuse(record, "it names no device");
    this.counts.changes++;
    const before = this.#keys.get(deviceId) ?? [];
    if (act === "revoke") return this.#revoke(record, deviceId, before, change);
    const publicKey = typeof change.public_key === "string" ? publicKeyFromHex(change.public_key) : undefined;
    if (publicKey === undefined || deviceKeyIdOf(publicKey) !== change.key_id) {
      return refuse(record, "its public key is none, or is not the one of its id");
    }
    if (before.some(({ keyId }) => keyId === change.key_id)) return refuse(record, "the key was registered before");
    const atMs = Date.parse(String(record.members.received_at));
    const { keys, retired } = withNewKey(before, publicKey, atMs);
    this.#keys.set(deviceId, keys);
    const retires = retired.map(({ keyId, endsAtMs }) => ({ key_id: keyId, until: isoFromMs(endsAtMs as number) }));
    if (canonicalText(change.retires ?? null) !== canonicalText(retires)) {
      return refuse(record, "it retires other keys than those that were in use, or at another time");
    }
    if (act === "register") return claimed(record, membersOf(change.claim), publicKey);
    if (act !== "rotate") return refuse(record, "it is no change of a key that this version knows");
    const rotation = membersOf(change.rotation);
    const old = before.find(({ keyId }) => keyId === rotation.key_id);
    if (old === undefined || keyStateAt(old, atMs) !== "active") {
      return refuse(record, "the key that signed for it was not in use");
    }
    return rotated(record, { deviceId, rotation, old, publicKey });
  }

  #revoke(
    record: RecordEnvelope,
    deviceId: string,
    before: readonly DeviceKey[],
    { key_id: keyId }: Members,
  ): Promise<void> {
    const key = before.find((one) => one.keyId === keyId);
    if (key?.revokedAtMs !== undefined || key === undefined) return refuse(record, "it revokes no key in use");
    const revokedAtMs = Date.parse(String(record.members.received_at));
    this.#keys.set(
      deviceId,
      before.map((one) => (one === key ? { ...one, revokedAtMs } : one)),
    );
    return Promise.resolve();
  }

  /** A reading: undefined where there is nothing to wait for. @throws {BrokenLink} */
  reading(record: RecordEnvelope, plant: Plant | undefined): Promise<void> | undefined {
    const { signed, signature, samples } = record.members;
    // Each of its samples is signed, or none.
    if (samples !== undefined) return undefined;
    if (signed !== true) {
      if (plant?.signatures === "required")
        throw wrong(record, "it is not signed, and the plant takes signed readings only");
      if (signature !== undefined) throw wrong(record, "it says that it is not signed, and names a signature");
      this.counts.unsigned++;
      return undefined;
    }
    const { key_id: keyId, sha256, form } = membersOf(signature);
    const { reading, receivedAtMs } = readingOf(record);
    const key = this.#keys.get(reading.deviceId)?.find((one) => one.keyId === keyId);
    if (key === undefined) throw wrong(record, `no record before it registers the key ${String(keyId)} for its device`);
    const state = keyStateAt(key, receivedAtMs);
    if (state === "revoked" || state === "retired") throw wrong(record, `the key ${key.keyId} was ${state} before it`);
    if (this.#source === undefined) {
      this.counts.unheld++;
      return undefined;
    }
    return this.#hold(record, key, { sha256, form, source: this.#source });
  }

  /** One of its samples, with what its device signed of it. @throws {BrokenLink} */
  async sample(
    record: RecordEnvelope,
    which: string,
    {
      sample,
      evidence: bytes,
      madeWithinMs,
    }: { readonly sample: ReadSample; readonly evidence: Uint8Array; readonly madeWithinMs: number },
  ): Promise<void> {
    const { members, receivedAtMs, endMs, intervalS } = sample;
    const { key_id: keyId = "", sha256, form } = members.signature ?? {};
    const key = this.#keys.get(members.device_id)?.find((one) => one.keyId === keyId);
    if (key === undefined) throw wrong(record, `${which}: no record before it registers the key ${keyId}`);
    // Its record may have been made after the key went; and two gateways' clocks may differ.
    const isBefore = receivedAtMs <= (key.revokedAtMs ?? Number.NEGATIVE_INFINITY) + deviceAheadMs;
    const state = keyStateAt(isBefore ? { ...key, revokedAtMs: undefined } : key, receivedAtMs);
    if (state === "revoked" || state === "retired") throw wrong(record, `${which}: the key ${keyId} was ${state} then`);
    if (evidenceDigest(bytes) !== sha256) throw wrong(record, `${which}: what was signed is not what the sample names`);
    const evidence = parseEvidence(bytes);
    if (evidence === undefined || evidence.form !== form)
      throw wrong(record, `${which}: what was signed is not in its form`);
    const { plant_id: plantId, device_id: deviceId, device_seq: deviceSeq, readings } = members;
    const facts = { plantId, deviceId, keyId, deviceSeq, endMs, intervalS, readings: readings as Json, receivedAtMs };
    const why = await checkEvidence(evidence, facts, key.publicKey);
    if (why !== undefined) throw wrong(record, `${which}: ${why}`);
    if (key.revokedAtMs === undefined) return;
    const { behindRevoked } = this.counts;
    if (behindRevoked.samples++ === 0) behindRevoked.firstSeq = record.seq;
    // Not a number counts as late.
    if (!(Date.parse(String(record.members.received_at)) <= key.revokedAtMs + madeWithinMs)) behindRevoked.late++;
  }

  /** `held`: its samples were held, with what was signed of them. */
  countSampled(record: RecordEnvelope, held: boolean): void {
    if (record.members.signed !== true) this.counts.unsigned++;
    else if (held) this.counts.held++;
    else this.counts.unheld++;
  }

  async #hold(
    record: RecordEnvelope,
    { keyId, publicKey }: DeviceKey,
    { sha256, form, source }: { sha256: Json | undefined; form: Json | undefined; source: SignatureSource },
  ): Promise<void> {
    const bytes = await source.take(record.seq);
    if (bytes === undefined) throw wrong(record, "what its device signed is not there");
    const digest = evidenceDigest(bytes);
    if (digest !== sha256) {
      throw wrong(record, `what stands in its place has SHA-256 ${digest}, the record says ${String(sha256)}`);
    }
    const evidence = parseEvidence(bytes);
    if (evidence === undefined || evidence.form !== form)
      throw wrong(record, "what its device signed is not in its form");
    const { reading, receivedAtMs } = readingOf(record);
    const { plantId, deviceId, deviceSeq, intervalS, timed } = reading;
    const readings = record.members.readings as Json;
    const endMs = timed ? reading.endMs : undefined;
    const facts = { plantId, deviceId, keyId, deviceSeq, endMs, intervalS, readings, receivedAtMs };
    const why = await checkEvidence(evidence, facts, publicKey);
    if (why !== undefined) throw wrong(record, why);
    this.counts.held++;
  }
}

async function claimed(record: RecordEnvelope, claim: Members, publicKey: Uint8Array<ArrayBuffer>): Promise<void> {
  const message = claimMessage(String(claim.code), publicKey);
  if (!(await holds(publicKey, claim.proof, message))) throw broken(record, "the key does not sign for its claim");
}

async function rotated(
  record: RecordEnvelope,
  change: { deviceId: string; rotation: Members; old: DeviceKey; publicKey: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const { deviceId, rotation, old, publicKey } = change;
  const message = rotationMessage({ plantId: record.plantId, deviceId, keyId: old.keyId, newKey: publicKey });
  if (!(await holds(old.publicKey, rotation.signature, message))) {
    throw broken(record, `the key ${old.keyId} did not sign for the new one`);
  }
  if (!(await holds(publicKey, rotation.proof, message))) throw broken(record, "the new key does not sign for itself");
}

async function holds(publicKey: Uint8Array<ArrayBuffer>, signature: Json | undefined, message: Uint8Array) {
  const bytes = typeof signature === "string" ? bytesFromBase64(signature) : undefined;
  return bytes?.length === 64 && (await verifyEd25519(publicKey, bytes, Uint8Array.from(message)));
}

function refuse(record: RecordEnvelope, detail: string): Promise<never> {
  return Promise.reject(broken(record, detail));
}

function broken(record: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("device-keys", `${named(record)}: ${detail}`);
}

function wrong(record: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("signatures", `${named(record)}: ${detail}`);
}
