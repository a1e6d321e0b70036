import { afterAll, beforeAll, expect, test } from "vitest";
import type { ScopedDb } from "../../src/platform/scoped.ts";
import { changePassword, followLink, resetPassword } from "../../src/tenancy/accounts.ts";
import type { AccountDeps, AuthDeps } from "../../src/tenancy/auth-deps.ts";
import { authenticateCaller } from "../../src/tenancy/caller.ts";
import { inviteUser, lockUser, unlockUser } from "../../src/tenancy/console.ts";
import { makePasswordLink } from "../../src/tenancy/links.ts";
import { createPasswords } from "../../src/tenancy/passwords.ts";
import { signIn } from "../../src/tenancy/sessions.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { authDeps } from "../support/auth.ts";
import { connectRoles, type Roles, type TestDatabase, testDatabase } from "../support/database.ts";

/** To check a password takes a while. What happens to the account in that while. */
let meanwhile: (() => Promise<unknown>) | undefined;
const real = createPasswords();
const passwords: AuthDeps["passwords"] = {
  ...real,
  async matches(password, phc) {
    const isRight = await real.matches(password, phc);
    const happens = meanwhile;
    meanwhile = undefined;
    await happens?.();
    return isRight;
  },
};

let database: TestDatabase;
let roles: Roles;
let auth: AuthDeps;
let operator: AccountDeps;
beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
  auth = await authDeps(roles.db, { nowMs: () => Date.now() }, { passwords });
  operator = { ...auth, db: roles.owner.db };
  await createOrganisation(auth, { orgId: "plants", name: "Plants" });
});
afterAll(async () => {
  await roles?.close();
  await database?.drop();
});

const password = "seven green kingfishers";
const fresh = "nine otters under a bridge";
let people = 0;
async function person() {
  const email = `person${++people}@plants.example`;
  const link = await inviteUser(operator, { email, name: "Somebody", orgId: "plants", roles: ["operator"] });
  const { userId } = await followLink(auth, { token: link.token, password });
  return { email, userId };
}
const openSessions = (db: ScopedDb, userId: string) =>
  db.person(userId).selectFrom("sessions").select("session_id").where("ended_at", "is", null).execute();
async function reset(email: string) {
  const link = await makePasswordLink({ ...auth, db: roles.worker.db }, email);
  await resetPassword(auth, { token: link?.token ?? "", password: fresh });
}

test("a sign-in with the password of before opens no session once a new one stands", async () => {
  const { email, userId } = await person();
  meanwhile = () => reset(email);
  await expect(signIn(auth, { email, password })).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await openSessions(roles.db, userId)).toEqual([]);
  await expect(signIn(auth, { email, password: fresh })).resolves.toMatchObject({ userId });
});

test("a change that was begun with the password of before does not replace the new one", async () => {
  const { email } = await person();
  const thief = await authenticateCaller(auth, (await signIn(auth, { email, password })).accessToken);
  meanwhile = () => reset(email);
  const change = changePassword(auth, thief, { password, newPassword: "the thief's own password" });
  await expect(change).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(signIn(auth, { email, password: fresh })).resolves.toMatchObject({ orgId: "plants" });
});

test("a sign-in that was begun before a lock leaves no session that an unlocking would open", async () => {
  const { email, userId } = await person();
  meanwhile = () => lockUser(operator, email);
  await expect(signIn(auth, { email, password })).rejects.toMatchObject({ code: "unauthenticated" });
  await unlockUser(operator, email, false);
  expect(await openSessions(roles.db, userId)).toEqual([]);
});

test("a link to set a password is good no more once the password was changed", async () => {
  const { email } = await person();
  const owner = await authenticateCaller(auth, (await signIn(auth, { email, password })).accessToken);
  const link = await makePasswordLink({ ...auth, db: roles.worker.db }, email);
  await changePassword(auth, owner, { password, newPassword: fresh });
  const late = resetPassword(auth, { token: link?.token ?? "", password: "the finder's own password" });
  await expect(late).rejects.toMatchObject({ code: "not-found" });
  await expect(signIn(auth, { email, password: fresh })).resolves.toMatchObject({ orgId: "plants" });
});
