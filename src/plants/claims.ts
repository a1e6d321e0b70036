import { createHmac } from "node:crypto";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import { subscriberOf } from "../kernel/networks.ts";
import type { Tx } from "../platform/database.ts";
import { type Bounds, grantorOf } from "../tenancy/grantor.ts";
import { managers, requireRole } from "../tenancy/scope.ts";
import { type CreatedKey, createKeyIn, type TenancyDeps } from "../tenancy/tenancy.ts";
import type { PlantDeps } from "./append.ts";
import * as store from "./claim-store.ts";
import { registerKey, requireDevice } from "./device-keys.ts";
import { lockPlants } from "./heads.ts";

/** How long a code holds when nobody says otherwise, and at most, seconds. */
export const defaultCodeS = 86_400;
export const longestCodeS = 7 * 86_400;

/** Wrong codes from one network in a quarter of an hour; after that, none is looked at. */
const mostFailures = 10;
const windowMs = 900_000;

export type IssuedCode = {
  readonly code: string;
  readonly claimId: string;
  readonly expiresAt: Date;
  /** Of the API key that it may give, beside its one plant and device. */
  readonly bounds: Bounds;
};

/**
 * A code with which somebody at the device claims it, once. It is shown now and kept nowhere: only an HMAC of it,
 * under a secret that is not in the database. A new code ends the device's earlier ones. It ends with the authority of
 * whoever asks for it, and gives no more than that.
 *
 * @throws {Fault} `forbidden`, `not-found`
 */
export async function issueClaimCode(
  deps: PlantDeps,
  actor: Actor,
  device: { readonly plantId: string; readonly deviceId: string },
  { expiresInS = defaultCodeS }: { readonly expiresInS?: number | undefined } = {},
): Promise<IssuedCode> {
  requireRole(actor, managers);
  const place = { ...device, orgId: actor.orgId };
  await requireDevice(deps.db.of(actor.orgId), actor, place);
  const text = base32(deps.random.bytes(7)).slice(0, 10).toUpperCase();
  const claimId = `clm_${base32(deps.random.bytes(16))}`;
  const at = new Date(deps.clock.nowMs());
  const code = `${text.slice(0, 5)}-${text.slice(5)}`;
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      await lockPlants(tx, [place]);
      const bounds = await grantorOf(tx, { orgId: actor.orgId, by: actor.keyId, allowed: managers }, at.getTime());
      if (bounds === undefined) throw noGrantor();
      const wantedMs = at.getTime() + expiresInS * 1000;
      const expiresAt = new Date(Math.min(wantedMs, bounds.expiresAt?.getTime() ?? wantedMs));
      const codeHash = hashOf(deps.plantSecret, text);
      await store.insertClaimCode(tx, { ...place, claimId, expiresAt, codeHash, at, by: actor.keyId });
      return { code, claimId, expiresAt, bounds };
    });
}

function noGrantor(): Fault {
  return new Fault("forbidden", "Your key was replaced, or ended meanwhile: ask for codes with its successor.");
}

export type Claim = {
  readonly code: string;
  /** The device's own key with its signature over the claim; undefined: it signs nothing. */
  readonly key?: { readonly publicKey: string; readonly proof: string } | undefined;
  /** Whether the device gets an API key. */
  readonly wantsApiKey: boolean;
};

export type Claimed = {
  readonly plantId: string;
  readonly deviceId: string;
  readonly keyId: string | undefined;
  /** Of the one device at the one plant, shown once. */
  readonly apiKey: CreatedKey | undefined;
  /** When that key is over; undefined: not by itself. */
  readonly apiKeyEndsAt: Date | undefined;
};

/**
 * Claims a device with a code: registers its own key, gives it an API key, or both, in one transaction. A code that is
 * unknown, used or over, or whose grantor is no more, gets one answer, and few tries.
 *
 * @param from the caller's address
 * @throws {Fault} `not-found`, `too-many-attempts`, `invalid-request`, `already-exists`
 */
export async function claimDevice(
  deps: PlantDeps & { readonly tenancy: TenancyDeps },
  { code, key, wantsApiKey }: Claim,
  from: { readonly address: string | undefined },
): Promise<Claimed> {
  const nowMs = deps.clock.nowMs();
  const at = new Date(nowMs);
  const window = new Date(nowMs - (nowMs % windowMs));
  const network = subscriberOf(from.address ?? "");
  if (!(await store.takeTry(deps.db.shared, network, window, mostFailures))) {
    throw new Fault("too-many-attempts", "Too many wrong codes came from your network: wait, then try again.", {
      retryAfterS: (window.getTime() + windowMs - nowMs) / 1000,
    });
  }
  const text = normalCode(code);
  const codeHash = hashOf(deps.plantSecret, text);
  const found = await store.findClaimCode(deps.db.shared, codeHash);
  const claim = async (tx: Tx, found: store.ClaimCode): Promise<Claimed | undefined> => {
    // The plant first, as whoever issues a code does: the other way round the two could wait for each other.
    await lockPlants(tx, [found]);
    const by = await store.useClaimCode(tx, codeHash, at);
    if (by === undefined) return undefined;
    const { plantId, deviceId, orgId } = found;
    const bounds = await grantorOf(tx, { orgId, by, allowed: managers }, nowMs);
    if (bounds === undefined) return undefined;
    const { expiresAt, ...limits } = bounds;
    const keyId = key && (await registerKey(deps, tx, found, { ...key, code: text, at }));
    const apiKey = wantsApiKey
      ? await createKeyIn(deps.tenancy, tx, {
          orgId,
          roles: ["device"],
          label: `device ${deviceId}`,
          expiresAt,
          limits: { ...limits, plants: [plantId], devices: [deviceId] },
          by: { keyId: found.claimId },
          askedBy: by,
        })
      : undefined;
    return { plantId, deviceId, keyId, apiKey, apiKeyEndsAt: apiKey && expiresAt };
  };
  let isWrong = false;
  try {
    // Whose device it is, the code says.
    const own = found && deps.db.of(found.orgId).transaction();
    const claimed = found && (await own?.execute((tx) => claim(tx, found)));
    if (claimed !== undefined) return claimed;
    isWrong = true;
  } finally {
    if (!isWrong) await store.giveTryBack(deps.db.shared, network, window);
  }
  throw new Fault(
    "not-found",
    "This code is mistyped, used, over or of another gateway: ask the operator for a new one.",
  );
}

/** A code as people type it: capitals or not, with or without hyphens and spaces, I and L for 1, O for 0. */
export function normalCode(code: string): string {
  return code.toUpperCase().replace(/[\s-]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
}

function hashOf(plantSecret: Uint8Array, code: string): Uint8Array {
  const secret = createHmac("sha256", plantSecret).update("claim codes").digest();
  return createHmac("sha256", secret).update(code).digest();
}
