import type { Role } from "../kernel/actor.ts";
import type { Tx } from "../platform/database.ts";
import { lockKey } from "./key-store.ts";
import { listIssuers } from "./oidc-store.ts";
import type { StoredKey } from "./store.ts";
import { isInUse, type KeyLimits } from "./tenancy.ts";
import { findMember } from "./user-store.ts";

/** What narrows whatever somebody's authority gives to others, beside plants and devices. */
export type Bounds = Pick<KeyLimits, "scopes" | "networks"> & { readonly expiresAt: Date | undefined };

export const unbounded: Bounds = { scopes: undefined, networks: undefined, expiresAt: undefined };

/**
 * By whose authority something takes effect that was asked for earlier, as it stands now: undefined when the key was revoked,
 * replaced or is over, or the member lost those roles. A key is held until the transaction ends: of a revocation at the same
 * time, one is first. People of an organisation's own issuer are not known by name: they stand while it has an issuer.
 *
 * @param by as it was noted then: `Actor.keyId`
 */
export async function grantorOf(
  tx: Tx,
  { orgId, by, allowed }: { readonly orgId: string; readonly by: string; readonly allowed: readonly Role[] },
  nowMs: number,
): Promise<Bounds | undefined> {
  const key = await lockKey(tx, orgId, by);
  if (key !== undefined) return key.rotatedTo === null && isInUse(key, nowMs) ? boundsOf(key) : undefined;
  if (by.startsWith("oip_")) return (await listIssuers(tx, orgId)).length > 0 ? unbounded : undefined;
  const member = await findMember(tx, orgId, by);
  const isAllowed = member?.roles.some((role) => allowed.includes(role)) ?? false;
  return isAllowed && member?.user.lockedAt === null ? unbounded : undefined;
}

function boundsOf({ scopes, networks, expiresAt }: StoredKey): Bounds {
  return { scopes: scopes ?? undefined, networks: networks ?? undefined, expiresAt: expiresAt ?? undefined };
}
