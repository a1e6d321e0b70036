import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { proto } from "@hiero-ledger/proto";

/** The fixed head of an ed25519 public key in DER (RFC 8410 section 4); the 32 key bytes follow. */
const ed25519SpkiHead = Buffer.from("302a300506032b6570032100", "hex");

/** A fresh ed25519 private key, PKCS #8 in DER. */
export function newPrivateKeyDer(): Uint8Array {
  return generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" });
}

/** The 32 bytes of the public key that belongs to a PKCS #8 private key. */
export function publicKeyOf(privateKeyDer: Uint8Array): Uint8Array {
  const privateKey = createPrivateKey({ key: Buffer.from(privateKeyDer), format: "der", type: "pkcs8" });
  return createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(ed25519SpkiHead.length);
}

export function encodeKey(key: proto.IKey): Uint8Array {
  return proto.Key.encode(key).finish();
}

export function decodeKey(bytes: Uint8Array): proto.IKey {
  return proto.Key.decode(bytes);
}

/** True if this ledger can check signatures of the key: ed25519, and lists or thresholds of such keys. */
export function isSupportedKey(key: proto.IKey): boolean {
  if (key.ed25519?.length === 32) return true;
  const keys = key.keyList?.keys ?? key.thresholdKey?.keys?.keys;
  if (!keys || keys.length === 0 || !keys.every(isSupportedKey)) return false;
  const threshold = key.thresholdKey?.threshold;
  return threshold === undefined || threshold === null || (threshold >= 1 && threshold <= keys.length);
}

/** True if enough keys of `key` satisfy `has`. An unsupported or empty key is never satisfied. */
export function isSatisfied(key: proto.IKey, has: (publicKey: Uint8Array) => boolean): boolean {
  if (!isSupportedKey(key)) return false;
  const raw = key.ed25519;
  if (raw) return has(raw);
  const keys = membersOf(key);
  const needed = key.thresholdKey?.threshold ?? keys.length;
  return keys.filter((member) => isSatisfied(member, has)).length >= needed;
}

/** True if the signatures over `bytes` satisfy the key. */
export function isSignedBy(key: proto.IKey, signatures: readonly proto.ISignaturePair[], bytes: Uint8Array): boolean {
  return isSatisfied(key, (publicKey) => signatures.some((pair) => verifies(publicKey, pair, bytes)));
}

/** Every public key that stands in a key. */
export function publicKeysIn(key: proto.IKey): Uint8Array[] {
  return key.ed25519 ? [key.ed25519] : membersOf(key).flatMap(publicKeysIn);
}

function membersOf(key: proto.IKey): readonly proto.IKey[] {
  return key.keyList?.keys ?? key.thresholdKey?.keys?.keys ?? [];
}

function verifies(publicKey: Uint8Array, pair: proto.ISignaturePair, bytes: Uint8Array): boolean {
  const prefix = pair.pubKeyPrefix ?? new Uint8Array();
  if (pair.ed25519?.length !== 64 || prefix.some((byte, i) => byte !== publicKey[i])) return false;
  const der = Buffer.concat([ed25519SpkiHead, publicKey]);
  return verify(null, bytes, { key: der, format: "der", type: "spki" }, pair.ed25519);
}
