import type { Actor, Role } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Tx } from "../platform/database.ts";
import type { AccessClaims } from "./access-token.ts";
import type { AuthDeps } from "./auth-deps.ts";
import { isOutdated } from "./passwords.ts";
import { requireSession } from "./scope.ts";
import { newSecret, secretHash } from "./seal.ts";
import { type Code, hasSecondFactor, takeCountedCode } from "./second-factor.ts";
import * as store from "./session-store.ts";
import { clearAttempts, countAttempt, giveBack, inShared, networkNow } from "./throttle.ts";
import {
  emailKey,
  findMembership,
  findUserByEmail,
  holdPassword,
  listMemberships,
  type User,
  updatePassword,
} from "./user-store.ts";

/** Sessions: signing in, going on with the next token, and ending. */

const sessionMs = 30 * 86_400_000;
/** A refresh token that nobody uses for so long is over. */
const refreshMs = 14 * 86_400_000;

/** What somebody gets who signs in or goes on. */
export type Tokens = {
  readonly accessToken: string;
  readonly expiresInS: number;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
  readonly userId: string;
  readonly orgId: string;
  readonly roles: readonly Role[];
  readonly secondFactor: boolean;
};

export type SignIn = Code & {
  readonly email: string;
  readonly password: string;
  /** Which of the user's organisations; the oldest membership when it is not said. */
  readonly organisation?: string | undefined;
  /** The caller's network, as `subscriberOf` names it. */
  readonly from?: string | undefined;
};

/**
 * Address, password and, where the account has a second factor, a code. Unknown address, wrong password and locked
 * account get one answer after the same work.
 *
 * @throws {Fault} `unauthenticated`, `totp-required`, `too-many-attempts`, `forbidden` for an account without an
 *   organisation, `not-found` for an organisation that is not the user's, `overloaded`
 */
export async function signIn(deps: AuthDeps, input: SignIn): Promise<Tokens> {
  const name = emailKey(input.email);
  const count = (outcome: string) => deps.metrics.signIns.inc({ outcome });
  const network = input.from === undefined ? undefined : networkNow(deps, input.from);
  await countBoth(deps, name, network).catch((error: unknown) => {
    count("blocked");
    throw error;
  });
  const user = await findUserByEmail(deps.db.shared, input.email);
  const isRight = await deps.passwords.matches(input.password, user?.passwordHash);
  if (user === undefined || !isRight || user.lockedAt !== null) {
    count("refused");
    throw notTheseCredentials();
  }
  if (network !== undefined) await giveBack(inShared(deps), "network", network);
  const own = deps.db.person(user.userId);
  const secondFactor = await hasSecondFactor(own, user.userId);
  if (secondFactor && !(await takeCountedCode(deps, user.userId, input))) {
    count("code");
    throw new Fault("totp-required", "The account has a second factor: send a code of it that was not used yet.");
  }
  const membership = await chooseMembership(deps, user, input.organisation);
  const opening = { userId: user.userId, ...membership, secondFactor, passwordHash: user.passwordHash };
  const tokens = await openSession(deps, opening).catch((error: unknown) => {
    if (error instanceof Fault) count("refused");
    throw error;
  });
  await clearAttempts(inShared(deps), "sign-in", name);
  if (isOutdated(user.passwordHash)) await renewHash(deps, user, input.password);
  count("ok");
  return tokens;
}

/** The same password with the parameters that new ones have. */
async function renewHash(deps: AuthDeps, { userId, passwordHash: before }: User, password: string): Promise<void> {
  const passwordHash = await deps.passwords.hash(password);
  const own = deps.db.person(userId).transaction();
  await own.execute(async (tx) => {
    if (await holdPassword(tx, userId, before)) await updatePassword(tx, userId, passwordHash);
  });
}

/** The network first: one that is kept out can no longer have the accounts of others wait. */
async function countBoth(deps: AuthDeps, name: string, network: string | undefined): Promise<void> {
  const counters = inShared(deps);
  if (network !== undefined) await countAttempt(counters, "network", network);
  await countAttempt(counters, "sign-in", name);
}

function notTheseCredentials(): Fault {
  return new Fault("unauthenticated", "Address and password do not belong together, or the account is locked.");
}

async function chooseMembership(deps: AuthDeps, { userId }: User, organisation: string | undefined) {
  const memberships = await listMemberships(deps.db.person(userId), userId);
  const [oldest] = memberships;
  if (oldest === undefined) throw new Fault("forbidden", "Your account belongs to no organisation any more.");
  const chosen = organisation === undefined ? oldest : memberships.find(({ orgId }) => orgId === organisation);
  if (chosen === undefined) throw notYourOrganisation(organisation ?? "");
  return { orgId: chosen.orgId, roles: chosen.roles };
}

const notYourOrganisation = (orgId: string) =>
  new Fault("not-found", `There is no organisation ${orgId} that you belong to.`);

type SessionDeps = Pick<AuthDeps, "db" | "clock" | "random" | "accessTokens">;
type Opening = {
  readonly userId: string;
  readonly orgId: string;
  readonly roles: readonly Role[];
  readonly secondFactor: boolean;
  /** The hash that the password was checked against; undefined: none was. */
  readonly passwordHash?: string;
};

/** Opens a session for somebody whose credentials have been checked. @throws {Fault} `unauthenticated` */
export async function openSession(
  deps: SessionDeps,
  { userId, orgId, roles, secondFactor, passwordHash }: Opening,
): Promise<Tokens> {
  const at = new Date(deps.clock.nowMs());
  const sessionId = `ses_${base32(deps.random.bytes(16))}`;
  const session = { sessionId, userId, orgId, secondFactor, expiresAt: new Date(at.getTime() + sessionMs) };
  const refresh = await deps.db
    .person(userId)
    .transaction()
    .execute(async (tx) => {
      if (passwordHash !== undefined && !(await holdPassword(tx, userId, passwordHash))) throw notTheseCredentials();
      await store.insertSession(tx, session, at);
      return nextRefreshToken(tx, session, at);
    });
  return tokensOf(deps, session, roles, refresh);
}

type Refresh = { readonly text: string; readonly expiresAt: Date };

async function nextRefreshToken(tx: Tx, { sessionId, expiresAt: end }: store.Session, at: Date): Promise<Refresh> {
  const { text, hash } = newSecret("ghrt");
  const expiresAt = new Date(Math.min(end.getTime(), at.getTime() + refreshMs));
  await store.insertRefreshToken(tx, { tokenHash: hash, sessionId, expiresAt });
  return { text, expiresAt };
}

async function tokensOf(
  deps: SessionDeps,
  { sessionId, userId, orgId, secondFactor }: store.Session,
  roles: readonly Role[],
  refresh: Refresh,
): Promise<Tokens> {
  return {
    accessToken: await deps.accessTokens.sign({ userId, sessionId, orgId }),
    expiresInS: deps.accessTokens.lifeS,
    refreshToken: refresh.text,
    refreshExpiresAt: refresh.expiresAt,
    ...{ userId, orgId, roles, secondFactor },
  };
}

/**
 * The next pair of tokens. A refresh token is good once: one that comes again ends its whole session, because
 * either its first user or this one stole it.
 *
 * @throws {Fault} `unauthenticated`
 */
export async function refreshSession(deps: AuthDeps, refreshToken: string): Promise<Tokens> {
  const at = new Date(deps.clock.nowMs());
  const tokenHash = secretHash(refreshToken);
  const userId = await store.findUserOfToken(deps.db.shared, tokenHash);
  // What ends a session must be committed although the caller gets an error: it is thrown afterwards.
  const outcome =
    userId === undefined
      ? undefined
      : await deps.db
          .person(userId)
          .transaction()
          .execute((tx) => nextOf(deps, tx, tokenHash, at));
  if (outcome !== undefined) return tokensOf(deps, outcome.session, outcome.roles, outcome.refresh);
  throw new Fault("unauthenticated", "This refresh token is not good, or not any more: sign in again.");
}

/** What follows a refresh token in its session; undefined when nothing does, or nothing any more. */
async function nextOf({ log }: Pick<AuthDeps, "log">, tx: Tx, tokenHash: Uint8Array, at: Date) {
  const found = await store.lockRefreshToken(tx, tokenHash, at);
  if (found === undefined) return undefined;
  if (found.isUsed) {
    await store.endSession(tx, found.sessionId, "reuse", at);
    log.warn({ session_id: found.sessionId }, "a used refresh token came again: the session is ended");
    return undefined;
  }
  if (found.isOver) return undefined;
  await store.markUsed(tx, tokenHash, at);
  const memberships = await listMemberships(tx, found.userId);
  const membership = memberships.find(({ orgId }) => orgId === found.orgId) ?? memberships[0];
  if (membership === undefined) return undefined;
  // No member of that organisation any more: the session goes on in another.
  if (membership.orgId !== found.orgId) await store.moveSession(tx, found.sessionId, membership.orgId);
  const session = { ...found, orgId: membership.orgId };
  return { session, roles: membership.roles, refresh: await nextRefreshToken(tx, session, at) };
}

/** Ends the session of a refresh token, good or used; an unknown one changes nothing. */
export async function signOut(deps: Pick<AuthDeps, "db" | "clock">, refreshToken: string): Promise<void> {
  const at = new Date(deps.clock.nowMs());
  const tokenHash = secretHash(refreshToken);
  const userId = await store.findUserOfToken(deps.db.shared, tokenHash);
  if (userId === undefined) return;
  await deps.db
    .person(userId)
    .transaction()
    .execute(async (tx) => {
      const found = await store.lockRefreshToken(tx, tokenHash, at);
      if (found !== undefined) await store.endSession(tx, found.sessionId, "sign-out", at);
    });
}

/** Ends every session of the user, this one too. @returns how many. @throws {Fault} `session-required` */
export async function signOutEverywhere(deps: Pick<AuthDeps, "db" | "clock">, actor: Actor): Promise<number> {
  const { userId } = requireSession(actor);
  const at = new Date(deps.clock.nowMs());
  return deps.db
    .person(userId)
    .transaction()
    .execute((tx) => store.endSessions(tx, userId, "sign-out-everywhere", at));
}

export type Switched = Pick<Tokens, "accessToken" | "expiresInS" | "orgId" | "roles" | "secondFactor">;

/**
 * Goes on in another of the user's organisations: the new access token, and those that the refresh token brings
 * later, are for that one. Earlier access tokens stay good for theirs until they are over.
 *
 * @throws {Fault} `session-required`, `not-found`
 */
export async function switchOrganisation(deps: AuthDeps, actor: Actor, orgId: string): Promise<Switched> {
  const { userId, sessionId, secondFactor } = requireSession(actor);
  const own = deps.db.person(userId);
  const membership = await findMembership(own, orgId, userId);
  if (membership === undefined) throw notYourOrganisation(orgId);
  await own.transaction().execute((tx) => store.moveSession(tx, sessionId, orgId));
  const accessToken = await deps.accessTokens.sign({ userId, sessionId, orgId });
  return { accessToken, expiresInS: deps.accessTokens.lifeS, orgId, roles: membership.roles, secondFactor };
}

/** Who acts with an access token, as things stand at this moment; undefined when it is good no more. */
export async function sessionActor(
  deps: Pick<AuthDeps, "db" | "clock">,
  claims: AccessClaims,
): Promise<Actor | undefined> {
  const { userId, sessionId, orgId } = claims;
  const standing = await store.findStanding(deps.db.person(userId), claims, new Date(deps.clock.nowMs()));
  if (standing === undefined) return undefined;
  const person = { userId, sessionId, method: "session", secondFactor: standing.secondFactor } as const;
  return { orgId, keyId: userId, roles: standing.roles, person };
}
