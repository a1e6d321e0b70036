import { createHash } from "node:crypto";
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Db } from "../platform/database.ts";
import { OutboundError, type OutboundRefusal } from "../platform/outbound.ts";
import { takeTurn } from "../platform/turns.ts";
import { type AdminAct, recordActs } from "./acts.ts";
import type { AuthDeps } from "./auth-deps.ts";
import { fetchJson, fetchKeySet } from "./issuer-keys.ts";
import * as store from "./oidc-store.ts";
import { type MemberRole, memberRoles, owners, requirePerson, requireRole } from "./scope.ts";

/** Tokens of an organisation's own OpenID provider. They act inside that organisation, with roles it maps them to. */

/** Signatures that are taken: no `none`, and nothing symmetric. */
const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
const clockToleranceS = 30;
const mostIssuers = 10;

export type NewIssuer = {
  readonly issuer: string;
  readonly audience: string;
  readonly rolesClaim: string;
  readonly roleMap: store.RoleMap;
};

/**
 * Takes tokens of an issuer from now on. Its configuration and keys are fetched first: what cannot be reached now
 * would not work later.
 *
 * @throws {Fault} `forbidden`, `session-required`, `invalid-request` for what cannot be fetched, `already-exists`
 */
export async function addIssuer(deps: AuthDeps, actor: Actor, input: NewIssuer): Promise<store.OidcIssuer> {
  requireRole(actor, owners);
  requirePerson(actor);
  await requireRoom(deps.db.of(actor.orgId), actor.orgId);
  const made: store.OidcIssuer = {
    ...input,
    orgId: actor.orgId,
    issuerId: `oid_${base32(deps.random.bytes(16))}`,
    jwksUri: await discover(deps, input.issuer),
    createdBy: actor.keyId,
    createdAt: new Date(deps.clock.nowMs()),
  };
  const { orgId, issuerId, createdAt, audience, roleMap } = made;
  return deps.db
    .of(orgId)
    .transaction()
    .execute(async (tx) => {
      await takeTurn(tx, "token issuers", orgId);
      await requireRoom(tx, orgId);
      if (!(await store.insertIssuer(tx, made))) {
        const detail = "Tokens of this issuer with this audience are taken already: use another audience.";
        throw new Fault("already-exists", detail);
      }
      const told = { issuer: made.issuer, audience, roles_claim: made.rolesClaim, role_map: roleMap };
      const detail = told as AdminAct["detail"];
      await recordActs(tx, [{ orgId, actor, act: "issuer.added", object: issuerId, detail }], createdAt);
      return made;
    });
}

/** @throws {Fault} `already-exists` */
async function requireRoom(db: Db, orgId: string): Promise<void> {
  if ((await store.listIssuers(db, orgId)).length < mostIssuers) return;
  throw new Fault("already-exists", `An organisation has at most ${mostIssuers} issuers: remove one first.`);
}

/** @throws {Fault} `forbidden` */
export async function listIssuers(deps: Pick<AuthDeps, "db">, actor: Actor): Promise<store.OidcIssuer[]> {
  requireRole(actor, owners);
  return store.listIssuers(deps.db.of(actor.orgId), actor.orgId);
}

/** Tokens of it are taken no more from this moment on. @throws {Fault} `forbidden`, `session-required`, `not-found` */
export async function removeIssuer(
  deps: Pick<AuthDeps, "db" | "clock">,
  actor: Actor,
  issuerId: string,
): Promise<void> {
  requireRole(actor, owners);
  requirePerson(actor);
  const { orgId } = actor;
  await deps.db
    .of(orgId)
    .transaction()
    .execute(async (tx) => {
      if (!(await store.deleteIssuer(tx, orgId, issuerId)))
        throw new Fault("not-found", `There is no issuer ${issuerId} in your organisation.`);
      const act = { orgId, actor, act: "issuer.removed", object: issuerId, detail: {} } as const;
      await recordActs(tx, [act], new Date(deps.clock.nowMs()));
    });
}

/** Where the issuer's keys are, by its own word (OpenID Connect Discovery 1.0, 4). */
async function discover({ outbound, log }: AuthDeps, issuer: string): Promise<string> {
  try {
    const place = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const found = (await fetchJson(outbound, place)) as { issuer?: unknown; jwks_uri?: unknown };
    if (found.issuer !== issuer || typeof found.jwks_uri !== "string") {
      throw new OutboundError("connection", `${place} is not the configuration of ${issuer}`);
    }
    await fetchKeySet(outbound, found.jwks_uri);
    return found.jwks_uri;
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    log.info({ err: error }, "an issuer could not be added");
    const detail = refusals[error.reason];
    throw new Fault("invalid-request", `The issuer ${detail}.`, {
      errors: [{ pointer: "/issuer", rule: `issuer.${error.reason}`, detail }],
    });
  }
}

/** Enough to mend a mistake, too little to map a network with. */
const refusals: Readonly<Record<OutboundRefusal, string>> = {
  url: "must be an https URL without user and password",
  address: "must have a public address",
  redirect: "must answer itself, without a redirect",
  "too-large": "answers more than this gateway reads",
  "too-slow": "does not answer in time",
  connection: "does not serve its configuration (/.well-known/openid-configuration) and keys",
};

/**
 * Who acts with a token of an organisation's issuer; undefined for a token that nobody configured, or that is not
 * good by signature, issuer, audience or time.
 *
 * @throws {Fault} `unauthenticated` with a reason of its own when the issuer's keys cannot be fetched
 */
export async function oidcActor(deps: AuthDeps, token: string): Promise<Actor | undefined> {
  const claimed = unverified(token);
  const iss: unknown = claimed?.iss;
  if (!isName(iss)) return undefined;
  const audiences = [claimed?.aud ?? []].flat().slice(0, 20).filter(isName);
  const found = await store.findIssuers(deps.db.shared, iss, audiences);
  const [issuer] = found;
  // A token for two organisations at once says nothing of which is meant.
  if (issuer === undefined || found.length > 1) return undefined;
  const payload = await verified(deps, token, issuer);
  if (payload === undefined) return undefined;
  const userId = pseudonymOf(issuer.issuer, payload.sub as string);
  const person = { userId, method: "oidc", issuer: configurationOf(issuer), secondFactor: false } as const;
  return { orgId: issuer.orgId, keyId: userId, roles: rolesOf(payload, issuer), person };
}

function unverified(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

/** All that decides which tokens are taken and what they may do, as one text. */
function configurationOf({ issuer, audience, jwksUri, rolesClaim, roleMap }: store.TokenIssuer): string {
  return JSON.stringify([issuer, audience, jwksUri, rolesClaim, roleMap]);
}

/** Whether an organisation takes tokens of an issuer as it did: neither removed nor configured otherwise. */
export async function stillTakes(db: Db, orgId: string, configuration: string | undefined): Promise<boolean> {
  return (await store.listIssuers(db, orgId)).some((one) => configurationOf(one) === configuration);
}

/** What is claimed before anything is verified may be of any type; and no text of PostgreSQL holds a NUL. */
const isName = (claim: unknown): claim is string => typeof claim === "string" && !claim.includes("\0");

async function verified(deps: AuthDeps, token: string, issuer: store.TokenIssuer): Promise<JWTPayload | undefined> {
  const check = async (keys: JWTVerifyGetKey) => {
    const { payload } = await jwtVerify(token, keys, {
      algorithms,
      issuer: issuer.issuer,
      audience: issuer.audience,
      requiredClaims: ["exp", "sub"],
      clockTolerance: clockToleranceS,
      currentDate: new Date(deps.clock.nowMs()),
    }).catch(notVerified);
    return payload;
  };
  try {
    return await check(await deps.issuerKeys.of(issuer.jwksUri)).catch(async (error: unknown) => {
      // A key that is not among the known ones may be new.
      if (error instanceof errors.JWKSNoMatchingKey) return check(await deps.issuerKeys.renewed(issuer.jwksUri));
      throw error;
    });
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    if (!(error instanceof OutboundError)) throw error;
    deps.log.warn({ err: error, org_id: issuer.orgId }, "the keys of an issuer cannot be fetched");
    throw new Fault("unauthenticated", "The keys of this token's issuer cannot be fetched at the moment.", {
      retryAfterS: 30,
    });
  }
}

/** Of a key that is none, or too short for its algorithm, the platform speaks in errors of its own. */
function notVerified(error: unknown): never {
  if (error instanceof errors.JOSEError) throw error;
  throw new errors.JWKSInvalid("the token names a key of its issuer that cannot be used", { cause: error });
}

/** The same person has the same one everywhere, so that nobody holds two duties under two organisations. */
function pseudonymOf(issuer: string, subject: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([issuer, subject]))
    .digest();
  return `oip_${base32(digest.subarray(0, 16))}`;
}

/** Whatever the map says, roles are those of members: an issuer makes nobody a registrar. */
function rolesOf(payload: JWTPayload, { rolesClaim, roleMap }: store.TokenIssuer): MemberRole[] {
  const value = claimOf(payload, rolesClaim);
  const values = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
  const granted = values.flatMap((one) => (Object.hasOwn(roleMap, one) ? (roleMap[one] ?? []) : []));
  return memberRoles.filter((role) => granted.includes(role));
}

/** A claim by its name (`https://example.com/roles`), or by a path with dots (`realm_access.roles`). */
function claimOf(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name.split(".").reduce<unknown>((from, step) => {
    if (typeof from !== "object" || from === null || !Object.hasOwn(from, step)) return undefined;
    return (from as Record<string, unknown>)[step];
  }, payload);
}
