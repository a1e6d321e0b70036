import { generateKeyPairSync } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { Listener } from "../monitoring/listener.ts";
import { type Answer, type TestGateway, testGateway } from "../support/gateway.ts";

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

/** An OpenID provider, as far as a gateway sees one. */
async function provider() {
  const answers = new Map<string, { status?: number; body?: unknown; location?: string }>();
  const asked: string[] = [];
  const server = http.createServer((request, answer) => {
    asked.push(request.url ?? "");
    const { status = 200, body, location } = answers.get(request.url ?? "") ?? { status: 404 };
    answer.writeHead(status, { "Content-Type": "application/json", ...(location && { Location: location }) });
    answer.end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serve = (path: string, keys: unknown[], overrides: object = {}) => {
    const issuer = `${url}${path}`;
    answers.set(`${path}/keys`, { body: { keys } });
    answers.set(`${path}/.well-known/openid-configuration`, {
      body: { issuer, jwks_uri: `${issuer}/keys`, ...overrides },
    });
    return issuer;
  };
  return { url, asked, answers, serve, close: () => new Promise((resolve) => server.close(resolve)) };
}

const publicJwk = async ({ publicKey }: Pair, kid: string): Promise<JWK> => ({ ...(await exportJWK(publicKey)), kid });

let idp: Awaited<ReturnType<typeof provider>>;
let gateway: TestGateway;
let owner: string;
let rival: string;
let pair: Pair;
let issuer: string;
let aheadMs = 0;
const clock = { nowMs: () => Date.now() + aheadMs };
const audience = "hydro-mrv-gateway";
const roleMap = { operators: ["operator"], everything: ["owner", "operator", "verifier", "issuer", "auditor"] };

beforeAll(async () => {
  idp = await provider();
  gateway = await testGateway({ env: { OUTBOUND_ALLOW: "127.0.0.1" }, overrides: { clock } });
  await createOrganisation(gateway.deps.tenancy, { orgId: "rival", name: "Rival" });
  owner = await gateway.sessionWith(["owner"]);
  rival = await gateway.sessionWith(["owner"], "rival");
  pair = await generateKeyPair("RS256");
  issuer = idp.serve("/staff", [await publicJwk(pair, "one")]);
});
afterAll(async () => {
  await gateway?.stop();
  await idp?.close();
});

async function call(method: string, path: string, token: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${gateway.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const configuration = (parts: object = {}) => ({
  ...{ issuer, audience, roles_claim: "realm_access.roles", role_map: roleMap },
  ...parts,
});
const add = (parts: object = {}, token = owner) => call("POST", "/oidc-issuers", token, configuration(parts));

type Parts = { claims?: JWTPayload; header?: object; key?: Pair["privateKey"] | Uint8Array };
function token({ claims = {}, header = {}, key = pair.privateKey }: Parts = {}): Promise<string> {
  const nowS = Math.floor(clock.nowMs() / 1000);
  const usual = { iss: issuer, aud: audience, sub: "meera", iat: nowS, exp: nowS + 300 };
  return new SignJWT({ ...usual, realm_access: { roles: ["operators", "unknown"] }, ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "one", ...header })
    .sign(key);
}
const me = (presented: string) => call("GET", "/auth/me", presented);

describe("an issuer", () => {
  test("is added by an owner in person, once for its audience, and fetched at once", async () => {
    const byKey = await add({}, await gateway.keyWith(["owner"]));
    expect([byKey.status, byKey.body.type]).toEqual([403, expect.stringMatching(/session-required$/)]);
    const added = await add();
    expect(added).toMatchObject({ status: 201, body: { issuer, audience, jwks_uri: `${issuer}/keys` } });
    expect((await call("GET", "/oidc-issuers", owner)).body.items).toEqual([added.body]);
    // What another organisation takes already, nobody else can: a token leads to one place only.
    expect((await add({}, rival)).status).toBe(409);
    expect((await call("GET", "/oidc-issuers", rival)).body.items).toEqual([]);
    expect((await call("DELETE", `/oidc-issuers/${added.body.issuer_id}`, rival)).status).toBe(404);
  });

  test.each([
    ["http://127.0.0.2/x", "issuer.address"],
    ["https://169.254.169.254", "issuer.address"],
    ["https://127.0.0.1:1", "issuer.connection"],
    ["http://10.0.0.1", "issuer.address"],
    ["file:///etc/passwd", "issuer.url"],
    ["https://user:secret@127.0.0.1", "issuer.url"],
  ])("at %s is refused: %s", async (url, rule) => {
    const { status, body } = await add({ issuer: url, audience: "x" });
    expect([status, body.errors?.[0].rule]).toEqual([400, rule]);
    expect(JSON.stringify(body)).not.toMatch(/secret|ECONNREFUSED/);
  });

  test("that redirects, names another, holds no public key or too much is refused", async () => {
    idp.answers.set("/away/.well-known/openid-configuration", { status: 302, location: `${issuer}/keys` });
    idp.serve("/other", [await publicJwk(pair, "one")], { issuer: "https://somebody.example" });
    idp.serve("/symmetric", [{ kty: "oct", k: "c2VjcmV0" }]);
    idp.serve("/inside", [await publicJwk(pair, "one")], { jwks_uri: "http://10.0.0.1/keys" });
    idp.serve("/large", [{ kty: "RSA", n: "x".repeat(200_000) }]);
    const rules = [];
    for (const path of ["away", "other", "symmetric", "inside", "large", "absent"]) {
      rules.push((await add({ issuer: `${idp.url}/${path}`, audience: "x" })).body.errors[0].rule);
    }
    expect(rules).toEqual([
      ...["issuer.redirect", "issuer.connection", "issuer.connection"],
      ...["issuer.address", "issuer.too-large", "issuer.connection"],
    ]);
  });

  test("of many that are added at once no more stand than an organisation may have", async () => {
    await createOrganisation(gateway.deps.tenancy, { orgId: "many", name: "Many" });
    const many = await gateway.sessionWith(["owner"], "many");
    const added = await Promise.all(Array.from({ length: 15 }, (_, i) => add({ audience: `many-${i}` }, many)));
    const count = (status: number) => added.filter((one) => one.status === status).length;
    expect([count(201), count(409)]).toEqual([10, 5]);
    expect((await call("GET", "/oidc-issuers", many)).body.items).toHaveLength(10);
  });

  test("cannot be configured to give a role that is not a member's", async () => {
    for (const role of ["registrar", "device"]) {
      expect((await add({ audience: "x", role_map: { all: [role] } })).status).toBe(400);
    }
  });
});

describe("a token of an organisation's issuer", () => {
  test("acts inside that organisation with the roles that are mapped, as the same person each time", async () => {
    const { body } = await me(await token());
    expect(body).toMatchObject({ organisation: "pilot", method: "oidc", roles: ["operator"], second_factor: false });
    expect(body.user).toMatchObject({ user_id: expect.stringMatching(/^oip_/), email: null });
    expect((await me(await token({ claims: { jti: "2" } }))).body.user.user_id).toBe(body.user.user_id);
    expect((await me(await token({ claims: { sub: "arun" } }))).body.user.user_id).not.toBe(body.user.user_id);
    expect((await call("GET", "/plants", await token())).body.items).toHaveLength(1);
    const none = await call("GET", "/plants", await token({ claims: { realm_access: { roles: [] } } }));
    expect([none.status, none.body.type]).toEqual([403, expect.stringMatching(/forbidden$/)]);
  });

  test("of every algorithm on the list is taken", async () => {
    for (const alg of ["ES256", "ES384", "PS256", "EdDSA"]) {
      const other = await generateKeyPair(alg);
      const name = idp.serve(`/${alg}`, [await publicJwk(other, alg)]);
      expect((await add({ issuer: name })).status).toBe(201);
      const signed = await token({ claims: { iss: name }, header: { alg, kid: alg }, key: other.privateKey });
      expect([alg, (await me(signed)).status]).toEqual([alg, 200]);
    }
  });

  test("that is not good is refused: signature, algorithm, audience, issuer, time", async () => {
    const nowS = Math.floor(clock.nowMs() / 1000);
    const stranger = await generateKeyPair("RS256");
    const publicPem = new TextEncoder().encode(await exportSPKI(pair.publicKey));
    const [head = "", body = ""] = (await token()).split(".");
    const unsigned = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    const bad: Record<string, string> = {
      "another key under the same id": await token({ key: stranger.privateKey }),
      none: `${unsigned}.${body}.`,
      "none with a signature": `${unsigned}.${body}.AAAA`,
      "the public key as an HMAC secret": await token({ header: { alg: "HS256" }, key: publicPem }),
      "another audience": await token({ claims: { aud: "somebody-else" } }),
      "no audience": await token({ claims: { aud: [] } }),
      "another issuer": await token({ claims: { iss: "https://somebody.example" } }),
      "an issuer with a slash more": await token({ claims: { iss: `${issuer}/` } }),
      "our own issuer's name": await token({ claims: { iss: "hydro-mrv-gateway" } }),
      over: await token({ claims: { exp: nowS - 31 } }),
      "without an end": await token({ claims: { exp: undefined } as unknown as JWTPayload }),
      "not yet good": await token({ claims: { nbf: nowS + 60 } }),
      "without a subject": await token({ claims: { sub: undefined } as unknown as JWTPayload }),
      changed: `${head}.${body.slice(0, -2)}AA.${(await token()).split(".")[2]}`,
      "with an extension it calls critical": await token({ header: { crit: ["exp"], exp: 1 } }).catch(
        () => "eyJ.eyJ.eyJ",
      ),
    };
    for (const [what, presented] of Object.entries(bad))
      expect([what, (await me(presented)).status]).toEqual([what, 401]);
    const now = Math.floor(clock.nowMs() / 1000);
    expect((await me(await token({ claims: { exp: now - 10, nbf: now + 20 } }))).status).toBe(200);
  });

  test("whose key is none that can be used is refused, and the issuer's other tokens are taken", async () => {
    const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const good = await publicJwk(pair, "one");
    const keys = [
      { kty: "RSA", kid: "bare" },
      { ...weak.publicKey.export({ format: "jwk" }), kid: "weak" },
      { kty: "EC", crv: "P-256", x: "AAAA", y: "AAAA", kid: "off" },
      { kty: "OKP", crv: "Ed25519", x: "AAAA", kid: "short" },
      { ...(await exportJWK((await generateKeyPair("RS256", { extractable: true })).privateKey)), kid: "private" },
      { ...good, kid: 5 },
      { ...good, kid: "ops", key_ops: "verify" },
      good,
    ];
    const name = idp.serve("/odd", keys);
    expect((await add({ issuer: name })).status).toBe(201);
    const claims = { iss: name };
    const statuses: [string, string, number][] = [];
    for (const [kid, alg] of [
      ["bare", "RS256"],
      ["weak", "RS256"],
      ["weak", "PS512"],
      ["off", "ES256"],
      ["short", "EdDSA"],
      ["private", "RS256"],
      ["ops", "RS256"],
      ["one", "RS256"],
    ] as const) {
      const [, body] = (await token({ claims })).split(".");
      const head = Buffer.from(JSON.stringify({ alg, kid })).toString("base64url");
      const signed = kid === "one" ? await token({ claims }) : `${head}.${body}.${"A".repeat(86)}`;
      statuses.push([kid, alg, (await me(signed)).status]);
    }
    expect(statuses).toEqual(statuses.map(([kid, alg]) => [kid, alg, kid === "one" ? 200 : 401]));
  });

  test("of a stranger's making is refused as one, whatever its claims are of", async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const odd = [
      ...[
        { iss: `${issuer}\0`, aud: audience },
        { iss: issuer, aud: [`${audience}\0`] },
        { iss: {}, aud: audience },
      ],
      ...[
        { iss: issuer, aud: [["a", "b"], ["c"]] },
        { iss: issuer, aud: [null, {}] },
        { iss: [issuer], aud: 5 },
      ],
    ];
    for (const claims of odd) {
      const { status } = await me(`${part({ alg: "RS256", kid: "one" })}.${part(claims)}.AAAA`);
      expect(status, JSON.stringify(claims)).toBe(401);
    }
  });

  test("cannot be for two organisations at once", async () => {
    expect((await add({ audience: "rival-audience" }, rival)).status).toBe(201);
    expect((await me(await token({ claims: { aud: "rival-audience" } }))).body.organisation).toBe("rival");
    expect((await me(await token({ claims: { aud: [audience, "rival-audience"] } }))).status).toBe(401);
    expect((await me(await token({ claims: { aud: [audience, "elsewhere"] } }))).body.organisation).toBe("pilot");
  });

  test("makes nobody a registrar, whatever the map in the database says", async () => {
    const { db } = gateway.roles.owner;
    const all = JSON.stringify({ everything: ["registrar", "device", "owner"] });
    await sql`UPDATE oidc_issuers SET role_map = ${all}::jsonb WHERE audience = 'rival-audience'`.execute(db);
    const claims = { aud: "rival-audience", realm_access: { roles: ["everything", "__proto__", "constructor"] } };
    expect((await me(await token({ claims }))).body.roles).toEqual(["owner"]);
    expect((await call("GET", "/registrar/meter-clashes", await token({ claims }))).status).toBe(403);
  });

  test("is not enough for what verifiers and issuers decide, nor for making one, whatever factor it tells of", async () => {
    const claims = { realm_access: { roles: ["everything"] }, amr: ["mfa", "otp", "hwk"], acr: "phrh" };
    const all = await token({ claims });
    const decision = { decision: "reject", reason: "seen" };
    for (const [path, body] of [
      [`/records/rec_${"0".repeat(26)}/decisions`, decision],
      ["/members/invitations", { email: "me@pilot.example", name: "Me", roles: ["verifier"] }],
    ] as const) {
      const answer = await call("POST", path, all, body);
      expect([answer.status, answer.body.type]).toEqual([403, expect.stringMatching(/second-factor-required$/)]);
    }
    const own = await call("POST", "/auth/totp", all, { password: "seven green kingfishers" });
    expect([own.status, own.body.type]).toEqual([403, expect.stringMatching(/session-required$/)]);
  });
});

describe("an issuer's keys", () => {
  test("are fetched once for many tokens, and anew for a key that is not known, but not at each stranger's word", async () => {
    const fetches = () => idp.asked.filter((path) => path === "/staff/keys").length;
    aheadMs += 700_000;
    const start = fetches();
    await Promise.all(Array.from({ length: 20 }, async () => expect((await me(await token())).status).toBe(200)));
    expect(fetches() - start).toBe(1);
    const next = await generateKeyPair("RS256");
    const rotated = () => token({ header: { kid: "two" }, key: next.privateKey });
    for (let i = 0; i < 10; i++) expect((await me(await rotated())).status).toBe(401);
    expect(fetches() - start).toBe(1);
    idp.serve("/staff", [await publicJwk(pair, "one"), await publicJwk(next, "two")]);
    aheadMs += 31_000;
    expect((await me(await rotated())).status).toBe(200);
    expect((await me(await token())).status).toBe(200);
    expect(fetches() - start).toBe(2);
  });

  test("that cannot be fetched for a while are used as they were, then no more", async () => {
    idp.answers.set("/staff/keys", { status: 500 });
    aheadMs += 1_200_000;
    expect((await me(await token())).status).toBe(200);
    aheadMs += 3_600_000;
    const away = await me(await token());
    expect([away.status, away.body.detail]).toEqual([401, expect.stringContaining("cannot be fetched")]);
    idp.serve("/staff", [await publicJwk(pair, "one")]);
    aheadMs += 31_000;
    expect((await me(await token())).status).toBe(200);
  });

  test("let each stream of a person hear by the roles of its own token", async () => {
    const open = async (roles: readonly string[]) =>
      Listener.sse(`${gateway.baseUrl}/api/v1/stream`, await token({ claims: { realm_access: { roles } } }));
    const streams = await Promise.all([["operators"], ["operators", "everything"]].map(open));
    // An act of anybody has all credentials looked at again.
    const made = await call("POST", "/keys", owner, { roles: ["auditor"], label: "another" });
    const other = await Listener.sse(`${gateway.baseUrl}/api/v1/stream`, made.body.api_key);
    expect((await call("DELETE", `/keys/${made.body.key_id}`, owner)).status).toBe(200);
    await other.closed;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(streams.flatMap((one) => one.events("closed"))).toEqual([]);
    await Promise.all(streams.map((one) => one.stop()));
  });

  test("are trusted no more once the issuer is removed, at once", async () => {
    const { items } = (await call("GET", "/oidc-issuers", owner)).body;
    const { issuer_id: id } = items.find((one: { issuer: string }) => one.issuer === issuer);
    const watching = await Listener.sse(`${gateway.baseUrl}/api/v1/stream`, await token());
    expect((await call("DELETE", `/oidc-issuers/${id}`, owner)).body).toEqual({ issuer_id: id, removed: true });
    expect((await me(await token())).status).toBe(401);
    await watching.closed;
    expect(watching.heard.at(-1)).toMatchObject({ event: "closed", data: { reason: "credential-ended" } });
  });
});
