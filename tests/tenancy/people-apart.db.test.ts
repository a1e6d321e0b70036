import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../src/kernel/actor.ts";
import { type ScopedDb, scoped } from "../../src/platform/scoped.ts";
import { changePassword, followLink, register, resetPassword } from "../../src/tenancy/accounts.ts";
import type { AuthDeps } from "../../src/tenancy/auth-deps.ts";
import { authenticateCaller } from "../../src/tenancy/caller.ts";
import { makePasswordLink } from "../../src/tenancy/links.ts";
import { describeCaller } from "../../src/tenancy/me.ts";
import { createSeal } from "../../src/tenancy/seal.ts";
import { confirmSecondFactor, enrolSecondFactor, removeSecondFactor } from "../../src/tenancy/second-factor.ts";
import {
  refreshSession,
  sessionActor,
  signIn,
  signOut,
  signOutEverywhere,
  switchOrganisation,
} from "../../src/tenancy/sessions.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { totpCode, totpStep } from "../../src/tenancy/totp.ts";
import { authDeps } from "../support/auth.ts";
import { fromBase32 } from "../support/base32.ts";
import { connectRoles, type Roles, type TestDatabase, testDatabase } from "../support/database.ts";
import { unfiltered } from "../support/unfiltered.ts";
import { signedIn } from "../support/users.ts";

/**
 * All that somebody does with an own account, in a build whose application has forgotten every WHERE on the person:
 * with row-level security nobody else's account is seen or changed; without it (as the database's owner) it is.
 */
const clock = { nowMs: () => Date.now() };
const seal = createSeal(randomBytes(32));
const left = new Set<string>();
let database: TestDatabase;
let roles: Roles;
/** Somebody in another organisation, with all that an account has. */
let other: string;

beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
  const auth = await authDeps(roles.db, clock, { seal });
  await createOrganisation(auth, { orgId: "other", name: "Other" });
  other = (await signedIn(auth, ["owner"], "other")).userId;
  const hash = randomBytes(32);
  const { db } = roles.owner;
  await db.insertInto("recovery_codes").values({ user_id: other, code_hash: hash, used_at: null }).execute();
  await db.insertInto("password_links").values({ user_id: other, token_hash: hash, expires_at: new Date() }).execute();
});
afterAll(async () => {
  await roles?.close();
  await database?.drop();
});

const tables = ["users", "memberships", "sessions", "password_links", "second_factors", "recovery_codes"] as const;

/** Every row of the other's account. */
async function account(): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const table of tables) {
    const { rows } = await sql`SELECT * FROM ${sql.table(table)} WHERE user_id = ${other}`.execute(roles.owner.db);
    expect([table, rows.length]).toEqual([table, 1]);
    found[table] = rows;
  }
  const tokens = sql`SELECT * FROM refresh_tokens JOIN sessions USING (session_id) WHERE user_id = ${other}`;
  return { ...found, refresh_tokens: (await tokens.execute(roles.owner.db)).rows };
}

const password = "seven green kingfishers";

/** The walk of one account from its link to its last sign-out. */
async function walk(db: ScopedDb, email: string): Promise<void> {
  const auth = await authDeps(
    unfiltered(db, (text) => left.add(text)),
    clock,
    { seal },
  );
  const letters = { ...auth, db: roles.worker.db };
  const { orgId } = await register(auth, { organisationName: "New", email, name: "Newcomer" });
  const join = await makePasswordLink(letters, email);
  const { userId } = await followLink(auth, { token: join?.token ?? "", password });
  const first = await signIn(auth, { email, password });
  expect(first).toMatchObject({ userId, orgId, roles: ["owner", "operator"], secondFactor: false });
  const actor = await authenticateCaller(auth, first.accessToken);
  const me = await describeCaller(auth, actor);
  expect(me.account).toMatchObject({ user: { userId, email }, hasSecondFactor: false, recoveryCodesLeft: 0 });
  expect(me.account?.memberships.map((one) => one.orgId)).toEqual([orgId]);
  await expect(switchOrganisation(auth, actor, "other")).rejects.toMatchObject({ code: "not-found" });
  const codes = await secondFactor(auth, actor);
  const next = await signIn(auth, { email, password, recoveryCode: codes[0] });
  await signOut(auth, (await refreshSession(auth, next.refreshToken)).refreshToken);
  await changePassword(auth, actor, { password, newPassword: "nine otters under a bridge" });
  const reset = await makePasswordLink(letters, email);
  await resetPassword(auth, { token: reset?.token ?? "", password });
  const last = await signIn(auth, { email, password, recoveryCode: codes[1] });
  const again = await authenticateCaller(auth, last.accessToken);
  await removeSecondFactor(auth, again, { password, recoveryCode: codes[2] });
  expect(await signOutEverywhere(auth, again)).toBe(1);
}

async function secondFactor(auth: AuthDeps, actor: Actor): Promise<string[]> {
  const { secret } = await enrolSecondFactor(auth, actor, password);
  return confirmSecondFactor(auth, actor, totpCode(fromBase32(secret), totpStep(clock.nowMs())));
}

test("whoever has forgotten whose account it is sees and changes one person's: the caller's", async () => {
  const before = await account();
  await walk(scoped(roles.serve.pool), "first@new.example");
  expect(await account()).toEqual(before);
  expect([...left]).toEqual([]);
});

test("without row-level security it would have been everybody's", async () => {
  const before = await account();
  const whole = await authDeps(roles.db, clock, { seal });
  const { accessToken } = await signedIn(whole, ["owner"], "other");
  const claims = await whole.accessTokens.verify(accessToken);
  const actor = claims && (await sessionActor(whole, claims));
  if (actor === undefined) throw new Error("the session does not stand");
  const auth = { ...whole, db: unfiltered(scoped(roles.owner.pool), (text) => left.add(text)) };
  expect((await describeCaller(auth, actor)).account?.memberships.length).toBeGreaterThan(1);
  expect(await signOutEverywhere(auth, actor)).toBeGreaterThan(1);
  expect(await account()).not.toEqual(before);
});
