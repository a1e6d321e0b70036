import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AdminDeps, type Answer, UsageError } from "../../src/bin/admin-command.ts";
import { prepare } from "../../src/bin/admin-console.ts";
import { scoped } from "../../src/platform/scoped.ts";
import { followLink, register, resetPassword } from "../../src/tenancy/accounts.ts";
import type { AuthDeps } from "../../src/tenancy/auth-deps.ts";
import { authenticateCaller } from "../../src/tenancy/caller.ts";
import { signIn } from "../../src/tenancy/sessions.ts";
import { authDeps } from "../support/auth.ts";
import { connectRoles, type Roles, type TestDatabase, testDatabase } from "../support/database.ts";
import { signedIn } from "../support/users.ts";

let database: TestDatabase;
let roles: Roles;
let auth: AuthDeps;
let deps: AdminDeps;
const clock = { nowMs: () => Date.now() };

beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
  auth = await authDeps(roles.db, clock);
  const { db } = roles.owner;
  const secrets = { clock, random: auth.random, plantSecret: randomBytes(32) };
  deps = {
    db,
    tenancy: { ...auth, db: scoped(roles.owner.pool) },
    print: () => undefined,
    accounts: async () => ({ ...auth, db }),
    plants: async () => ({ ...secrets, db: scoped(roles.owner.pool) }),
    log: () => Promise.reject(new Error("not of these tests")),
    register: async () => ({ ...secrets, db }),
  };
  await admin("org", "create", "acme", "--name", "Acme Hydro");
});
afterAll(async () => {
  await roles?.close();
  await database?.drop();
});

const admin = async (...argv: string[]): Promise<Answer> => prepare(argv)(deps);
const password = "seven green kingfishers";
const tokenOf = (url = "") =>
  /^https:\/\/gateway\.example\/account#(?:join|password)=(ghln_[\w-]+)$/.exec(url)?.[1] ?? url;

async function member(email: string, roles = "operator") {
  const { out } = await admin("user", "create", email, "--org", "acme", "--roles", roles, "--name", "Some One");
  return followLink(auth, { token: tokenOf(out), password });
}

test("a user is made by a link that is printed alone, signs in, and is listed with roles", async () => {
  const { userId, isNew } = await member("meera@acme.example", "owner,operator");
  expect(isNew).toBe(true);
  const tokens = await signIn(auth, { email: "Meera@Acme.example", password });
  expect(await authenticateCaller(auth, tokens.accessToken)).toMatchObject({
    ...{ orgId: "acme", keyId: userId, roles: ["owner", "operator"] },
    person: { userId, method: "session", secondFactor: false },
  });
  const listed = (await admin("user", "list")).out ?? "";
  expect(listed).toMatch(new RegExp(`^meera@acme.example +${userId} +in use +acme +owner,operator +Some One$`, "m"));
  expect((await admin("user", "list", "--org", "elsewhere")).out).not.toContain("meera");
});

test("a link that may lead nowhere is printed with what to do, beside it", async () => {
  const email = "far@acme.example";
  const words = ["user", "create", email, "--org", "acme", "--roles", "operator"];
  const { out, note } = await prepare(words)({ ...deps, linkDoubt: "PUBLIC_URL is not set here." });
  expect(out).not.toContain("PUBLIC_URL");
  expect(note).toMatch(/It works once, until \S+\.\nPUBLIC_URL is not set here\.$/);
  expect((await admin("user", "link", email)).note).not.toContain("PUBLIC_URL");
});

test("a lock ends every session at once and stops sign-in and links; unlocking lets in again", async () => {
  const email = "locked@acme.example";
  await member(email);
  const tokens = await signIn(auth, { email, password });
  expect((await admin("user", "lock", email)).note).toContain("1 sessions are ended");
  await expect(authenticateCaller(auth, tokens.accessToken)).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(signIn(auth, { email, password })).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(admin("user", "link", email)).rejects.toThrow("no account that is not locked");
  expect((await admin("user", "list")).out).toMatch(/locked@acme.example +usr_\w+ +locked/);
  await admin("user", "unlock", email);
  await expect(signIn(auth, { email, password })).resolves.toMatchObject({ orgId: "acme" });
  await expect(authenticateCaller(auth, tokens.accessToken)).rejects.toMatchObject({ code: "unauthenticated" });
});

test("unlocking ends the wait after failed attempts, and removes a lost second factor only when asked", async () => {
  const tokens = await signedIn(auth, ["operator"], "acme");
  const email = `${tokens.userId}@users.example`;
  const { out: url } = await admin("user", "link", email);
  await resetPassword(auth, { token: tokenOf(url), password });
  const attempt = () => signIn(auth, { email, password });
  for (let i = 0; i < 10; i++) await expect(attempt()).rejects.toMatchObject({ code: "totp-required" });
  await expect(attempt()).rejects.toMatchObject({ code: "too-many-attempts" });
  await admin("user", "unlock", email);
  await expect(attempt()).rejects.toMatchObject({ code: "totp-required" });
  await admin("user", "unlock", email, "--remove-second-factor");
  await expect(attempt()).resolves.toMatchObject({ secondFactor: false });
});

test("without mail the console prints what a registration and an account wait for", async () => {
  const email = "founder@plants.example";
  const { orgId, linkBy } = await register(auth, { organisationName: "Plants", email, name: "F" });
  expect(linkBy).toBe("console");
  const { out: first } = await admin("user", "link", email);
  await followLink(auth, { token: tokenOf(first), password });
  const second = await register(auth, { organisationName: "More Plants", email, name: "F" });
  const { out = "", note } = await admin("user", "link", email);
  const [join = "", reset = ""] = out.split("\n");
  expect([join, reset]).toEqual([expect.stringContaining("#join="), expect.stringContaining("#password=")]);
  expect(note).toContain("joins More Plants");
  expect(await followLink(auth, { token: tokenOf(join) })).toMatchObject({ orgId: second.orgId, isNew: false });
  await expect(signIn(auth, { email, password, organisation: orgId })).resolves.toMatchObject({ orgId });
  await expect(admin("user", "link", "nobody@plants.example")).rejects.toThrow("no invitation that stands");
});

test("roles are set from the next call on; those of keys and of the registrar stay where they belong", async () => {
  const email = "roles@acme.example";
  await member(email);
  const { accessToken } = await signIn(auth, { email, password });
  await admin("user", "role", email, "acme", "--roles", "auditor,verifier");
  expect((await authenticateCaller(auth, accessToken)).roles).toEqual(["auditor", "verifier"]);
  const refused = (...args: string[]) => expect(admin("user", ...args)).rejects;
  await refused("role", email, "acme", "--roles", "device").toThrow("for keys");
  await refused("role", email, "acme", "--roles", "registrar").toThrow("and no other");
  await refused("create", email, "--org", "registrar", "--roles", "owner").toThrow("and no other");
  await refused("create", email, "--org", "nowhere", "--roles", "owner").toThrow("no organisation nowhere");
  await refused("role", email, "registrar", "--roles", "registrar").toThrow("no member of registrar");
  const { out } = await admin("user", "create", email, "--org", "registrar", "--roles", "registrar");
  expect(await followLink(auth, { token: tokenOf(out) })).toMatchObject({ orgId: "registrar", roles: ["registrar"] });
});

describe("registration", () => {
  const input = { organisationName: "Invited Plants", email: "invited@plants.example", name: "I" };

  test("by invitation takes a code of the console once", async () => {
    const byInvitation = { ...auth, registration: "invitation" as const };
    const { out: invitation } = await admin("org", "invite", "--note", "for Invited Plants");
    await expect(register(byInvitation, input)).rejects.toMatchObject({ code: "registration-closed" });
    await expect(register(byInvitation, { ...input, invitation: "ghln_x" })).rejects.toMatchObject({
      code: "registration-closed",
    });
    await expect(register(byInvitation, { ...input, invitation })).resolves.toMatchObject({ linkBy: "console" });
    await expect(register(byInvitation, { ...input, invitation })).rejects.toMatchObject({
      code: "registration-closed",
    });
  });

  test("that is closed takes none", async () => {
    const { out: invitation } = await admin("org", "invite");
    const closed = register({ ...auth, registration: "closed" }, { ...input, invitation });
    await expect(closed).rejects.toMatchObject({ code: "registration-closed" });
  });

  test("that is open takes so many an hour", async () => {
    const many = Array.from({ length: 70 }, (_, i) => register(auth, { ...input, email: `flood${i}@plants.example` }));
    const outcomes = await Promise.allSettled(many);
    await expect(register(auth, input)).rejects.toMatchObject({ code: "too-many-attempts" });
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(40);
  });
});

test.each([
  [["user", "create", "no-address", "--org", "acme", "--roles", "owner"], '"no-address" is no e-mail address'],
  [["user", "create", "a@b", "--org", "acme", "--roles", "boss"], '"boss" is no role'],
  [["user", "create", "a@b", "--roles", "owner"], "--org is missing"],
  [["user", "role", "a@b", "acme"], "--roles is missing"],
  [["user", "lock", "a@b", "c"], "one word too many"],
])("%j is refused before any database is opened", (argv, message) => {
  expect(() => prepare(argv)).toThrow(UsageError);
  expect(() => prepare(argv)).toThrow(message);
});
