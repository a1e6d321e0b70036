import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { readConfig } from "../../src/config.ts";
import { type Gateway, startGateway } from "../../src/gateway.ts";
import { createApp, operations } from "../../src/http/app.ts";
import { scopeOf } from "../../src/http/operation.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import { type LocalLedger, startLocalLedger } from "../../src/ledger/local/node.ts";
import { createLog } from "../../src/platform/log.ts";
import { scopes } from "../../src/tenancy/scope.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { serverEnv } from "./operations.ts";

let dir: string;
let ledger: LocalLedger;
let gateway: TestGateway;
/** A second gateway on the same database and ledger. */
let replica: Gateway;
let owner: string;
let clockMs: number;
const clock = { nowMs: () => clockMs };

beforeAll(async () => {
  clockMs = Date.now();
  dir = await mkdtemp(join(tmpdir(), "hydro-keys-"));
  ledger = await startLocalLedger({ dataDir: join(dir, "ledger") });
  const connect = () =>
    createHederaLedger({
      network: "local",
      operatorId: ledger.operator.accountId,
      operatorKey: ledger.operator.privateKeyDer,
      mirrorUrl: ledger.mirrorUrl,
      nodes: ledger.network,
    });
  const env = { DATA_DIR: join(dir, "one"), TRUSTED_PROXIES: "127.0.0.1, ::1, 10.0.0.0/8" };
  gateway = await testGateway({ overrides: { ledger: connect(), clock }, env });
  const { config, secrets } = readConfig({
    DATABASE_URL: gateway.databaseUrl,
    DATA_DIR: join(dir, "two"),
    LOG_KEY_FILE: join(dir, "one", "log-key.pem"),
    PLANT_SECRET_FILE: join(dir, "one", "plant-secret"),
    AUTH_KEY_FILE: join(dir, "one", "auth-key.pem"),
    AUTH_SECRET_FILE: join(dir, "one", "auth-secret"),
    PORT: "0",
  });
  const log = createLog("silent");
  replica = await startGateway(config, secrets, { ledger: connect(), clock, log, processMetrics: false });
  owner = await gateway.keyWith(["owner"]);
});
afterAll(async () => {
  await replica?.stop();
  await gateway?.stop();
  await ledger?.close();
  await rm(dir, { recursive: true, force: true });
});

type Call = { key?: string; body?: unknown; headers?: Record<string, string>; at?: Gateway };

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Answer = { readonly status: number; readonly headers: Headers; readonly body: any };

async function call(
  method: string,
  path: string,
  { key = owner, body, headers = {}, at = gateway }: Call = {},
): Promise<Answer> {
  const response = await fetch(`${at.baseUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      prefer: "respond-async",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { status, headers: answered } = response;
  return { status, headers: answered, body: text.startsWith("{") && !text.includes("\n{") ? JSON.parse(text) : text };
}

const create = (wish: Record<string, unknown>, key = owner) => call("POST", "/api/v1/keys", { key, body: wish });
const made = async (wish: Record<string, unknown>) => (await create({ roles: ["owner"], ...wish })).body;

/** A call whose body, but for its beginning, is held back until `meanwhile` is over. */
async function held(
  key: string,
  path: string,
  { text, type = "application/json", first = 5 }: { text: string; type?: string; first?: number },
  meanwhile: () => Promise<unknown>,
): Promise<number> {
  const headers = { authorization: `Bearer ${key}`, "content-type": type, "content-length": text.length };
  const sent = request(`${gateway.baseUrl}${path}`, { method: "POST", headers });
  const answered = new Promise<number>((resolve, reject) => {
    sent.on("error", reject);
    sent.on("response", (response) => resolve(response.resume().statusCode ?? 0));
  });
  sent.write(text.slice(0, first));
  await pause(700);
  await meanwhile();
  sent.end(text.slice(first));
  return answered;
}

const guarded = operations.filter(({ route }) => (route.security?.length ?? 0) > 0);
/** All but those on whoever calls. */
const scoped = guarded.filter(({ route }) => scopeOf(route) !== undefined);

describe("scopes", () => {
  test("are a closed list: each operation with a key needs one of them, and each is needed", () => {
    const needed = new Set(scoped.map(({ route }) => scopeOf(route)));
    expect([...needed].sort()).toEqual([...scopes].sort());
  });

  test("a key without an operation's scope is refused whatever its roles are, and told which is missing", async () => {
    const keys = new Map<string, string>();
    const every = ["owner", "operator", "verifier", "issuer", "auditor", "device"];
    for (const scope of scopes) {
      const others = scopes.filter((one) => one !== scope);
      keys.set(scope, (await made({ roles: every, scopes: others })).api_key);
    }
    for (const { route } of scoped) {
      const scope = scopeOf(route) as string;
      const path = route.path.replaceAll(/\{[^}]+\}/g, "x");
      const { status, body } = await call(route.method.toUpperCase(), path, { key: keys.get(scope) as string });
      expect([route.operationId, status, body.needed_scope]).toEqual([route.operationId, 403, scope]);
    }
  });

  test("a narrowed key may see who it is, and nothing else of an account", async () => {
    const { api_key: key, key_id } = await made({ scopes: ["plants:read"], plants: [pilotPlant.plant_id] });
    const personal = guarded.filter(({ route }) => scopeOf(route) === undefined);
    for (const { route } of personal.filter(({ route: { operationId } }) => operationId !== "getCaller")) {
      const body = Object.values(route.request?.body?.content ?? {}).map(
        (media) => (media as { readonly example?: unknown }).example,
      )[0];
      const { status, body: told } = await call(route.method.toUpperCase(), route.path, { key, body });
      expect([route.operationId, status, told.type]).toEqual([
        route.operationId,
        403,
        expect.stringMatching(/session-required$/),
      ]);
    }
    expect((await call("GET", "/api/v1/auth/me", { key })).body).toMatchObject({ key_id, method: "key" });
  });

  test("a key with one scope does that, and its role must allow it too", async () => {
    const { api_key: key } = await made({ roles: ["device"], scopes: ["telemetry:write", "plants:read"] });
    expect((await call("POST", "/api/v1/telemetry", { key, body: pilotBody() })).status).toBe(202);
    expect((await call("GET", "/api/v1/plants", { key })).body.needed_roles).toContain("auditor");
  });
});

describe("a key of one plant", () => {
  test("reaches no operation of another plant, and none that is about all of them", async () => {
    const { api_key: key } = await made({ roles: ["owner", "operator", "verifier", "auditor"], plants: ["OTHER"] });
    const minding = new Set<string>();
    for (const { route } of scoped) {
      const needsPlant = route.path.includes("{plant_id}");
      const path = route.path.replace("{plant_id}", pilotPlant.plant_id).replaceAll(/\{[^}]+\}/g, "x");
      // One that would be let in never ends: it is asked about a plant that is not its own.
      const query = route.operationId === "openStream" ? `?plant_id=${pilotPlant.plant_id}` : "";
      const { status, body } = await call(route.method.toUpperCase(), `${path}${query}`, { key });
      if (needsPlant) expect([route.operationId, status]).toEqual([route.operationId, 404]);
      else if (body.needed_plants !== "all") minding.add(route.operationId as string);
    }
    expect([...minding].sort()).toEqual([
      "acknowledgeAlert",
      "calculateCarbon",
      "closeAlert",
      "endAlertSilence",
      "getAlert",
      "getDeviceConfig",
      "getGridTable",
      "getRecord",
      "getRecordProof",
      "listAlerts",
      "listGridTables",
      "listPlants",
      "openStream",
      "openWebSocket",
      "postTelemetry",
      "postTelemetryBatch",
    ]);
    expect((await call("GET", "/api/v1/plants", { key })).body.items).toEqual([]);
    const listed = await call("GET", `/api/v1/telemetry?plant_id=${pilotPlant.plant_id}`, { key });
    expect(listed.status).toBe(404);
    const two = `plant_id=OTHER&plant_id=${pilotPlant.plant_id}`;
    expect((await call("GET", `/api/v1/telemetry?${two}`, { key })).status).toBe(404);
    expect((await call("GET", "/api/v1/devices/TURBINE-001/config", { key })).status).toBe(404);
    const foreign = await call("POST", "/api/v1/telemetry", { key, body: pilotBody() });
    const absent = await call("POST", "/api/v1/telemetry", { key, body: pilotBody({}, { plant_id: "NOWHERE" }) });
    const words = (one: typeof foreign) => one.body.detail.replace(/PLANT-HP-001|NOWHERE/, "X");
    expect([foreign.status, words(foreign)]).toEqual([absent.status, words(absent)]);
  });

  test("sees its own", async () => {
    const { api_key: key } = await made({ roles: ["auditor", "device"], plants: [pilotPlant.plant_id] });
    expect((await call("GET", "/api/v1/plants", { key })).body.items).toHaveLength(1);
    expect((await call("POST", "/api/v1/telemetry", { key, body: pilotBody() })).status).toBe(202);
    expect((await call("GET", `/api/v1/telemetry?plant_id=${pilotPlant.plant_id}`, { key })).status).toBe(200);
  });
});

describe("a key of some devices", () => {
  const roles = ["owner", "operator", "verifier", "auditor", "device"];

  test("sees no reading of another, and reaches nothing that is about all devices of a plant", async () => {
    await call("POST", "/api/v1/telemetry", { key: gateway.apiKey, body: pilotBody() });
    const { api_key: key } = await made({ roles, devices: ["ANOTHER"] });
    const { api_key: own } = await made({ roles, devices: ["TURBINE-001"] });
    const query = `?plant_id=${pilotPlant.plant_id}`;
    expect((await call("GET", `/api/v1/telemetry${query}`, { key })).body.items).toEqual([]);
    expect((await call("GET", `/api/v1/telemetry${query}`, { key: own })).body.items).not.toEqual([]);
    for (const path of ["records/export", "records/signatures", "records/samples", "reviews"]) {
      const { status, body } = await call("GET", `/api/v1/${path}${query}`, { key });
      expect([path, status, body.needed_devices]).toEqual([path, 403, "all"]);
    }
  });

  test("reaches nothing that is made of the readings of all devices of a plant", async () => {
    const { api_key: key } = await made({ roles, devices: ["TURBINE-001"] });
    const period = `periods/per_${"0".repeat(26)}`;
    for (const part of [
      "design",
      "models",
      "periods",
      period,
      `${period}/bundle`,
      `${period}/statements/1`,
      "claims",
    ]) {
      const { status, body } = await call("GET", `/api/v1/plants/${pilotPlant.plant_id}/${part}`, { key });
      expect([part, status, body.needed_devices]).toEqual([part, 403, "all"]);
    }
  });

  test("sees the plant without the others, and registers none beside its own", async () => {
    const { api_key: key } = await made({ roles, devices: ["ANOTHER"] });
    const path = `/api/v1/plants/${pilotPlant.plant_id}`;
    expect((await call("GET", path, { key })).body.devices).toEqual([]);
    expect((await call("GET", path, { key: gateway.apiKey })).body.devices).not.toEqual([]);
    for (const device_id of ["TURBINE-001", "NEVER-WAS"]) {
      const { status, body } = await call("POST", `${path}/devices`, { key, body: { device_id, kind: "turbine" } });
      expect([device_id, status, body.needed_devices]).toEqual([device_id, 403, "all"]);
    }
    const own = await call("POST", `${path}/devices`, { key, body: { device_id: "ANOTHER", kind: "gauge" } });
    expect(own.status).toBe(201);
  });

  test("changes nothing that every device of a plant is judged or shown by", async () => {
    const { api_key: key } = await made({ roles, devices: ["TURBINE-001"] });
    const path = `/api/v1/plants/${pilotPlant.plant_id}`;
    const standing = await call("GET", path);
    const headers = { "if-match": "*" };
    const refused = [
      await call("PATCH", path, { key, headers, body: { signatures: "required" } }),
      await call("PUT", path, { key, headers, body: { ...pilotPlant, name: "Another name" } }),
      await call("PUT", `${path}/anchoring`, { key, body: { anchor_mode: "record", public_fields: ["status"] } }),
      await call("POST", `${path}/river-flows`, { key, headers: { "content-type": "text/csv" } }),
    ];
    expect(refused.map(({ status, body }) => [status, body.needed_devices])).toEqual(Array(4).fill([403, "all"]));
    expect((await call("GET", path)).body).toEqual(standing.body);
  });

  test("is let in by no operation but those that look at which devices it is for", async () => {
    const { api_key: key } = await made({ roles: [...roles, "issuer"], devices: ["NEVER-WAS"] });
    const letIn: string[] = [];
    // One that never ends is let in by the list of those of some plants, above.
    for (const { route } of scoped.filter(({ route }) => route.operationId !== "openStream")) {
      const path = route.path.replace("{plant_id}", pilotPlant.plant_id).replaceAll(/\{[^}]+\}/g, "x");
      const isNamed = Object.hasOwn((route.request?.query as z.ZodObject | undefined)?.shape ?? {}, "plant_id");
      const query = isNamed ? `?plant_id=${pilotPlant.plant_id}` : "";
      const { status, body } = await call(route.method.toUpperCase(), `${path}${query}`, { key });
      if (status !== 403 || body.needed_devices !== "all") letIn.push(route.operationId as string);
    }
    expect(letIn.sort()).toEqual([
      "acknowledgeAlert",
      "calculateCarbon",
      "changeAlertRule",
      "changeDevice",
      "closeAlert",
      "createAlertRule",
      "deleteAlertRule",
      "endAlertSilence",
      "exportHistory",
      "getAlert",
      "getAlertDefaults",
      "getAlertRule",
      "getDevice",
      "getDeviceConfig",
      "getGridTable",
      "getLatestValues",
      "getPlant",
      "getPlantAnchoring",
      "getRecord",
      "getRecordProof",
      "getSeries",
      "issueClaimCode",
      "listAlertRules",
      "listAlerts",
      "listDeviceKeys",
      "listGridTables",
      "listPlants",
      "listRiverFlows",
      "listTelemetry",
      "openWebSocket",
      "postTelemetry",
      "postTelemetryBatch",
      "registerDevice",
      "revokeDeviceKey",
      "rotateDeviceKey",
    ]);
  });

  test("makes, changes and ends alert rules on its own alone: what watches the others stays", async () => {
    const { api_key: key } = await made({ roles, devices: ["TURBINE-001"] });
    const rules = `/api/v1/plants/${pilotPlant.plant_id}/alert-rules`;
    const rule = { kind: "threshold", name: "Low head", quantity: "head_height_m", below: 38 };
    const own = await call("POST", rules, { key, body: { ...rule, device_id: "TURBINE-001" } });
    expect(own.status).toBe(201);
    const ofAll = await call("POST", rules, { key: gateway.apiKey, body: rule });
    const strange = { body: { device_id: null }, headers: { "if-match": "*" } };
    const defaults = `/api/v1/plants/${pilotPlant.plant_id}/alert-defaults`;
    const refused = [
      await call("POST", rules, { key, body: rule }),
      await call("POST", rules, { key, body: { ...rule, device_id: "ANOTHER" } }),
      await call("PATCH", `${rules}/${own.body.rule_id}`, { key, ...strange }),
      await call("PATCH", `${rules}/${ofAll.body.rule_id}`, { key, body: { enabled: false } }),
      await call("DELETE", `${rules}/${ofAll.body.rule_id}`, { key }),
      await call("DELETE", `${rules}/rul_default-absence`, { key }),
      await call("PUT", defaults, { key, body: { enabled: false }, headers: { "if-match": "*" } }),
    ];
    expect(refused.map(({ status, body }) => [status, body.needed_devices])).toEqual(Array(7).fill([403, "all"]));
    const changed = await call("PATCH", `${rules}/${own.body.rule_id}`, { key, body: { below: 39 } });
    expect([changed.status, (await call("DELETE", `${rules}/${own.body.rule_id}`, { key })).status]).toEqual([
      200, 200,
    ]);
    expect((await call("GET", defaults, { key: gateway.apiKey })).body.enabled).toBe(true);
  });

  test("reaches nothing that is about the whole organisation", async () => {
    const { api_key: key } = await made({ roles, devices: ["TURBINE-001"] });
    for (const path of ["keys", "members", "webhooks", "acts"]) {
      const { status, body } = await call("GET", `/api/v1/${path}`, { key });
      expect([path, status, body.needed_devices]).toEqual([path, 403, "all"]);
    }
  });
});

describe("a claim code", () => {
  const codes = `/api/v1/plants/${pilotPlant.plant_id}/devices/TURBINE-001/claim-codes`;
  const ask = async (key: string, wish: object = {}) => (await call("POST", codes, { key, body: wish })).body;
  const claim = ({ code }: { code: string }) =>
    call("POST", "/api/v1/devices/claim", { body: { code }, headers: { "x-forwarded-for": "192.0.2.77" } });

  test("ends with the key that asked for it: revoked, replaced or over", async () => {
    const end = { expires_at: new Date(clockMs + 3_600_000).toISOString() };
    const [leaked, replaced, short] = [await made({}), await made({}), await made(end)];
    const revoked = await ask(leaked.api_key);
    await call("DELETE", `/api/v1/keys/${leaked.key_id}`);
    expect((await claim(revoked)).status).toBe(404);
    const earlier = await ask(replaced.api_key);
    await call("POST", `/api/v1/keys/${replaced.key_id}/rotate`, { body: {} });
    expect((await claim(earlier)).status).toBe(404);
    const { status, body } = await call("POST", codes, { key: replaced.api_key, body: {} });
    expect([status, body.detail]).toEqual([403, expect.stringMatching(/successor/)]);
    expect((await ask(short.api_key, { expires_in_s: 86_400 })).expires_at).toBe(end.expires_at);
    expect((await claim(await ask(owner))).status).toBe(201);
  });

  test("ends with what whoever asked for it may do", async () => {
    const session = await gateway.sessionWith(["operator"]);
    const { user } = (await call("GET", "/api/v1/auth/me", { key: session })).body;
    const boss = await gateway.sessionWith(["owner"]);
    const member = `/api/v1/members/${user.user_id}`;
    const roles = (some: string[]) =>
      call("PUT", member, { key: boss, body: { roles: some }, headers: { "if-match": "*" } });
    expect((await claim(await ask(session))).status).toBe(201);
    const demoted = await ask(session);
    expect((await roles(["auditor"])).status).toBe(200);
    expect((await claim(demoted)).status).toBe(404);
    expect((await roles(["operator"])).status).toBe(200);
    const left = await ask(session);
    expect((await call("DELETE", member, { key: boss })).status).toBe(200);
    expect((await claim(left)).status).toBe(404);
  });

  test("gives an API key that reaches no further than the key that asked for it", async () => {
    const limits = { scopes: ["devices:write", "telemetry:write"], networks: ["127.0.0.0/8"] };
    const end = { expires_at: new Date(clockMs + 3_600_000).toISOString() };
    const maker = await made({ ...limits, ...end, networks: ["127.0.0.0/8", "192.0.2.0/24"] });
    const headers = { "x-forwarded-for": "192.0.2.77" };
    const asked = await call("POST", codes, { key: maker.api_key, body: {}, headers });
    expect(asked.body.api_key_limits).toEqual({ ...limits, ...end, networks: maker.networks });
    const claimed = await claim(asked.body);
    expect([claimed.status, claimed.body.api_key_expires_at]).toEqual([201, end.expires_at]);
    const key = claimed.body.api_key as string;
    const send = (from: string) =>
      call("POST", "/api/v1/telemetry", { key, body: pilotBody(), headers: { "x-forwarded-for": from } });
    expect([(await send("192.0.2.77")).status, (await send("198.51.100.1")).status]).toEqual([202, 401]);
    expect((await call("GET", "/api/v1/devices/TURBINE-001/config", { key, headers })).status).toBe(403);
    clockMs += 3_600_000;
    expect((await send("192.0.2.77")).status).toBe(401);
    const { api_key_limits, ...free } = await ask(owner);
    expect(api_key_limits).toEqual({ scopes: null, networks: null, expires_at: null });
    expect((await claim(free as { code: string })).body.api_key_expires_at).toBeNull();
  });
});

describe("a key of some networks", () => {
  const from = (key: string, forwarded?: string) =>
    call("GET", "/api/v1/plants", {
      key,
      ...(forwarded !== undefined && { headers: { "x-forwarded-for": forwarded } }),
    });

  test("works from there only, by the last address that no trusted proxy is", async () => {
    const { api_key: key } = await made({ networks: ["192.0.2.0/24", "2001:db8::/32"] });
    const answers = await Promise.all([
      from(key, "192.0.2.9"),
      from(key, "2001:db8::7"),
      from(key, "::ffff:192.0.2.9, 10.1.2.3"),
      from(key, "198.51.100.1"),
      from(key, "192.0.2.9, 198.51.100.1"),
      from(key, "192.0.2.9, nonsense"),
      from(key),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 401, 401, 401, 401]);
  });

  test("is not talked round where no proxy is trusted", async () => {
    const { api_key: key } = await made({ networks: ["192.0.2.0/24"] });
    const headers = { "x-forwarded-for": "192.0.2.9" };
    expect((await call("GET", "/api/v1/plants", { key, headers, at: replica })).status).toBe(401);
    const { api_key: here } = await made({ networks: ["127.0.0.1", "::1"] });
    expect((await call("GET", "/api/v1/plants", { key: here, at: replica })).status).toBe(200);
  });
});

describe("the life of a key", () => {
  test("revoked at one gateway it is refused by the next call at the other, within a second", async () => {
    const { api_key: key, key_id } = await made({});
    expect((await call("GET", "/api/v1/plants", { key, at: replica })).status).toBe(200);
    const startMs = performance.now();
    expect((await call("DELETE", `/api/v1/keys/${key_id}`)).body.state).toBe("revoked");
    expect((await call("GET", "/api/v1/plants", { key, at: replica })).status).toBe(401);
    expect((await call("GET", "/api/v1/plants", { key })).status).toBe(401);
    expect(performance.now() - startMs).toBeLessThan(1_000);
    expect((await call("DELETE", `/api/v1/keys/${key_id}`)).status).toBe(200);
  });

  test("rotated, the old one works until its end and the new one with the same limits", async () => {
    const wish = { label: "gate", roles: ["auditor"], scopes: ["plants:read"], plants: [pilotPlant.plant_id] };
    const old = await made(wish);
    const rotated = await call("POST", `/api/v1/keys/${old.key_id}/rotate`, { body: { overlap_s: 60 } });
    expect([rotated.status, rotated.body]).toEqual([
      201,
      expect.objectContaining({ ...wish, replaces: old.key_id, state: "active" }),
    ]);
    const both = [old.api_key, rotated.body.api_key];
    const statuses = () => Promise.all(both.map(async (key) => (await call("GET", "/api/v1/plants", { key })).status));
    expect(await statuses()).toEqual([200, 200]);
    const again = await call("POST", `/api/v1/keys/${old.key_id}/rotate`, { body: {} });
    expect([again.status, again.body.detail]).toEqual([400, expect.stringMatching(/is ending/)]);
    clockMs += 60_000;
    expect(await statuses()).toEqual([401, 200]);
    const state = (await call("GET", `/api/v1/keys/${old.key_id}`)).body;
    expect([state.state, state.rotated_to]).toEqual(["expired", rotated.body.key_id]);
  });

  test("a key that ends soon is followed by one that ends later, when the rotation says so", async () => {
    const inDays = (days: number) => new Date(clockMs + days * 86_400_000).toISOString();
    const rotate = async (body: object, by?: string) => {
      const { key_id } = await made({ expires_at: inDays(10) });
      return call("POST", `/api/v1/keys/${key_id}/rotate`, { body, ...(by !== undefined && { key: by }) });
    };
    const endOf = async (body: object) => (await rotate({ overlap_s: 60, ...body })).body.expires_at;
    expect(await endOf({})).toBe(inDays(10));
    expect(await endOf({ expires_at: inDays(365) })).toBe(inDays(365));
    expect(await endOf({ expires_at: null })).toBeNull();
    const long = await rotate({ overlap_s: 20 * 86_400, expires_at: inDays(365) });
    expect(long.body.old_ends_at).toBe(inDays(10));
    expect((await rotate({ expires_at: inDays(-1) })).status).toBe(400);
    const { api_key: short } = await made({ roles: ["owner"], expires_at: inDays(20) });
    expect((await rotate({ expires_at: inDays(15) }, short)).status).toBe(201);
    for (const end of [inDays(30), null]) expect((await rotate({ expires_at: end }, short)).status).toBe(403);
  });

  test("of ten rotations at once one is done", async () => {
    const { key_id } = await made({});
    const all = await Promise.all(
      Array.from({ length: 10 }, () => call("POST", `/api/v1/keys/${key_id}/rotate`, { body: { overlap_s: 0 } })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(400)]);
  });

  test("its last use is told, and written once in five minutes", async () => {
    const { api_key: key, key_id } = await made({});
    const told = async () => (await call("GET", `/api/v1/keys/${key_id}`)).body.last_used_at;
    expect(await told()).toBeNull();
    const first = new Date(clockMs).toISOString();
    for (let i = 0; i < 5; i++) {
      await call("GET", "/api/v1/plants", { key });
      clockMs += 60_000;
    }
    expect(await told()).toBe(first);
    clockMs += 1;
    await call("GET", "/api/v1/plants", { key });
    expect(await told()).toBe(new Date(clockMs).toISOString());
  });

  test("it expires, and is never made expired", async () => {
    const { api_key: key } = await made({ expires_at: new Date(clockMs + 1_000).toISOString() });
    expect((await call("GET", "/api/v1/plants", { key })).status).toBe(200);
    clockMs += 1_000;
    expect((await call("GET", "/api/v1/plants", { key })).status).toBe(401);
    expect((await create({ roles: ["owner"], expires_at: new Date(clockMs).toISOString() })).status).toBe(400);
    // In UTC it is a time of the year 10000, which no date-time of the answer can name.
    expect((await create({ roles: ["owner"], expires_at: "9999-12-31T23:59:59-14:00" })).status).toBe(400);
  });

  test("its text is shown once; what is stored and listed holds no secret", async () => {
    const { api_key: key, key_id } = await made({ label: "secret" });
    const secret = key.slice(-39, -7);
    const listed = await call("GET", "/api/v1/keys");
    expect(JSON.stringify(listed.body)).toContain(key_id);
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    expect(gateway.logLines.join("")).not.toContain(secret);
    const { rows } = await sql<{ row: string }>`
      SELECT api_keys::text AS row FROM api_keys UNION ALL SELECT admin_acts::text FROM admin_acts`.execute(
      gateway.roles.owner.db,
    );
    expect(JSON.stringify(rows)).toContain(key_id);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});

describe("what a key may make", () => {
  test("never the registrar's role, nor an unknown one, scope or network", async () => {
    for (const wish of [
      { roles: ["registrar"] },
      { roles: ["king"] },
      { roles: [] },
      { roles: ["owner"], scopes: ["plants:delete"] },
      { roles: ["owner"], networks: ["192.0.2.1/24"] },
      { roles: ["owner"], plants: [] },
    ])
      expect((await create(wish)).status, JSON.stringify(wish)).toBe(400);
  });

  test("a narrowed key makes none that reaches further", async () => {
    const limits = { scopes: ["keys:write", "plants:read"], networks: ["127.0.0.0/8"] };
    const { api_key: key } = await made({ ...limits, expires_at: new Date(clockMs + 3_600_000).toISOString() });
    const wish = { roles: ["owner"], expires_at: new Date(clockMs + 60_000).toISOString() };
    const tried = async (more: Record<string, unknown>) => (await create({ ...wish, ...more }, key)).status;
    expect(await tried({})).toBe(403);
    expect(await tried({ ...limits, scopes: ["plants:read", "plants:write"] })).toBe(403);
    expect(await tried({ ...limits, networks: ["0.0.0.0/0"] })).toBe(403);
    expect(await tried({ ...limits, expires_at: undefined })).toBe(403);
    expect(await tried({ ...limits, scopes: ["plants:read"] })).toBe(201);
    const { key_id: wide } = await made({});
    expect((await call("POST", `/api/v1/keys/${wide}/rotate`, { key, body: {} })).status).toBe(403);
  });

  test("keys of another organisation are as if they were not there", async () => {
    const { key_id } = await made({});
    await createOrganisation(gateway.deps.tenancy, { orgId: "rival", name: "Rival" });
    const rival = await gateway.keyWith(["owner"], "rival");
    for (const [method, path, body] of [
      ["GET", `/api/v1/keys/${key_id}`],
      ["DELETE", `/api/v1/keys/${key_id}`],
      ["POST", `/api/v1/keys/${key_id}/rotate`, {}],
    ] as const) {
      const foreign = await call(method, path, { key: rival, body });
      const absent = await call(method, path.replace(key_id, "000000000000"), { key: rival, body });
      expect([foreign.status, foreign.body.detail.replace(key_id, "X")]).toEqual([
        404,
        absent.body.detail.replace("000000000000", "X"),
      ]);
    }
    expect((await call("GET", "/api/v1/keys", { key: rival })).body.items).toHaveLength(1);
  });

  test("every act stands in the audit trail, with whose key did it", async () => {
    const { key_id } = await made({ label: "trail" });
    await call("POST", `/api/v1/keys/${key_id}/rotate`, { body: {} });
    await call("DELETE", `/api/v1/keys/${key_id}`);
    const acts = await gateway.roles.owner.db
      .selectFrom("admin_acts")
      .select(["act", "actor"])
      .where("object", "=", key_id)
      .orderBy("act_no")
      .execute();
    expect(acts.map(({ act }) => act)).toEqual(["key.created", "key.rotated", "key.revoked"]);
    expect(new Set(acts.map(({ actor }) => actor)).size).toBe(1);
  });
});

test("no operation lets in who is over: a key revoked, expired or elsewhere, a session ended", async () => {
  const roles = ["owner", "operator", "verifier", "issuer", "auditor", "device"];
  const [revoked, expired] = [
    await made({ roles }),
    await made({ roles, expires_at: new Date(clockMs + 1).toISOString() }),
  ];
  const elsewhere = await made({ roles, networks: ["198.51.100.0/24"] });
  await call("DELETE", `/api/v1/keys/${revoked.key_id}`);
  clockMs += 2;
  const ended = await gateway.sessionWith(["owner", "operator"]);
  expect((await call("POST", "/api/v1/auth/logout-everywhere", { key: ended })).status).toBe(200);
  const over = [revoked.api_key, expired.api_key, elsewhere.api_key, ended];
  for (const { route } of guarded) {
    const path = route.path.replaceAll(/\{[^}]+\}/g, "x");
    const asked = over.map((key) => call(route.method.toUpperCase(), path, { key }));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect([route.operationId, ...statuses]).toEqual([route.operationId, 401, 401, 401, 401]);
  }
});

describe("what goes on without whoever made it", () => {
  type Left = { readonly count: number; readonly items: { kind: string; id: string; path: string }[] };
  const kinds = ({ items }: Left) => items.map(({ kind }) => kind).sort();
  const hook = { url: "https://collector.example/in", types: ["*"] };

  /** All that a key can make and that does not end with it. */
  async function busy(key: string): Promise<void> {
    const send = async (path: string, body: unknown) => {
      const { status, body: answer } = await call("POST", `/api/v1/${path}`, { key, body });
      expect([path, status, answer.detail]).toEqual([path, 201, undefined]);
      return answer;
    };
    const plant = `plants/${pilotPlant.plant_id}`;
    await send("webhooks", hook);
    await send("alert-channels", { kind: "alertmanager", target: `https://alerts-${key.slice(11, 20)}.example` });
    const until = new Date(clockMs + 86_400_000).toISOString();
    await send("alert-silences", { plant_id: pilotPlant.plant_id, until, reason: "quiet" });
    const second = await send("keys", { roles: ["owner", "operator"], label: "of the first" });
    const third = await call("POST", "/api/v1/keys", { key: second.api_key, body: { roles: ["auditor"] } });
    expect(third.status).toBe(201);
    const { code } = await send(`${plant}/devices/TURBINE-001/claim-codes`, {});
    expect((await call("POST", "/api/v1/devices/claim", { body: { code } })).status).toBe(201);
  }

  test("is told when its key is revoked, and ends at the path that is told", async () => {
    const leaked = await made({ roles: ["owner", "operator"], label: "leaked" });
    const standing = (await call("POST", "/api/v1/webhooks", { body: hook })).body.endpoint_id;
    await busy(leaked.api_key);
    // Of another's webhook it changed where the events go.
    const elsewhere = { body: { url: "https://collector.example/other" }, headers: { "if-match": "*" } };
    const changed = await call("PATCH", `/api/v1/webhooks/${standing}`, { key: leaked.api_key, ...elsewhere });
    expect(changed.status).toBe(200);
    const { status, body } = await call("DELETE", `/api/v1/keys/${leaked.key_id}`);
    expect([status, body.state]).toEqual([200, "revoked"]);
    const all = ["alert-channel", "alert-silence", "api-key", "api-key", "api-key", "webhook", "webhook"];
    expect([body.left_standing.count, kinds(body.left_standing)]).toEqual([7, all]);
    for (const { path } of body.left_standing.items)
      expect([path, (await call("DELETE", path)).status]).toEqual([path, 200]);
    const after = (await call("GET", `/api/v1/keys/${leaked.key_id}`)).body.left_standing;
    expect(after).toEqual({ count: 0, items: [] });
  });

  test("is told when its member is removed: keys, invitations and issuers too", async () => {
    const [boss, leaving] = [await gateway.sessionWith(["owner"]), await gateway.sessionWith(["owner", "operator"])];
    const { user } = (await call("GET", "/api/v1/auth/me", { key: leaving })).body;
    await busy(leaving);
    const friend = { email: "friend@elsewhere.example", name: "A Friend", roles: ["owner"] };
    const invited = await call("POST", "/api/v1/members/invitations", { key: leaving, body: friend });
    expect(invited.status).toBe(201);
    const { status, body } = await call("DELETE", `/api/v1/members/${user.user_id}`, { key: boss });
    const all = ["alert-channel", "alert-silence", "api-key", "api-key", "api-key", "member-invitation", "webhook"];
    expect([status, kinds(body.left_standing)]).toEqual([200, all]);
    for (const { path } of body.left_standing.items)
      expect([path, (await call("DELETE", path, { key: boss })).status]).toEqual([path, 200]);
  });

  test("is nothing that a key makes while it is being revoked", async () => {
    const thief = await made({ label: "leaked" });
    const client = await gateway.roles.owner.pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("UPDATE api_keys SET revoked_at = now() WHERE key_id = $1", [thief.key_id]);
      const answers = Promise.all([
        create({ roles: ["owner"], label: "kept" }, thief.api_key),
        call("POST", `/api/v1/keys/${thief.key_id}/rotate`, { key: thief.api_key, body: {} }),
      ]);
      await pause(300);
      await client.query("COMMIT");
      expect((await answers).map(({ status }) => status)).toEqual([401, 400]);
    } finally {
      client.release();
    }
    expect((await call("GET", `/api/v1/keys/${thief.key_id}`)).body.left_standing.count).toBe(0);
  });
});

describe("a call that is in work when its key is revoked", () => {
  const roles = ["owner", "operator", "device"];
  const revoke = ({ key_id }: { key_id: string }) => call("DELETE", `/api/v1/keys/${key_id}`);
  const bodies = {
    json: { text: JSON.stringify({ roles: ["owner"], label: "kept" }) },
    table: { text: "plant_id,name\n", type: "text/csv" },
    lines: { text: `${JSON.stringify(pilotBody())}\n`, type: "application/x-ndjson" },
  };

  test.each([
    ["makes no key that outlives it", "/api/v1/keys", bodies.json, 201],
    ["imports no table", "/api/v1/plants/import?dry_run=true", bodies.table, 400],
    ["records no reading of a batch", "/api/v1/telemetry/batch", bodies.lines, 200],
  ])("%s, where its body was held back until then", async (_, path, body, honestly) => {
    const [thief, honest] = [await made({ roles, label: "leaked" }), await made({ roles, label: "slow" })];
    expect(await held(thief.api_key, path, body, () => revoke(thief))).toBe(401);
    expect(await held(honest.api_key, path, body, async () => undefined)).toBe(honestly);
  });

  test("records of a batch what came before, and says so", async () => {
    const thief = await made({ roles });
    const of = (minute: number) => pilotBody({}, { timestamp: new Date(clockMs - minute * 60_000).toISOString() });
    const [first, ...rest] = [5, 4, 3].map((minute) => `${JSON.stringify(of(minute))}\n`) as [string, string, string];
    const body = { ...bodies.lines, text: [first, ...rest].join(""), first: first.length };
    let known = 0;
    const count = async () =>
      (await call("GET", `/api/v1/telemetry?plant_id=${pilotPlant.plant_id}`)).body.items.length;
    const before = await count();
    const revoked = async () => {
      known = await count();
      await revoke(thief);
    };
    expect(await held(thief.api_key, "/api/v1/telemetry/batch", body, revoked)).toBe(401);
    expect([known, await count()]).toEqual([before + 1, before + 1]);
  });

  test.each(["records/export?plant_id=", "plants/PLANT-HP-001/history?from=2020-01-01T00:00:00Z&device_id="])(
    "reads no more of an export than was sent by then: %s",
    async (path) => {
      const of = (n: number) => pilotBody({}, { timestamp: new Date(clockMs - n * 60_000 - 7_200_000).toISOString() });
      const many = Array.from({ length: 3_000 }, (_, n) => of(n));
      expect((await call("POST", "/api/v1/telemetry/batch", { body: many, key: gateway.apiKey })).status).toBe(200);
      const app = createApp(gateway.deps);
      const id = path.startsWith("records") ? pilotPlant.plant_id : "TURBINE-001";
      const opened = async (key: string) => {
        const headers = { authorization: `Bearer ${key}` };
        const response = await app.request(`/api/v1/${path}${id}`, { headers }, serverEnv());
        const reader = (response.body as ReadableStream<Uint8Array>).getReader();
        expect((await reader.read()).done).toBe(false);
        return reader;
      };
      const [thief, honest] = [await made({ roles }), await made({ roles })];
      const [broken, whole] = [await opened(thief.api_key), await opened(honest.api_key)];
      await revoke(thief);
      await pause(600);
      await expect(broken.read()).rejects.toThrow(/ended/);
      while (!(await whole.read()).done);
    },
  );
});
