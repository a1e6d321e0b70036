import { createPublicKey, verify } from "node:crypto";
import {
  claimMessage,
  type DeviceKey,
  deviceKeyIdOf,
  type KeyState,
  keyStateAt,
  publicKeyFromHex,
  rotationMessage,
  withNewKey,
} from "../hydropower/device-key.ts";
import type { Actor } from "../kernel/actor.ts";
import { bytesToHex, type Json } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { Db, Tx } from "../platform/database.ts";
import { managers, mayUseDevice, mayUsePlant, readers, requireRole, senders } from "../tenancy/scope.ts";
import { appendConfiguration, type PlantDeps } from "./append.ts";
import type { ChainDeps } from "./chain.ts";
import * as keys from "./device-key-store.ts";
import { lockPlants } from "./heads.ts";
import { plantNotFound } from "./plants.ts";
import * as store from "./store.ts";

/** What callers are told of a device's key. */
export type DeviceKeyView = {
  readonly keyId: string;
  readonly publicKey: string;
  readonly state: KeyState;
  readonly registeredAt: Date;
  readonly endsAt: Date | undefined;
  readonly revokedAt: Date | undefined;
  /** The record of the plant's chain that registered it. */
  readonly recordId: string;
};

/**
 * Registers the key that a claim brought, in the claim's transaction. Whatever key was in use before holds for the
 * late window more, so that the device's buffer may empty.
 *
 * @throws {Fault} `invalid-request` when the key is none or does not sign for itself, `already-exists`
 */
export async function registerKey(
  deps: ChainDeps,
  tx: Tx,
  place: keys.DevicePlaceKey,
  claim: { readonly code: string; readonly publicKey: string; readonly proof: string; readonly at: Date },
): Promise<string> {
  const publicKey = publicKeyOf(claim.publicKey, "/public_key");
  if (!isSigned(claimMessage(claim.code, publicKey), publicKey, claim.proof)) {
    throw unproven("/proof", "is not the key's own signature over this claim");
  }
  const draft = { act: "register", claim: { code: claim.code, proof: claim.proof } };
  return addKey(deps, tx, place, publicKey, draft, claim.at);
}

export type Rotation = {
  /** The key in use, which signs for the new one. */
  readonly keyId: string;
  readonly newPublicKey: string;
  /** By the key in use, and by the new key, over the same bytes. */
  readonly signature: string;
  readonly proof: string;
};

/**
 * Puts a new key in the place of the one in use, which signs for it.
 *
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request`, `signature-invalid`, `already-exists`
 */
export async function rotateDeviceKey(
  deps: PlantDeps,
  actor: Actor,
  device: { readonly plantId: string; readonly deviceId: string },
  rotation: Rotation,
): Promise<DeviceKeyView> {
  requireRole(actor, senders);
  const place = { ...device, orgId: actor.orgId };
  const newKey = publicKeyOf(rotation.newPublicKey, "/new_public_key");
  const message = rotationMessage({ ...device, keyId: rotation.keyId, newKey });
  if (!isSigned(message, newKey, rotation.proof)) throw unproven("/proof", "is not the new key's own signature");
  const at = new Date(deps.clock.nowMs());
  await deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      await lockDevice(tx, actor, place);
      const old = (await keys.listDeviceKeys(tx, place)).find(({ keyId }) => keyId === rotation.keyId);
      if (old === undefined) throw keyNotFound(place.deviceId, rotation.keyId);
      if (keyStateAt(old, at.getTime()) !== "active") {
        throw new Fault("signature-invalid", `The key ${rotation.keyId} is not in use at this device: claim it anew.`);
      }
      if (!isSigned(message, old.publicKey, rotation.signature)) {
        throw new Fault("signature-invalid", `The signature does not hold under the key ${rotation.keyId}.`);
      }
      const { keyId, proof, signature } = rotation;
      await addKey(deps, tx, place, newKey, { act: "rotate", rotation: { key_id: keyId, proof, signature } }, at);
    });
  return viewOf(deps.db.of(actor.orgId), place, deviceKeyIdOf(newKey), at);
}

/**
 * Ends a key at once: nothing that it signed is taken any more, whenever it was signed. Again it changes nothing.
 *
 * @throws {Fault} `forbidden`, `not-found`
 */
export async function revokeDeviceKey(
  deps: PlantDeps,
  actor: Actor,
  device: { readonly plantId: string; readonly deviceId: string },
  { keyId, reason }: { readonly keyId: string; readonly reason: string },
): Promise<DeviceKeyView> {
  requireRole(actor, managers);
  const place = { ...device, orgId: actor.orgId };
  const at = new Date(deps.clock.nowMs());
  await deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      await lockDevice(tx, actor, place);
      const key = (await keys.listDeviceKeys(tx, place)).find((one) => one.keyId === keyId);
      if (key === undefined) throw keyNotFound(place.deviceId, keyId);
      if (key.revokedAtMs !== undefined) return;
      await appendConfiguration(deps, tx, place, at, {
        kind: "device-key",
        deviceId: place.deviceId,
        content: {
          device_key: { act: "revoke", device_id: place.deviceId, key_id: keyId, reason, revoked_by: actor.keyId },
        },
      });
      await keys.endDeviceKeys(tx, place, [{ ...key, revokedAtMs: at.getTime() }]);
    });
  return viewOf(deps.db.of(actor.orgId), place, keyId, at);
}

/** A device's keys, oldest first. @throws {Fault} `forbidden`, `not-found` */
export async function listDeviceKeys(
  deps: PlantDeps,
  actor: Actor,
  device: { readonly plantId: string; readonly deviceId: string },
): Promise<DeviceKeyView[]> {
  requireRole(actor, readers);
  const place = { ...device, orgId: actor.orgId };
  await requireDevice(deps.db.of(actor.orgId), actor, place);
  const nowMs = deps.clock.nowMs();
  return (await keys.listDeviceKeys(deps.db.of(actor.orgId), place)).map((key) => view(key, nowMs));
}

/** A device of the caller's, that it may see. @throws {Fault} `not-found` */
export async function requireDevice(db: Db, actor: Actor, place: keys.DevicePlaceKey): Promise<void> {
  const { plantId, deviceId } = place;
  const plant = mayUsePlant(actor, plantId) ? await store.findPlant(db, actor.orgId, plantId) : undefined;
  if (plant === undefined) throw plantNotFound(plantId);
  const found = mayUseDevice(actor, deviceId) ? await store.findDevices(db, [place]) : new Map();
  if (!found.has(store.deviceKeyText(place))) throw deviceNotFound(plantId, deviceId);
}

export function deviceNotFound(plantId: string, deviceId: string): Fault {
  return new Fault("not-found", `There is no device ${deviceId} at plant ${plantId}: register it, or check device_id.`);
}

function keyNotFound(deviceId: string, keyId: string): Fault {
  return new Fault("not-found", `The device ${deviceId} has no key ${keyId}.`);
}

async function lockDevice(tx: Tx, actor: Actor, place: keys.DevicePlaceKey): Promise<void> {
  await lockPlants(tx, [place]);
  await requireDevice(tx, actor, place);
}

/** The record of a new key, and the rows that follow from it. */
async function addKey(
  deps: ChainDeps,
  tx: Tx,
  place: keys.DevicePlaceKey,
  publicKey: Uint8Array<ArrayBuffer>,
  draft: { readonly [member: string]: Json },
  at: Date,
): Promise<string> {
  await lockPlants(tx, [place]);
  const { retired } = withNewKey(await keys.listDeviceKeys(tx, place), publicKey, at.getTime());
  const keyId = deviceKeyIdOf(publicKey);
  const record = await appendConfiguration(deps, tx, place, at, {
    kind: "device-key",
    deviceId: place.deviceId,
    content: {
      device_key: {
        ...draft,
        device_id: place.deviceId,
        key_id: keyId,
        public_key: bytesToHex(publicKey),
        retires: retired.map(retiredJson),
      },
    },
  });
  await keys.endDeviceKeys(tx, place, retired);
  if (!(await keys.insertDeviceKey(tx, place, { keyId, publicKey, recordId: record.recordId, at }))) {
    throw new Fault(
      "already-exists",
      "This public key is or was in use in your organisation: make a new pair of keys.",
    );
  }
  return keyId;
}

function retiredJson({ keyId, endsAtMs }: DeviceKey): Json {
  return { key_id: keyId, until: isoFromMs(endsAtMs as number) };
}

function publicKeyOf(text: string, pointer: string): Uint8Array<ArrayBuffer> {
  const key = publicKeyFromHex(text);
  if (key === undefined) throw unproven(pointer, "is no Ed25519 public key that could prove anything");
  return key;
}

function unproven(pointer: string, detail: string): Fault {
  const errors = [{ pointer, rule: "device-key", detail }];
  return new Fault("invalid-request", `The body is not valid: ${pointer} ${detail}.`, { errors });
}

/** DER of an Ed25519 public key (RFC 8410) is this and its 32 bytes. */
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

function isSigned(message: Uint8Array, publicKey: Uint8Array, signature: string): boolean {
  const der = Buffer.concat([spkiPrefix, publicKey]);
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  return verify(null, message, key, Buffer.from(signature, "base64"));
}

async function viewOf(db: Db, place: keys.DevicePlaceKey, keyId: string, at: Date): Promise<DeviceKeyView> {
  const found = (await keys.listDeviceKeys(db, place)).find((key) => key.keyId === keyId);
  if (found === undefined) throw keyNotFound(place.deviceId, keyId);
  return view(found, at.getTime());
}

function view(key: keys.StoredDeviceKey, nowMs: number): DeviceKeyView {
  const date = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms));
  return {
    keyId: key.keyId,
    publicKey: bytesToHex(key.publicKey),
    state: keyStateAt(key, nowMs),
    registeredAt: key.registeredAt,
    endsAt: date(key.endsAtMs),
    revokedAt: date(key.revokedAtMs),
    recordId: key.recordId,
  };
}
