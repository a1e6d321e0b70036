import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor, Role } from "../../src/kernel/actor.ts";
import { followLink } from "../../src/tenancy/accounts.ts";
import { listActs } from "../../src/tenancy/acts.ts";
import type { AccountDeps, AuthDeps } from "../../src/tenancy/auth-deps.ts";
import { lockUser, unlockUser } from "../../src/tenancy/console.ts";
import { makeJoinLink } from "../../src/tenancy/links.ts";
import {
  inviteMember,
  listInvited,
  listMembers,
  removeMember,
  setMemberRoles,
  withdrawInvited,
} from "../../src/tenancy/members.ts";
import { refreshSession, sessionActor, signIn, switchOrganisation } from "../../src/tenancy/sessions.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { authDeps } from "../support/auth.ts";
import { connectRoles, type Roles, type TestDatabase, testDatabase } from "../support/database.ts";
import { signedIn } from "../support/users.ts";

let database: TestDatabase;
let roles: Roles;
let auth: AuthDeps;
/** What sends the links. */
let letters: AccountDeps;
/** At the console. */
let operator: AccountDeps;
let aheadMs = 0;
beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
  auth = await authDeps(roles.db, { nowMs: () => Date.now() + aheadMs });
  letters = { ...auth, db: roles.worker.db };
  operator = { ...auth, db: roles.owner.db };
});
afterAll(async () => {
  await roles?.close();
  await database?.drop();
});

let organisations = 0;
async function organisation(): Promise<string> {
  const orgId = `org-${++organisations}`;
  await createOrganisation(auth, { orgId, name: orgId });
  return orgId;
}

async function actor(roles: readonly Role[], orgId: string, secondFactor = true): Promise<Actor & { userId: string }> {
  const { userId, accessToken } = await signedIn(auth, roles, orgId);
  const claims = await auth.accessTokens.verify(accessToken);
  const found = claims && (await sessionActor(auth, claims));
  if (found?.person === undefined) throw new Error("the session does not stand");
  return { ...found, userId, person: { ...found.person, secondFactor } };
}

const password = "seven green kingfishers";
const input = (email: string, roles: readonly ("operator" | "verifier" | "issuer" | "owner")[] = ["operator"]) => ({
  ...{ email, name: "Somebody", roles },
});

describe("an organisation", () => {
  test("keeps an owner: the last can neither be removed nor demoted, by others or by two at once", async () => {
    const orgId = await organisation();
    const [one, other] = [await actor(["owner"], orgId), await actor(["owner"], orgId)];
    const outcomes = await Promise.allSettled([
      removeMember(auth, one, other.userId),
      setMemberRoles(auth, other, one.userId, ["auditor"]),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "last-owner" } });
    const owners = (await listMembers(auth, one)).filter(({ roles }) => roles.includes("owner"));
    expect(owners).toHaveLength(1);
    const last = owners[0]?.user.userId ?? "";
    await expect(removeMember(auth, one, last)).rejects.toMatchObject({ code: "last-owner" });
    await expect(setMemberRoles(auth, one, last, ["operator"])).rejects.toMatchObject({ code: "last-owner" });
    await expect(setMemberRoles(auth, one, last, ["operator", "owner", "owner"])).resolves.toMatchObject({
      roles: ["operator", "owner"],
    });
  });

  test("sees its own members only; another's are as absent as nobody", async () => {
    const [here, there] = [await organisation(), await organisation()];
    const [owner, stranger] = [await actor(["owner"], here), await actor(["owner"], there)];
    expect((await listMembers(auth, owner)).map(({ user }) => user.userId)).toEqual([owner.userId]);
    const fault = (made: Promise<unknown>) =>
      made.then(
        () => undefined,
        (error: Error & { code: string }) => error,
      );
    for (const act of [
      (userId: string) => removeMember(auth, owner, userId),
      (userId: string) => setMemberRoles(auth, owner, userId, ["auditor"]),
    ]) {
      const [foreign, absent] = [await fault(act(stranger.userId)), await fault(act("usr_absent"))];
      expect([foreign?.code, foreign?.message.replace(stranger.userId, "usr_absent")]).toEqual([
        "not-found",
        absent?.message,
      ]);
    }
    const { invitationId } = await inviteMember(auth, stranger, input("x@there.example"));
    await expect(withdrawInvited(auth, owner, invitationId)).rejects.toMatchObject({ code: "not-found" });
    expect(await listInvited(auth, owner)).toEqual([]);
  });
});

describe("an owner", () => {
  test("fills nobody's mailbox: after some letters to one address others have to wait, whoever invites", async () => {
    const outcomes: string[] = [];
    for (let i = 0; i < 8; i++) {
      const owner = await actor(["owner"], await organisation());
      outcomes.push(
        await inviteMember(auth, owner, input("Victim@there.example")).then(
          () => "invited",
          ({ code }) => code,
        ),
      );
    }
    expect(outcomes).toEqual([...Array(5).fill("invited"), ...Array(3).fill("too-many-attempts")]);
  });

  test("invites, by which an account of several organisations comes to be, each with its own roles", async () => {
    const email = "both@plants.example";
    const [first, second] = [await organisation(), await organisation()];
    for (const [orgId, roles] of [
      [first, ["operator"]],
      [second, ["verifier", "operator"]],
    ] as const) {
      const { invitationId } = await inviteMember(auth, await actor(["owner"], orgId), input(email, roles));
      const link = await makeJoinLink(letters, invitationId);
      await followLink(auth, { token: link?.token ?? "", password });
    }
    const tokens = await signIn(auth, { email, password });
    expect(tokens).toMatchObject({ orgId: first, roles: ["operator"] });
    const claims = await auth.accessTokens.verify(tokens.accessToken);
    const here = claims && (await sessionActor(auth, claims));
    if (here === undefined) throw new Error("no session");
    const moved = await switchOrganisation(auth, here, second);
    expect(moved).toMatchObject({ orgId: second, roles: ["verifier", "operator"] });
    const there = await sessionActor(
      auth,
      (await auth.accessTokens.verify(moved.accessToken)) as typeof claims & object,
    );
    expect(there).toMatchObject({ orgId: second, keyId: here.keyId, person: { sessionId: here.person?.sessionId } });
    // The token for the first organisation is good there still, and there only.
    expect(await sessionActor(auth, claims as typeof claims & object)).toMatchObject({
      orgId: first,
      roles: ["operator"],
    });
    await expect(switchOrganisation(auth, here, "org-of-nobody")).rejects.toMatchObject({ code: "not-found" });
    await expect(switchOrganisation(auth, here, await organisation())).rejects.toMatchObject({ code: "not-found" });
  });

  test("takes an invitation back, or lets it grow old: its link is good no more", async () => {
    const owner = await actor(["owner"], await organisation());
    const taken = await inviteMember(auth, owner, input("taken@plants.example"));
    const link = await makeJoinLink(letters, taken.invitationId);
    await withdrawInvited(auth, owner, taken.invitationId);
    await expect(withdrawInvited(auth, owner, taken.invitationId)).rejects.toMatchObject({ code: "not-found" });
    await expect(followLink(auth, { token: link?.token ?? "", password })).rejects.toMatchObject({ code: "not-found" });
    expect(await makeJoinLink(letters, taken.invitationId)).toBeUndefined();
    const old = await inviteMember(auth, owner, input("old@plants.example"));
    const late = await makeJoinLink(letters, old.invitationId);
    expect((await listInvited(auth, owner)).map(({ email }) => email)).toEqual(["old@plants.example"]);
    aheadMs += 7 * 86_400_000 + 1_000;
    await expect(followLink(auth, { token: late?.token ?? "", password })).rejects.toMatchObject({ code: "not-found" });
    expect(await listInvited(auth, owner)).toEqual([]);
  });

  test("makes no verifier or issuer without a second factor, and nobody at all with a key", async () => {
    const orgId = await organisation();
    const [plain, safe] = [await actor(["owner"], orgId, false), await actor(["owner"], orgId)];
    const key: Actor = { orgId, keyId: "key", roles: ["owner"] };
    for (const role of ["verifier", "issuer"] as const) {
      const made = (by: Actor) => inviteMember(auth, by, input(`${role}@plants.example`, ["operator", role]));
      await expect(made(plain)).rejects.toMatchObject({ code: "second-factor-required" });
      await expect(made(key)).rejects.toMatchObject({ code: "session-required" });
      await expect(made(safe)).resolves.toMatchObject({ roles: ["operator", role] });
      const set = setMemberRoles(auth, plain, plain.userId, ["owner", role]);
      await expect(set).rejects.toMatchObject({ code: "second-factor-required" });
    }
    await expect(removeMember(auth, key, plain.userId)).rejects.toMatchObject({ code: "session-required" });
    await expect(inviteMember(auth, plain, input("plain@plants.example"))).resolves.toMatchObject({ orgId });
  });
});

test("every act on members is in the organisation's trail with who did it, and no address is", async () => {
  const orgId = await organisation();
  const owner = await actor(["owner"], orgId);
  const email = "trail@plants.example";
  const first = await inviteMember(auth, owner, input(email));
  await withdrawInvited(auth, owner, first.invitationId);
  const { invitationId } = await inviteMember(auth, owner, input(email));
  const link = await makeJoinLink(letters, invitationId);
  const { userId } = await followLink(auth, { token: link?.token ?? "", password });
  await setMemberRoles(auth, owner, userId, ["auditor"]);
  await lockUser(operator, email);
  await unlockUser(operator, email, false);
  await removeMember(auth, owner, userId);
  const { acts } = await listActs(auth, owner, { after: 0n, limit: 100 });
  const by = owner.userId;
  expect(acts.map(({ act, actor: who, object }) => [act, who, object])).toEqual([
    ["organisation.created", null, orgId],
    ["member.invited", by, first.invitationId],
    ["member.invitation-withdrawn", by, first.invitationId],
    ["member.invited", by, invitationId],
    ["member.joined", userId, userId],
    ["member.roles-set", by, userId],
    ["member.locked", null, userId],
    ["member.unlocked", null, userId],
    ["member.removed", by, userId],
  ]);
  expect(JSON.stringify(acts.map(({ detail }) => detail))).not.toContain("plants.example");
});

test("a member who was removed goes on in another organisation, or nowhere", async () => {
  const email = "leaves@plants.example";
  const [first, second] = [await organisation(), await organisation()];
  const owners = [await actor(["owner"], first), await actor(["owner"], second)] as const;
  let userId = "";
  for (const owner of owners) {
    const { invitationId } = await inviteMember(auth, owner, input(email));
    const link = await makeJoinLink(letters, invitationId);
    userId = (await followLink(auth, { token: link?.token ?? "", password })).userId;
  }
  const before = await signIn(auth, { email, password, organisation: first });
  await removeMember(auth, owners[0], userId);
  expect(await refreshSession(auth, before.refreshToken)).toMatchObject({ orgId: second });
  expect(await signIn(auth, { email, password })).toMatchObject({ orgId: second });
  await expect(signIn(auth, { email, password, organisation: first })).rejects.toMatchObject({ code: "not-found" });
  await removeMember(auth, owners[1], userId);
  await expect(signIn(auth, { email, password })).rejects.toMatchObject({ code: "forbidden" });
});
