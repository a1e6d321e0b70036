import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Gateway } from "../../src/gateway.ts";
import { stepOfCode, totpCode, totpStep } from "../../src/tenancy/totp.ts";
import { fromBase32 } from "../support/base32.ts";
import { type Answer, replicaOf, type TestGateway, testGateway } from "../support/gateway.ts";
import { mailbox, tokenIn } from "../support/mailbox.ts";

let mail: Awaited<ReturnType<typeof mailbox>>;
let gateway: TestGateway;
/** Another gateway on the same database, as behind a load balancer. */
let replica: Gateway | undefined;
let aheadMs = 0;
const clock = { nowMs: () => Date.now() + aheadMs };

beforeAll(async () => {
  mail = await mailbox();
  const env = { SMTP_URL: mail.url, PUBLIC_URL: "https://gateway.example", MAIL_FROM: "no-reply@gateway.example" };
  gateway = await testGateway({ env, overrides: { clock } });
});
afterAll(async () => {
  await replica?.stop();
  await gateway?.stop();
  await mail?.close();
});

async function call(
  path: string,
  body?: unknown,
  token?: string,
  method = "POST",
  at: Gateway = gateway,
): Promise<Answer> {
  const response = await fetch(`${at.baseUrl}/api/v1${path}`, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}
const get = (path: string, token: string, at: Gateway = gateway) => call(path, undefined, token, "GET", at);
const type = ({ body }: Answer) => String(body?.type).split("/").at(-1);

const password = "seven green kingfishers";
let people = 0;

/** Somebody who registered an organisation and confirmed the address. */
async function newcomer() {
  const email = `person${++people}@plants.example`;
  const name = `Plants No ${people}`;
  const registered = await call("/auth/register", { organisation: { name }, email, name: "A Person" });
  expect(registered.status).toBe(201);
  const token = tokenIn(await mail.to(email, /confirm your address/i));
  const joined = await call("/auth/verify-email", { token, password });
  expect(joined).toMatchObject({ status: 200, body: { account: "created" } });
  return { email, orgId: registered.body.organisation.id as string, apiKey: registered.body.api_key as string, joined };
}
const login = (email: string, more: object = {}, at: Gateway = gateway) =>
  call("/auth/login", { email, password, ...more }, undefined, "POST", at);
async function signedIn(email: string, more: object = {}) {
  const answer = await login(email, more);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as { access_token: string; refresh_token: string; organisation: string };
}

/** Enrols a second factor, like an app that reads the secret. */
async function withSecondFactor(email: string) {
  const { access_token: token } = await signedIn(email);
  const { body } = await call("/auth/totp", { password }, token);
  const secret = fromBase32(body.secret);
  const code = (offset = 0) => totpCode(secret, totpStep(clock.nowMs()) + offset);
  const used = code();
  const confirmed = await call("/auth/totp/confirm", { totp: used }, token);
  expect(confirmed.status).toBe(200);
  /** A code that was not used: half a minute later. */
  const nextCode = () => {
    aheadMs += 30_000;
    return code();
  };
  return {
    token,
    used,
    code,
    nextCode,
    recoveryCodes: confirmed.body.recovery_codes as string[],
    uri: body.uri as string,
  };
}

describe("an organisation that registers", () => {
  test("has a key that works at once, and a first user who confirms the address, signs in and is its owner", async () => {
    const { email, orgId, apiKey, joined } = await newcomer();
    expect(orgId).toMatch(/^plants-no-\d+-[0-9a-z]{7}$/);
    const me = await get("/auth/me", apiKey);
    expect(me.body).toMatchObject({ organisation: orgId, method: "key", roles: ["operator", "device"], user: null });
    expect(joined.body).toMatchObject({ email, organisation: orgId, roles: ["owner", "operator"] });
    const tokens = (await login(email.toUpperCase())).body;
    expect(tokens).toMatchObject({
      token_type: "Bearer",
      expires_in_s: 600,
      organisation: orgId,
      second_factor: false,
    });
    const seen = (await get("/auth/me", tokens.access_token)).body;
    expect(seen).toMatchObject({ method: "session", organisation: orgId, roles: ["owner", "operator"], key_id: null });
    expect(seen.user).toMatchObject({ email, name: "A Person", organisations: [{ id: orgId }] });
  });

  test("cannot be told from one whose address has an account already; that one gets the organisation added", async () => {
    const { email } = await newcomer();
    const known = mail.letters.length;
    const again = await call("/auth/register", { organisation: { name: "Second Plants" }, email, name: "Other Name" });
    const fresh = await call("/auth/register", {
      ...{ organisation: { name: "Second Plants" }, email: "nobody@plants.example", name: "Other Name" },
    });
    const shape = ({ status, body }: Answer) => [
      status,
      Object.keys(body),
      Object.keys(body.sign_in),
      body.sign_in.link_by,
    ];
    expect(shape(again)).toEqual(shape(fresh));
    const token = tokenIn(await mail.to(email, /confirm your address/i, known));
    const joined = await call("/auth/verify-email", { token, password: "this is not looked at", name: "Mallory" });
    expect(joined.body).toMatchObject({ account: "existing", organisation: again.body.organisation.id });
    expect((await login(email, { password: "this is not looked at" })).status).toBe(401);
    const { user } = (await get("/auth/me", (await signedIn(email)).access_token)).body;
    expect(user).toMatchObject({ name: "A Person", organisations: [{}, { id: again.body.organisation.id }] });
  });

  test("gets a link that works once, that a newer one replaces, and that nothing short of it opens", async () => {
    const email = "links@plants.example";
    await call("/auth/register", { organisation: { name: "Links" }, email, name: "Link" });
    const first = tokenIn(await mail.to(email, /confirm/i));
    const refusedPassword = await call("/auth/verify-email", { token: first, password: "short" });
    expect([refusedPassword.status, refusedPassword.body.errors[0].rule]).toEqual([400, "password.too-short"]);
    expect((await call("/auth/verify-email", { token: first })).body.errors[0]).toMatchObject({ rule: "required" });
    // Whoever forgot gets the invitation's link anew: there is no account yet.
    const known = mail.letters.length;
    expect((await call("/auth/password/forgot", { email })).status).toBe(202);
    const second = tokenIn(await mail.to(email, /confirm/i, known));
    for (const token of [first, `${second}x`, "ghln_", "x"]) {
      expect([(await call("/auth/verify-email", { token, password })).status, token]).toEqual([404, token]);
    }
    const both = await Promise.all([1, 2].map(() => call("/auth/verify-email", { token: second, password })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await login(email)).status).toBe(200);
  });

  test("puts nothing of its making into the mail that could be a link, and the link goes to no server", async () => {
    const email = "spam@plants.example";
    const name = "Win at https://evil.example/now <b>";
    await call("/auth/register", { organisation: { name }, email, name: "x" });
    const letter = await mail.to(email, /confirm/i);
    expect(letter).toMatchObject({ from: "no-reply@gateway.example" });
    expect(letter.text).not.toMatch(/evil\.example|:\/\/(?!gateway\.example\/account#join=)|<b>/);
  });
});

describe("signing in", () => {
  test("with an unknown address, a wrong password or a missing one gets one answer", async () => {
    const { email } = await newcomer();
    const wrong = await login(email, { password: "eight green kingfishers" });
    const unknown = await login("nobody-here@plants.example");
    const told = ({ status, body }: Answer) => [status, { ...body, instance: "" }];
    expect(told(wrong)).toEqual(told(unknown));
    expect(wrong.status).toBe(401);
    expect((await call("/auth/login", { email })).status).toBe(400);
  });

  test("waits after ten failures in a row, known address or not, right password or wrong; a reset link ends the wait", async () => {
    const { email } = await newcomer();
    for (const address of [email, "guessed@plants.example"]) {
      const statuses = [];
      for (let i = 0; i < 11; i++) statuses.push((await login(address, { password: "wrong wrong wrong" })).status);
      expect(statuses).toEqual([...Array(10).fill(401), 429]);
    }
    const blocked = await login(email);
    expect([blocked.status, type(blocked)]).toEqual([429, "too-many-attempts"]);
    expect(Number(blocked.headers.get("retry-after"))).toBeGreaterThan(0);
    // The next wait is longer: each failure doubles it, up to a quarter of an hour.
    aheadMs += 31_000;
    expect((await login(email, { password: "wrong wrong wrong" })).status).toBe(401);
    const longer = Number((await login(email)).headers.get("retry-after"));
    expect(longer).toBeGreaterThan(31);
    await call("/auth/password/forgot", { email });
    const token = tokenIn(await mail.to(email, /new password/i));
    expect((await call("/auth/password/reset", { token, password })).status).toBe(204);
    expect((await login(email)).status).toBe(200);
  });

  test("many guesses at once are counted as many", async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => login("burst@plants.example")));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  test("a success clears the count", async () => {
    const { email } = await newcomer();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 9; i++) expect((await login(email, { password: "wrong wrong wrong" })).status).toBe(401);
      expect((await login(email)).status).toBe(200);
    }
  });
});

describe("a session", () => {
  test("goes on with each new refresh token; one that comes again ends it, for the thief and for the owner", async () => {
    const { email } = await newcomer();
    const first = await signedIn(email);
    const second = (await call("/auth/refresh", { refresh_token: first.refresh_token })).body;
    expect((await get("/auth/me", second.access_token)).status).toBe(200);
    const third = (await call("/auth/refresh", { refresh_token: second.refresh_token })).body;
    expect((await call("/auth/refresh", { refresh_token: first.refresh_token })).status).toBe(401);
    for (const { access_token } of [first, second, third])
      expect((await get("/auth/me", access_token)).status).toBe(401);
    expect((await call("/auth/refresh", { refresh_token: third.refresh_token })).status).toBe(401);
    expect(gateway.logLines.join("")).toContain("a used refresh token came again");
  });

  test("two that bring one refresh token at once are not both served", async () => {
    const { email } = await newcomer();
    const { refresh_token } = await signedIn(email);
    const both = await Promise.all([1, 2, 3].map(() => call("/auth/refresh", { refresh_token })));
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    const winner = both.find(({ status }) => status === 200)?.body;
    expect((await get("/auth/me", winner.access_token)).status).toBe(401);
  });

  test("an access token is over after ten minutes, a session after a fortnight without use", async () => {
    const { email } = await newcomer();
    const tokens = await signedIn(email);
    aheadMs += 601_000;
    expect((await get("/auth/me", tokens.access_token)).status).toBe(401);
    const next = (await call("/auth/refresh", { refresh_token: tokens.refresh_token })).body;
    expect((await get("/auth/me", next.access_token)).status).toBe(200);
    aheadMs += 14 * 86_400_000 + 1_000;
    expect((await call("/auth/refresh", { refresh_token: next.refresh_token })).status).toBe(401);
  });

  test("that is signed out is over at once; an unknown token is answered alike", async () => {
    const { email } = await newcomer();
    const [here, there] = [await signedIn(email), await signedIn(email)];
    expect((await call("/auth/logout", { refresh_token: here.refresh_token })).status).toBe(204);
    expect((await call("/auth/logout", { refresh_token: "ghrt_unknown" })).status).toBe(204);
    expect((await get("/auth/me", here.access_token)).status).toBe(401);
    expect((await get("/auth/me", there.access_token)).status).toBe(200);
  });

  test("a forged, changed or foreign token opens nothing", async () => {
    const { email } = await newcomer();
    const { access_token: token } = await signedIn(email);
    const [head = "", body = "", signature = ""] = token.split(".");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString());
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const forged = [
      `${head}.${encoded({ ...claims, org: "pilot" })}.${signature}`,
      `${encoded({ alg: "none", typ: "at+jwt" })}.${body}.`,
      `${encoded({ alg: "none", typ: "at+jwt" })}.${body}.${signature}`,
      `${encoded({ alg: "HS256", typ: "at+jwt" })}.${body}.${signature}`,
      `${head}.${body}.${signature.slice(0, -4)}AAAA`,
      `${head}.${body}`,
      "eyJ.eyJ.eyJ",
    ];
    for (const one of forged) expect([(await get("/auth/me", one)).status, one]).toEqual([401, one]);
    expect((await get("/auth/me", token)).status).toBe(200);
  });

  test("is answered for itself: another one's Idempotency-Key brings it neither that one's token nor its answer", async () => {
    const { email, orgId } = await newcomer();
    const [one, other] = [await signedIn(email), await signedIn(email)];
    const keyed = async (path: string, { access_token }: { access_token: string }, body?: unknown) => {
      const response = await fetch(`${gateway.baseUrl}/api/v1/auth/${path}`, {
        method: "POST",
        headers: {
          ...{ authorization: `Bearer ${access_token}`, "idempotency-key": path },
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const isReplayed = response.headers.has("idempotent-replayed");
      return { status: response.status, isReplayed, body: (await response.json()) as { access_token: string } };
    };
    const organisation = { organisation: orgId };
    const first = await keyed("switch", one, organisation);
    expect((await keyed("switch", one, organisation)).isReplayed).toBe(true);
    const second = await keyed("switch", other, organisation);
    expect([first.status, second.status, second.isReplayed]).toEqual([200, 200, false]);
    await call("/auth/logout", { refresh_token: one.refresh_token });
    expect((await get("/auth/me", first.body.access_token)).status).toBe(401);
    expect((await get("/auth/me", second.body.access_token)).status).toBe(200);
    expect((await keyed("logout-everywhere", other)).status).toBe(200);
    const next = await signedIn(email);
    expect((await keyed("logout-everywhere", next)).isReplayed).toBe(false);
    expect((await get("/auth/me", next.access_token)).status).toBe(401);
  });

  test("ends on every gateway at once: sign-out everywhere, roles and membership taken away", async () => {
    const { email, orgId } = await newcomer();
    replica = await replicaOf(gateway, { clock });
    const sessions = [await signedIn(email), await signedIn(email)];
    for (const { access_token } of sessions) expect((await get("/auth/me", access_token, replica)).status).toBe(200);
    const ended = await call("/auth/logout-everywhere", undefined, sessions[0]?.access_token);
    expect([ended.status, ended.body]).toEqual([200, { sessions_ended: 2 }]);
    for (const at of [gateway, replica]) {
      for (const { access_token, refresh_token } of sessions) {
        expect((await get("/auth/me", access_token, at)).status).toBe(401);
        expect((await call("/auth/refresh", { refresh_token }, undefined, "POST", at)).status).toBe(401);
      }
    }
    // A token of one gateway is good at the other, and what it may do is what holds now.
    const owner = (await login(email, {}, replica)).body.access_token;
    const { email: other } = await newcomer();
    const known = mail.letters.length;
    await call("/members/invitations", { email: other, name: "Other", roles: ["operator"] }, owner);
    const letter = tokenIn(await mail.to(other, /confirm/i, known));
    const { body: joined } = await call("/auth/verify-email", { token: letter });
    const member = (await signedIn(other, { organisation: orgId })).access_token;
    expect((await get("/plants", member, replica)).status).toBe(200);
    await call(`/members/${joined.user_id}`, { roles: ["auditor"] }, owner, "PUT");
    expect((await get("/auth/me", member, replica)).body.roles).toEqual(["auditor"]);
    await call(`/members/${joined.user_id}`, undefined, owner, "DELETE");
    expect((await get("/plants", member, replica)).status).toBe(401);
  });
});

describe("a password", () => {
  test("that is forgotten is set by a link, once, within the hour; every session ends and a letter says so", async () => {
    const { email } = await newcomer();
    const tokens = await signedIn(email);
    await call("/auth/password/forgot", { email: ` ${email} `.trim() });
    const token = tokenIn(await mail.to(email, /new password/i));
    const fresh = "nine otters under a bridge";
    expect((await call("/auth/password/reset", { token, password: "password1234" })).status).toBe(400);
    expect((await call("/auth/password/reset", { token, password: fresh })).status).toBe(204);
    expect((await call("/auth/password/reset", { token, password: fresh })).status).toBe(404);
    expect((await get("/auth/me", tokens.access_token)).status).toBe(401);
    expect([(await login(email)).status, (await login(email, { password: fresh })).status]).toEqual([401, 200]);
    expect((await mail.to(email, /was changed/i)).text).not.toMatch(/ghln_/);
    const known = mail.letters.length;
    await call("/auth/password/forgot", { email });
    const late = tokenIn(await mail.to(email, /new password/i, known));
    aheadMs += 3_600_001;
    expect((await call("/auth/password/reset", { token: late, password: fresh })).status).toBe(404);
  });

  test("forgotten by nobody is answered alike and no letter is sent; one address is not flooded", async () => {
    const { email } = await newcomer();
    const sent = () => mail.letters.filter(({ to }) => to === email || to === "ghost@plants.example").length;
    const before = sent();
    for (let i = 0; i < 8; i++) {
      for (const address of ["ghost@plants.example", email]) {
        expect((await call("/auth/password/forgot", { email: address })).status).toBe(202);
      }
    }
    // Letters go out in order: when this one is there, all before it are.
    const { email: last } = await newcomer();
    await call("/auth/password/forgot", { email: last });
    await mail.to(last, /new password/i);
    expect(mail.letters.filter(({ to }) => to === "ghost@plants.example")).toHaveLength(0);
    expect(sent() - before).toBeLessThanOrEqual(5);
    expect(sent() - before).toBeGreaterThan(0);
  });

  test("is changed with the present one; other sessions end, this one stays", async () => {
    const { email } = await newcomer();
    const [here, there] = [await signedIn(email), await signedIn(email)];
    const fresh = "nine otters under a bridge";
    const change = (body: object) => call("/auth/password/change", body, here.access_token);
    expect((await change({ password: "not the present one", new_password: fresh })).status).toBe(401);
    const weak = await change({ password, new_password: email });
    expect([weak.status, weak.body.errors[0]]).toMatchObject([400, { pointer: "/new_password" }]);
    expect((await change({ password, new_password: fresh })).status).toBe(204);
    expect((await get("/auth/me", here.access_token)).status).toBe(200);
    expect((await get("/auth/me", there.access_token)).status).toBe(401);
    expect((await login(email, { password: fresh })).status).toBe(200);
  });
});

describe("a second factor", () => {
  test("is enrolled with the password and its first code, asked for at each sign-in, and no code is taken twice", async () => {
    const { email } = await newcomer();
    const { access_token: early } = await signedIn(email);
    expect((await call("/auth/totp", { password: "not the password" }, early)).status).toBe(401);
    expect((await call("/auth/totp/confirm", { totp: "123456" }, early)).status).toBe(404);
    const { token, used, nextCode, uri } = await withSecondFactor(email);
    expect(uri).toMatch(/^otpauth:\/\/totp\//);
    expect((await get("/auth/me", token)).body).toMatchObject({
      second_factor: true,
      user: { recovery_codes_left: 10 },
    });
    expect((await get("/auth/me", early)).body.second_factor).toBe(false);
    expect((await call("/auth/totp", { password }, token)).status).toBe(409);
    const asked = await login(email);
    expect([asked.status, type(asked)]).toEqual([401, "totp-required"]);
    expect(asked.headers.get("www-authenticate")).toMatch(/^Bearer/);
    // The code that confirmed it was used.
    expect(type(await login(email, { totp: used }))).toBe("totp-required");
    const fresh = nextCode();
    expect((await login(email, { totp: fresh })).body).toMatchObject({ second_factor: true });
    expect(type(await login(email, { totp: fresh }))).toBe("totp-required");
    // A wrong password is told before the code is looked at, so that no code is spent on it.
    const next = nextCode();
    expect(type(await login(email, { totp: next, password: "not the password" }))).toBe("unauthenticated");
    const twice = await Promise.all([1, 2].map(() => login(email, { totp: next })));
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 401]);
    await mail.to(email, /second factor was added/i);
  });

  test("that is lost is replaced by a recovery code, each once; guessing codes is blocked like guessing passwords", async () => {
    const { email } = await newcomer();
    const { recoveryCodes } = await withSecondFactor(email);
    expect(new Set(recoveryCodes).size).toBe(10);
    const recovery_code = recoveryCodes[3];
    expect((await login(email, { recovery_code })).body).toMatchObject({ second_factor: true });
    expect(type(await login(email, { recovery_code }))).toBe("totp-required");
    const statuses = [];
    for (let i = 0; i < 11; i++) statuses.push((await login(email, { totp: "000000" })).status);
    expect(statuses.at(-1)).toBe(429);
  });

  test("is not guessed by whoever reads the mailbox: neither a new password nor the present one ends the wait of codes", async () => {
    const { email } = await newcomer();
    const { token, nextCode } = await withSecondFactor(email);
    const statuses = [];
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 5; i++) statuses.push((await login(email, { totp: "000000" })).status);
      if (round === 0) expect((await call("/auth/totp", { password }, token)).status).toBe(409);
      const known = mail.letters.length;
      await call("/auth/password/forgot", { email });
      const link = tokenIn(await mail.to(email, /new password/i, known));
      expect((await call("/auth/password/reset", { token: link, password })).status).toBe(204);
    }
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(5).fill(429)]);
    aheadMs += 31_000;
    expect((await login(email, { totp: nextCode() })).status).toBe(200);
  });

  test("is removed with password and code only; then no session counts as one with it", async () => {
    const { email } = await newcomer();
    const { token, used, nextCode } = await withSecondFactor(email);
    const remove = (body: object) => call("/auth/totp/remove", body, token);
    expect(type(await remove({ password, totp: used }))).toBe("totp-required");
    expect(type(await remove({ password }))).toBe("totp-required");
    expect(type(await remove({ password: "not the password", totp: nextCode() }))).toBe("unauthenticated");
    expect((await remove({ password, totp: nextCode() })).status).toBe(204);
    expect((await get("/auth/me", token)).body).toMatchObject({ second_factor: false });
    expect((await login(email)).status).toBe(200);
    await mail.to(email, /second factor was removed/i);
  });

  test("stands sealed in the database, bound to its user", async () => {
    const { email } = await newcomer();
    const { code } = await withSecondFactor(email);
    const { seal } = gateway.deps.auth;
    const { db } = gateway.roles.owner;
    const rows = await db
      .selectFrom("second_factors")
      .innerJoin("users", "users.user_id", "second_factors.user_id")
      .select(["users.user_id", "sealed_secret"])
      .where("email", "=", email)
      .execute();
    const [row] = rows as [(typeof rows)[number]];
    const secret = seal.open(`totp ${row.user_id}`, row.sealed_secret);
    expect(stepOfCode(secret, code(), clock.nowMs())).toBeDefined();
    expect(() => seal.open("totp usr_other", row.sealed_secret)).toThrow();
  });
});

test("what verifiers decide takes a session with a second factor: neither a key nor a password alone", async () => {
  const { email, orgId, apiKey } = await newcomer();
  const decide = (credential: string) =>
    call(`/records/rec_${"0".repeat(26)}/decisions`, { decision: "reject", reason: "seen" }, credential);
  const owner = await withSecondFactor(email);
  const { body } = await get("/auth/me", owner.token);
  await call(`/members/${body.user.user_id}`, { roles: ["owner", "verifier"] }, owner.token, "PUT");
  expect(type(await decide(owner.token))).toBe("not-found");
  const { access_token: late } = (await login(email, { totp: owner.nextCode() })).body;
  expect(type(await decide(late))).toBe("not-found");
  await call("/auth/totp/remove", { password, totp: owner.nextCode() }, owner.token);
  expect(type(await decide(owner.token))).toBe("second-factor-required");
  expect(type(await decide(await gateway.keyWith(["verifier"], orgId)))).toBe("second-factor-required");
  expect(type(await decide(apiKey))).toBe("forbidden");
});

test("mail that is refused is sent again, and an answer never waits for it", async () => {
  mail.refuse(1);
  const email = "retry@plants.example";
  expect((await call("/auth/register", { organisation: { name: "Retry" }, email, name: "R" })).status).toBe(201);
  await expect.poll(() => gateway.logLines.join(""), { timeout: 20_000 }).toContain("a letter was not taken");
  aheadMs += 130_000;
  // Any other letter wakes the loop.
  await newcomer();
  expect(tokenIn(await mail.to(email, /confirm/i))).toMatch(/^ghln_/);
});

test("no line of the log holds a password, a code, a token or a link", () => {
  const log = gateway.logLines.join("\n");
  expect(log.length).toBeGreaterThan(10_000);
  expect(log).not.toMatch(/kingfishers|otters|gh(rt|ln|rc)_[\w-]{10}|eyJ[\w-]+\./);
  expect(log).toMatch(/"user_id":"usr_/);
});
