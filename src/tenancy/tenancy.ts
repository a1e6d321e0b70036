import type { Actor, Limits, Role } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { chosenIdPattern } from "../kernel/ids.ts";
import { isListed, parseNetwork } from "../kernel/networks.ts";
import type { Clock } from "../kernel/time.ts";
import type { Tx } from "../platform/database.ts";
import { gathered } from "../platform/gathered.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { type AdminAct, recordActs } from "./acts.ts";
import { type KeyEnvironment, newApiKey, parseApiKey, secretMatches } from "./api-key.ts";
import * as store from "./store.ts";

export type TenancyDeps = { readonly db: ScopedDb; readonly clock: Clock; readonly keyEnvironment: KeyEnvironment };

/**
 * Turns a presented key into an actor. Unknown, wrong, expired and revoked keys are told apart only in
 * our log: the caller gets one answer for all, also for a key that may not be used from `from`. Nothing of a key
 * is kept between two calls: a revocation holds for the next one, on every gateway.
 *
 * @throws {Fault} `unauthenticated`
 */
export async function authenticate(
  deps: TenancyDeps,
  presented: string | undefined,
  from?: { readonly address: string | undefined },
): Promise<Actor> {
  if (presented === undefined || presented === "") {
    throw new Fault("unauthenticated", "Send an API key: `Authorization: Bearer ghdk_...` or `X-API-Key: ghdk_...`.");
  }
  const parsed = parseApiKey(presented);
  if (parsed === undefined) throw notThisKey();
  return actorOf(deps, parsed, await keysOf(deps.db)(parsed.keyId), from);
}

/** A key as it was shown, and from which address. */
export type KeyFrom = { readonly text: string; readonly address: string | undefined };

/** {@link authenticate} for many at once, looked up together: of each what it would get alone. */
export function authenticateAll(deps: TenancyDeps, presented: readonly KeyFrom[]): Promise<readonly (Actor | Fault)[]> {
  return Promise.all(
    presented.map(async ({ text, ...from }) => {
      try {
        const parsed = parseApiKey(text);
        if (parsed === undefined) throw notThisKey();
        return await actorOf(deps, parsed, await keysOf(deps.db)(parsed.keyId), from);
      } catch (error) {
        if (error instanceof Fault) return error;
        throw error;
      }
    }),
  );
}

/** @throws {Fault} `unauthenticated` */
async function actorOf(
  deps: TenancyDeps,
  presented: { readonly secret: string },
  key: store.StoredKey | undefined,
  from: { readonly address: string | undefined } | undefined,
): Promise<Actor> {
  if (key === undefined || !secretMatches(presented.secret, key.secretHash)) throw notThisKey();
  const now = deps.clock.nowMs();
  if (!isInUse(key, now) || !reachesFrom(key, from?.address)) throw notThisKey();
  await noteUse(deps, key, now);
  return keyActor(key);
}

/** Neither revoked nor expired. */
export function isInUse({ revokedAt, expiresAt }: store.StoredKey, nowMs: number): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt.getTime() > nowMs);
}

/** Whether a key may be used from an address. */
export function reachesFrom({ networks }: store.StoredKey, address: string | undefined): boolean {
  if (networks === null) return true;
  return isListed(
    address,
    networks.flatMap((text) => parseNetwork(text) ?? []),
  );
}

export function keyActor(key: store.StoredKey): Actor {
  return { orgId: key.orgId, keyId: key.keyId, roles: key.roles, limits: limitsOf(key) };
}

/** Look-ups of the keys of calls that arrive together. */
const lookups = new WeakMap<ScopedDb, (keyId: string) => Promise<store.StoredKey | undefined>>();

function keysOf(db: ScopedDb): (keyId: string) => Promise<store.StoredKey | undefined> {
  const known = lookups.get(db) ?? gathered((keyIds) => store.findKeys(db.shared, keyIds));
  lookups.set(db, known);
  return known;
}

/** How coarse the time of last use is, ms. */
const useNotedEveryMs = 300_000;

async function noteUse({ db }: TenancyDeps, key: store.StoredKey, nowMs: number): Promise<void> {
  const stale = nowMs - useNotedEveryMs;
  if (key.lastUsedAt !== null && key.lastUsedAt.getTime() >= stale) return;
  // Nobody's call fails for this.
  await store.touchKey(db.of(key.orgId), key.keyId, new Date(nowMs), new Date(stale)).catch(() => undefined);
}

function limitsOf({ scopes, plants, devices }: store.StoredKey): Limits | undefined {
  if (scopes === null && plants === null && devices === null) return undefined;
  return { scopes: scopes ?? undefined, plants: plants ?? undefined, devices: devices ?? undefined };
}

function notThisKey(): Fault {
  return new Fault(
    "unauthenticated",
    "This API key is not valid here: it is mistyped, expired, revoked or of another gateway.",
  );
}

/** @throws {Fault} `already-exists`, `invalid-request` */
export async function createOrganisation(deps: TenancyDeps, input: { orgId: string; name: string }): Promise<void> {
  if (!chosenIdPattern.test(input.orgId))
    throw new Fault("invalid-request", "An organisation id is 1-64 letters, digits, '.', '_' or '-'.");
  await deps.db
    .of(input.orgId)
    .transaction()
    .execute((tx) => makeOrganisation(deps, tx, undefined, input));
}

type ActedBy = AdminAct["actor"];

/** The same as part of a larger act, by somebody. @throws {Fault} `already-exists` */
export async function makeOrganisation(
  { clock }: Pick<TenancyDeps, "clock">,
  tx: Tx,
  actor: ActedBy,
  { orgId, name }: { orgId: string; name: string },
): Promise<void> {
  const at = new Date(clock.nowMs());
  if (!(await store.insertOrganisation(tx, { orgId, name, at })))
    throw new Fault("already-exists", `The organisation ${orgId} exists already.`);
  await recordActs(tx, [{ orgId, actor, act: "organisation.created", object: orgId, detail: { name } }], at);
}

/** What narrows a new key. `networks` in CIDR form. */
export type KeyLimits = Limits & { readonly networks?: readonly string[] | undefined };

export type CreatedKey = { readonly keyId: string /** Shown once, never stored. */; readonly text: string };

/** The registrar's organisation: it has the one role that nobody else has, and no other. */
export const registrarOrg = "registrar";

export type NewKeyInput = {
  readonly orgId: string;
  readonly roles: readonly Role[];
  readonly label: string;
  readonly expiresAt?: Date | undefined;
  readonly limits?: KeyLimits | undefined;
  /** Who makes it; undefined: the console on the machine. */
  readonly by?: Pick<Actor, "keyId"> | undefined;
  /** By whose authority, where that is somebody else: the id that stands in records. */
  readonly askedBy?: string | undefined;
};

/** @throws {Fault} `not-found`, `invalid-request` */
export async function createKey(deps: TenancyDeps, input: NewKeyInput): Promise<CreatedKey> {
  return deps.db
    .of(input.orgId)
    .transaction()
    .execute((tx) => createKeyIn(deps, tx, input));
}

/** The same within a transaction: for whoever makes a key together with something else. */
export async function createKeyIn(deps: Omit<TenancyDeps, "db">, tx: Tx, input: NewKeyInput): Promise<CreatedKey> {
  if (input.roles.length === 0) throw new Fault("invalid-request", "A key needs at least one role.");
  if (input.roles.some((role) => (role === "registrar") !== (input.orgId === registrarOrg)))
    throw new Fault("invalid-request", `The role registrar belongs to the organisation ${registrarOrg}, and no other.`);
  if (!(await store.organisationExists(tx, input.orgId)))
    throw new Fault("not-found", `There is no organisation ${input.orgId}.`);
  return makeKey(deps, tx, input.by, input);
}

/** The same as part of a larger act, by somebody, for an organisation that is there. */
export async function makeKey(
  { clock, keyEnvironment }: Pick<TenancyDeps, "clock" | "keyEnvironment">,
  tx: Tx,
  actor: ActedBy,
  {
    orgId,
    roles,
    label,
    expiresAt = null,
    limits = {},
    askedBy,
  }: Omit<NewKeyInput, "by" | "expiresAt"> & { readonly expiresAt?: Date | null | undefined },
): Promise<CreatedKey> {
  const key = newApiKey(keyEnvironment);
  const { keyId, secretHash } = key;
  const createdAt = new Date(clock.nowMs());
  const narrowed = {
    scopes: limits.scopes ?? null,
    plants: limits.plants ?? null,
    devices: limits.devices ?? null,
    networks: limits.networks ?? null,
  };
  await store.insertKey(tx, { keyId, orgId, secretHash, roles, label, createdAt, expiresAt, ...narrowed });
  const given = Object.fromEntries(Object.entries(narrowed).filter(([, list]) => list !== null));
  const detail = { roles: [...roles], label, expires_at: expiresAt?.toISOString() ?? null, ...given };
  const acting = askedBy === undefined ? detail : { ...detail, asked_by: askedBy };
  await recordActs(tx, [{ orgId, actor, act: "key.created", object: keyId, detail: acting }], createdAt);
  return { keyId: key.keyId, text: key.text };
}

/** @throws {Fault} `not-found` */
export async function revokeKey(deps: TenancyDeps, keyId: string): Promise<void> {
  const orgId = (await store.findKey(deps.db.shared, keyId))?.orgId;
  if (orgId === undefined) throw keyNotInUse(keyId);
  const at = new Date(deps.clock.nowMs());
  await deps.db
    .of(orgId)
    .transaction()
    .execute(async (tx) => {
      if ((await store.revokeKey(tx, keyId, at)) === undefined) throw keyNotInUse(keyId);
      await recordActs(tx, [{ orgId, actor: undefined, act: "key.revoked", object: keyId, detail: {} }], at);
    });
}

const keyNotInUse = (keyId: string) => new Fault("not-found", `There is no key ${keyId} in use.`);

export { listKeys, listOrganisations } from "./store.ts";
