import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { Db, Tx } from "../platform/database.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import type { AccountBasics, AuthDeps } from "./auth-deps.ts";
import { queueLetter } from "./letters.ts";
import { requireSession } from "./scope.ts";
import { newSecret, type Seal, secretHash } from "./seal.ts";
import * as store from "./second-factor-store.ts";
import { markSecondFactor } from "./session-store.ts";
import { clearAttempts, countAttempt, inShared } from "./throttle.ts";
import { base32Secret, otpauthUri, stepOfCode } from "./totp.ts";
import { emailKey, findUser, type User } from "./user-store.ts";

/** The second factor of an account: TOTP, with recovery codes for the day the phone is lost. */

const recoveryCodes = 10;

/** A code as somebody sends it: of the app, or a recovery code. */
export type Code = { readonly totp?: string | undefined; readonly recoveryCode?: string | undefined };

/**
 * Whether a code is good now; one that is, is used up by this.
 */
async function takeCode(
  deps: { readonly db: ScopedDb; readonly seal: Seal; readonly clock: AuthDeps["clock"] },
  userId: string,
  { totp, recoveryCode }: Code,
): Promise<boolean> {
  const db = deps.db.person(userId);
  const nowMs = deps.clock.nowMs();
  if (recoveryCode !== undefined) {
    return store.takeRecoveryCode(db, userId, secretHash(recoveryCode), new Date(nowMs));
  }
  const factor = await store.findSecondFactor(db, userId);
  if (factor === undefined || totp === undefined) return false;
  const step = stepOfCode(deps.seal.open(contextOf(userId), factor.sealedSecret), totp, nowMs);
  return step !== undefined && (await store.takeStep(db, userId, step));
}

/**
 * The same where codes could be guessed. They have a count of their own, which a right code alone clears: whoever has
 * the password, or the mailbox by which a new one is set, clears the other as often as he likes.
 *
 * @throws {Fault} `too-many-attempts`
 */
export async function takeCountedCode(
  deps: Pick<AuthDeps, "db" | "seal" | "clock">,
  userId: string,
  code: Code,
): Promise<boolean> {
  if (code.totp === undefined && code.recoveryCode === undefined) return false;
  await countAttempt(inShared(deps), "sign-in", userId);
  if (!(await takeCode(deps, userId, code))) return false;
  await clearAttempts(inShared(deps), "sign-in", userId);
  return true;
}

export async function hasSecondFactor(db: Db, userId: string): Promise<boolean> {
  return (await store.findSecondFactor(db, userId))?.isConfirmed === true;
}

export type Enrolment = { readonly secret: string; readonly uri: string };

/**
 * Makes a secret for the user's app. Nothing is asked of the user with it before `confirmSecondFactor`.
 *
 * @throws {Fault} `session-required`, `unauthenticated` for a wrong password, `too-many-attempts`, `already-exists`
 */
export async function enrolSecondFactor(deps: AuthDeps, actor: Actor, password: string): Promise<Enrolment> {
  const user = await requirePassword(deps, actor, password);
  const secret = deps.random.bytes(20);
  const sealedSecret = deps.seal.seal(contextOf(user.userId), secret);
  const at = new Date(deps.clock.nowMs());
  const made = await deps.db
    .person(user.userId)
    .transaction()
    .execute((tx) => store.insertSecondFactor(tx, { userId: user.userId, sealedSecret, at }));
  if (!made) throw new Fault("already-exists", "The account has a second factor: remove it first.");
  return { secret: base32Secret(secret), uri: otpauthUri(secret, user.email) };
}

/**
 * The first code shows that the app has the secret. From now on signing in needs one, and this session counts as
 * one with a second factor.
 *
 * @returns recovery codes, each good once, shown only now
 * @throws {Fault} `session-required`, `totp-required` for a wrong code, `too-many-attempts`, `not-found` without an enrolment
 */
export async function confirmSecondFactor(deps: AuthDeps, actor: Actor, totp: string): Promise<string[]> {
  const { userId, sessionId } = requireSession(actor);
  const own = deps.db.person(userId);
  const user = await requireUser(own, userId);
  await countAttempt(inShared(deps), "sign-in", emailKey(user.email));
  const factor = await store.findSecondFactor(own, userId);
  if (factor === undefined || factor.isConfirmed) throw noEnrolment();
  const nowMs = deps.clock.nowMs();
  const step = stepOfCode(deps.seal.open(contextOf(userId), factor.sealedSecret), totp, nowMs);
  if (step === undefined) throw new Fault("totp-required", "This is not the code that your app should show now.");
  const codes = Array.from({ length: recoveryCodes }, () => newSecret("ghrc"));
  const at = new Date(nowMs);
  await own.transaction().execute(async (tx) => {
    if (!(await store.markConfirmed(tx, userId, step, at))) throw noEnrolment();
    const hashes = codes.map(({ hash }) => hash);
    await store.insertRecoveryCodes(tx, userId, hashes);
    await markSecondFactor(tx, { sessionId, at });
    await queueLetter(deps, tx, { kind: "second-factor-on", email: user.email });
  });
  await clearAttempts(inShared(deps), "sign-in", emailKey(user.email));
  return codes.map(({ text }) => text);
}

/**
 * Removes the second factor. No session of the user counts as one with it any more.
 *
 * @throws {Fault} `session-required`, `unauthenticated`, `totp-required`, `too-many-attempts`
 */
export async function removeSecondFactor(
  deps: AuthDeps,
  actor: Actor,
  { password, ...code }: Code & { readonly password: string },
): Promise<void> {
  const user = await requirePassword(deps, actor, password);
  if (!(await takeCountedCode(deps, user.userId, code))) {
    throw new Fault("totp-required", "Removing the second factor needs one of its codes, unused.");
  }
  await deps.db
    .person(user.userId)
    .transaction()
    .execute((tx) => dropSecondFactor(deps, tx, user));
}

/** As the user, or as the operator's console for a user who has lost everything. */
export async function dropSecondFactor(
  deps: Pick<AccountBasics, "clock" | "mailer">,
  tx: Tx,
  user: User,
): Promise<void> {
  if (!(await store.deleteSecondFactor(tx, user.userId))) return;
  await markSecondFactor(tx, { userId: user.userId });
  await queueLetter(deps, tx, { kind: "second-factor-off", email: user.email });
}

/**
 * The user behind a session, who has just shown to know the password: a stolen token alone changes no account.
 *
 * @throws {Fault} `session-required`, `unauthenticated`, `too-many-attempts`
 */
export async function requirePassword(deps: AuthDeps, actor: Actor, password: string): Promise<User> {
  const { userId } = requireSession(actor);
  const user = await requireUser(deps.db.person(userId), userId);
  const name = emailKey(user.email);
  await countAttempt(inShared(deps), "sign-in", name);
  if (!(await deps.passwords.matches(password, user.passwordHash))) throw passwordNotRight();
  await clearAttempts(inShared(deps), "sign-in", name);
  return user;
}

export const passwordNotRight = () => new Fault("unauthenticated", "The password is not right.");

async function requireUser(db: Db, userId: string): Promise<User> {
  const user = await findUser(db, userId);
  if (user === undefined) throw new Error("impossible state: a session of a user that is not stored");
  return user;
}

function noEnrolment(): Fault {
  return new Fault("not-found", "There is no second factor that waits for its first code: enrol one.");
}

const contextOf = (userId: string) => `totp ${userId}`;
