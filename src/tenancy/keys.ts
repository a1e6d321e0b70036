import { type Actor, type Role, roles } from "../kernel/actor.ts";
import type { Json } from "../kernel/canonical.ts";
import { Fault, type FieldError } from "../kernel/fault.ts";
import { latestMs } from "../kernel/time.ts";
import type { Db, Tx } from "../platform/database.ts";
import { recordActs } from "./acts.ts";
import * as keyStore from "./key-store.ts";
import { owners, requireRole, type Scope } from "./scope.ts";
import type { StoredKey } from "./store.ts";
import { type CreatedKey, createKeyIn, type KeyLimits, type TenancyDeps } from "./tenancy.ts";

/** What an owner does with the keys of the own organisation over the API. */

/** Roles that an owner may give a key: all but the registrar's, who belongs to no organisation of theirs. */
export const grantableRoles = roles.filter((role) => role !== "registrar");

/** How long a key that was replaced goes on working, when nobody says otherwise and at most, seconds. */
export const defaultOverlapS = 86_400;
export const longestOverlapS = 30 * 86_400;

export type KeyState = "active" | "ending" | "expired" | "revoked";

export type KeyView = StoredKey & { readonly state: KeyState };

export type KeyWish = {
  readonly roles: readonly Role[];
  readonly label: string;
  readonly expiresAt?: Date | undefined;
  readonly scopes?: readonly Scope[] | undefined;
  readonly plants?: readonly string[] | undefined;
  readonly devices?: readonly string[] | undefined;
  readonly networks?: readonly string[] | undefined;
};

/**
 * Makes a key. A key that is narrowed itself makes none that reaches further than it does.
 *
 * @throws {Fault} `forbidden`, `invalid-request`
 */
export async function issueKey(
  deps: TenancyDeps,
  actor: Actor,
  wish: KeyWish,
): Promise<{ readonly key: KeyView; readonly created: CreatedKey }> {
  requireRole(actor, owners);
  const { expiresAt, label, roles: wanted, ...limits } = wish;
  const nowMs = deps.clock.nowMs();
  requireAhead(expiresAt, nowMs);
  if (wanted.includes("registrar")) throw wrong("/roles", "the role registrar is given at the machine only");
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const own = await keyStore.lockKey(tx, actor.orgId, actor.keyId);
      requireWithin(limits, expiresAt, own);
      const input = { orgId: actor.orgId, roles: wanted, label, expiresAt, limits, by: actor };
      const created = await createKeyIn(deps, tx, input);
      return { key: await viewOf(tx, actor.orgId, created.keyId, nowMs), created };
    });
}

/** The organisation's keys by the time they were made; never their secrets. @throws {Fault} `forbidden` */
export async function listOwnKeys(deps: TenancyDeps, actor: Actor): Promise<KeyView[]> {
  requireRole(actor, owners);
  const nowMs = deps.clock.nowMs();
  return (await keyStore.listKeys(deps.db.of(actor.orgId), actor.orgId)).map((key) => view(key, nowMs));
}

/** @throws {Fault} `forbidden`, `not-found` */
export async function getOwnKey(deps: TenancyDeps, actor: Actor, keyId: string): Promise<KeyView> {
  requireRole(actor, owners);
  return viewOf(deps.db.of(actor.orgId), actor.orgId, keyId, deps.clock.nowMs());
}

export type Rotation = {
  /** For how long the old one goes on working, seconds. */
  readonly overlapS?: number | undefined;
  /** When the new one ends; null: never; undefined: when the old one would have. */
  readonly expiresAt?: Date | null | undefined;
};

/**
 * A new key in the place of one, with the same roles and limits; the old one works for the overlap more, so that
 * whoever holds it can change over without a gap.
 *
 * @throws {Fault} `forbidden`, `not-found`, `invalid-request` for a key that is over, or a new end that is
 */
export async function rotateKey(
  deps: TenancyDeps,
  actor: Actor,
  keyId: string,
  { overlapS = defaultOverlapS, expiresAt: wantedEnd }: Rotation = {},
): Promise<{ readonly key: KeyView; readonly created: CreatedKey; readonly endsAt: Date }> {
  requireRole(actor, owners);
  const nowMs = deps.clock.nowMs();
  requireAhead(wantedEnd ?? undefined, nowMs);
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const held = await keyStore.lockKeys(tx, actor.orgId, [keyId, actor.keyId]);
      const [old, own] = [held.get(keyId), held.get(actor.keyId)];
      if (old === undefined) throw keyNotFound(keyId);
      const { state } = view(old, nowMs);
      if (state !== "active") throw wrong("", `the key ${keyId} is ${state}: make a new one instead`);
      const limits = limitsOf(old);
      const expiresAt = (wantedEnd === undefined ? old.expiresAt : wantedEnd) ?? undefined;
      requireWithin(limits, expiresAt, own);
      const { label, roles: same } = old;
      const created = await createKeyIn(deps, tx, {
        ...{ orgId: actor.orgId, roles: same, label, expiresAt, limits, by: actor },
      });
      const overlapEnds = nowMs + overlapS * 1000;
      const endsAt = new Date(Math.min(overlapEnds, old.expiresAt?.getTime() ?? overlapEnds));
      await keyStore.endKey(tx, keyId, { endsAt, rotatedTo: created.keyId });
      await note(tx, deps, actor, "key.rotated", keyId, { to: created.keyId, ends_at: endsAt.toISOString() });
      return { key: await viewOf(tx, actor.orgId, created.keyId, nowMs), created, endsAt };
    });
}

/** Ends a key at once: the next call with it, at any gateway, is refused. Again it changes nothing. @throws {Fault} `forbidden`, `not-found` */
export async function revokeOwnKey(deps: TenancyDeps, actor: Actor, keyId: string): Promise<KeyView> {
  requireRole(actor, owners);
  const nowMs = deps.clock.nowMs();
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute(async (tx) => {
      const key = await keyStore.lockKey(tx, actor.orgId, keyId);
      if (key === undefined) throw keyNotFound(keyId);
      if (key.revokedAt !== null) return view(key, nowMs);
      await keyStore.revokeKey(tx, keyId, new Date(nowMs));
      await note(tx, deps, actor, "key.revoked", keyId, {});
      return viewOf(tx, actor.orgId, keyId, nowMs);
    });
}

/** @throws {Fault} `invalid-request` for an end that is over, or that no time of the database can say */
function requireAhead(expiresAt: Date | undefined, nowMs: number): void {
  if (expiresAt === undefined) return;
  if (expiresAt.getTime() <= nowMs) throw wrong("/expires_at", "expires_at is over already");
  if (expiresAt.getTime() > latestMs) throw wrong("/expires_at", "expires_at lies, in UTC, behind the year 9999");
}

/**
 * The caller holds `own`: of its revocation at the same time one is first, and it makes nothing after it.
 *
 * @throws {Fault} `forbidden` for what reaches further than the key that asks for it, `unauthenticated` for one that was revoked
 */
function requireWithin(wish: KeyLimits, expiresAt: Date | undefined, own: StoredKey | undefined): void {
  // Whoever acts without a key of the database, a member or the machine's console, has no limits.
  if (own === undefined) return;
  if (own.revokedAt !== null)
    throw new Fault("unauthenticated", "Your key was revoked while this call was carried out.");
  for (const name of ["scopes", "plants", "devices", "networks"] as const) {
    const limit = own[name];
    if (limit !== null && !wish[name]?.every((one) => limit.includes(one))) {
      throw new Fault("forbidden", `Your key is for some ${name} only; one that it makes is for ${name} among those.`);
    }
  }
  if (own.expiresAt !== null && own.rotatedTo === null && (expiresAt === undefined || expiresAt > own.expiresAt)) {
    throw new Fault("forbidden", "Your key expires; one that it makes expires no later: say expires_at.");
  }
  if (own.rotatedTo !== null) throw new Fault("forbidden", "Your key was replaced: make keys with its successor.");
}

function limitsOf({ scopes, plants, devices, networks }: StoredKey): KeyLimits {
  return {
    scopes: scopes ?? undefined,
    plants: plants ?? undefined,
    devices: devices ?? undefined,
    networks: networks ?? undefined,
  };
}

async function viewOf(db: Db, orgId: string, keyId: string, nowMs: number): Promise<KeyView> {
  const key = await keyStore.findOwnKey(db, orgId, keyId);
  if (key === undefined) throw keyNotFound(keyId);
  return view(key, nowMs);
}

function view(key: StoredKey, nowMs: number): KeyView {
  const { revokedAt, expiresAt, rotatedTo } = key;
  const isOver = expiresAt !== null && expiresAt.getTime() <= nowMs;
  const state = revokedAt !== null ? "revoked" : isOver ? "expired" : rotatedTo !== null ? "ending" : "active";
  return { ...key, state };
}

function keyNotFound(keyId: string): Fault {
  return new Fault("not-found", `There is no key ${keyId} in your organisation.`);
}

function wrong(pointer: string, detail: string): Fault {
  const errors: FieldError[] = [{ pointer, rule: "key", detail }];
  return new Fault("invalid-request", `The body is not valid: ${detail}.`, { errors });
}

function note(
  tx: Tx,
  deps: TenancyDeps,
  actor: Actor,
  act: "key.rotated" | "key.revoked",
  keyId: string,
  detail: { readonly [member: string]: Json },
): Promise<void> {
  return recordActs(tx, [{ orgId: actor.orgId, actor, act, object: keyId, detail }], new Date(deps.clock.nowMs()));
}
