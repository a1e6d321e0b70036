import { bytesToHex, canonicalBytes, hexToBytes, sha256Bytes } from "../kernel/canonical.ts";
import { base32 } from "../kernel/ids.ts";
import { deviceLateMs } from "../kernel/time.ts";

/**
 * The Ed25519 keys (RFC 8032) with which a device signs its readings: what they are called, what their changes are
 * signed with, and which of them holds when. Pure: the registry and the auditor follow the same rules.
 */

export const deviceKeyIdPattern = /^dk_[0-9a-hjkmnp-tv-z]{26}$/;

/** `dk_` and base 32 of the first 128 bits of SHA-256 over the 32 bytes of the public key: a device knows its own. */
export function deviceKeyIdOf(publicKey: Uint8Array): string {
  return `dk_${base32(sha256Bytes(publicKey).subarray(0, 16))}`;
}

/** 32 bytes of 64 lower-case hex digits; undefined for another text, and for a key that would hold for anything. */
export function publicKeyFromHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[0-9a-f]{64}$/.test(text)) return undefined;
  const key = Uint8Array.from(hexToBytes(text));
  return isWeakKey(key) ? undefined : key;
}

/** y of the points of small order on edwards25519, and their forms above the field's prime, little-endian. */
const smallOrder = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

/** Under a point of small order one signature holds for many messages: it would prove nothing. */
export function isWeakKey(publicKey: Uint8Array): boolean {
  const y = Uint8Array.from(publicKey);
  // The highest bit is the sign of x.
  y[31] = (y[31] ?? 0) & 0x7f;
  return smallOrder.includes(bytesToHex(y));
}

/** What the new key signs when a device is claimed: the code in its normal form, and the key itself. */
export function claimMessage(code: string, publicKey: Uint8Array): Uint8Array {
  return canonicalBytes({ type: "hydro-mrv.device-claim.v1", code, public_key: bytesToHex(publicKey) });
}

/** What the old and the new key both sign when one takes the place of the other. */
export function rotationMessage(at: DevicePlace & { readonly keyId: string; readonly newKey: Uint8Array }): Uint8Array {
  return canonicalBytes({
    type: "hydro-mrv.device-key-rotation.v1",
    plant_id: at.plantId,
    device_id: at.deviceId,
    key_id: at.keyId,
    new_public_key: bytesToHex(at.newKey),
  });
}

export type DevicePlace = { readonly plantId: string; readonly deviceId: string };

/** One key of a device, as far as its plant's chain has been read. Times in milliseconds since the epoch. */
export type DeviceKey = {
  readonly keyId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Another key took over: what is received after this is refused. Undefined: in use. */
  readonly endsAtMs?: number | undefined;
  readonly revokedAtMs?: number | undefined;
};

export type KeyState = "active" | "retiring" | "retired" | "revoked";

export function keyStateAt(key: DeviceKey, atMs: number): KeyState {
  if (key.revokedAtMs !== undefined) return "revoked";
  if (key.endsAtMs === undefined) return "active";
  return atMs <= key.endsAtMs ? "retiring" : "retired";
}

/** A device's keys once a new one is in use: those before it hold for the late window more, so that a buffer may empty. */
export function withNewKey(
  keys: readonly DeviceKey[],
  publicKey: Uint8Array<ArrayBuffer>,
  atMs: number,
): { readonly keys: readonly DeviceKey[]; readonly retired: readonly DeviceKey[] } {
  const retired: DeviceKey[] = [];
  const before = keys.map((key) => {
    if (keyStateAt(key, atMs) !== "active") return key;
    const ending = { ...key, endsAtMs: atMs + deviceLateMs };
    retired.push(ending);
    return ending;
  });
  return { keys: [...before, { keyId: deviceKeyIdOf(publicKey), publicKey }], retired };
}
