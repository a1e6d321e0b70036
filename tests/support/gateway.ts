import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, readConfig } from "../../src/config.ts";
import { type Gateway, type Overrides, startGateway } from "../../src/gateway.ts";
import type { GatewayDeps } from "../../src/issuance/append.ts";
import type { Role } from "../../src/kernel/actor.ts";
import { registerDevice, registerPlant } from "../../src/plants/plants.ts";
import { createLog } from "../../src/platform/log.ts";
import { createAccessTokens } from "../../src/tenancy/access-token.ts";
import { authenticate, createKey, createOrganisation } from "../../src/tenancy/tenancy.ts";
import { connectRoles, type DatabaseUrls, type Roles, testDatabase } from "./database.ts";
import { pilotPlant, pilotTurbine } from "./pilot.ts";
import { signedIn } from "./users.ts";

export type TestGateway = Gateway & {
  /** A key of organisation `pilot` with every role of daily work. */
  readonly apiKey: string;
  keyWith(roles: readonly Role[], orgId?: string): Promise<string>;
  /** Access token of a new user with these roles and a second factor: what verifiers and issuers act with. */
  sessionWith(roles: readonly Role[], orgId?: string): Promise<string>;
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, key?: string): Promise<Answer>;
  /** Pools of a test's own, as each role. */
  readonly roles: Roles;
  /** Of the registrar's console. */
  readonly register: GatewayDeps;
  /** Lines of the gateway's log. */
  readonly logLines: readonly string[];
  readonly dataDir: string;
  readonly config: Config;
  /** Stops the gateway, and starts it at the same address when `between` is done. */
  restart(between?: () => Promise<unknown>): Promise<void>;
  /** Settings by which another gateway comes to the same database. */
  readonly databaseEnv: Record<string, string>;
};

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: any };

/** Three logins, as a database of one's own should have them. */
export const databaseEnv = ({ url, serveUrl, workerUrl }: DatabaseUrls) => ({
  DATABASE_URL: serveUrl,
  DATABASE_WORKER_URL: workerUrl,
  DATABASE_OWNER_URL: url,
});

/** The whole gateway on a database of its own and the local ledger, with the pilot plant registered. */
export async function testGateway(
  options: { overrides?: Overrides; env?: Record<string, string> } = {},
): Promise<TestGateway> {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "hydro-gateway-"));
  const logLines: string[] = [];
  const { config, secrets } = readConfig({
    ...databaseEnv(database),
    DATA_DIR: dataDir,
    PORT: "0",
    MQTT_PORT: "off",
    ...options.env,
  });
  const log = createLog("info", { write: (line) => logLines.push(line) });
  // Tests that are about alerts say how often their rules are looked at; in the others nothing happens by itself.
  const quiet = { alertsEveryMs: 3_600_000 };
  const start = (at: Config) =>
    startGateway(at, secrets, { log, processMetrics: false, ...quiet, ...options.overrides });
  const gateway = await start(config);
  let running = gateway;
  const { tenancy, plants } = gateway.deps;
  const roles = connectRoles(database);
  await createOrganisation(tenancy, { orgId: "pilot", name: "Pilot" });
  const keyWith = async (held: readonly Role[], orgId = held.includes("registrar") ? "registrar" : "pilot") =>
    (await createKey(tenancy, { orgId, roles: held, label: "test" })).text;
  const apiKey = await keyWith(["owner", "operator", "device", "auditor"]);
  const actor = await authenticate(tenancy, apiKey);
  await registerPlant(plants, actor, pilotPlant);
  await registerDevice(plants, actor, pilotPlant.plant_id, pilotTurbine);
  // Tests take as long as they take.
  const pem = await readFile(config.authKeyFile, "utf8");
  const accessTokens = await createAccessTokens(pem, { clock: gateway.deps.clock, lifeS: 86_400 });
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${gateway.baseUrl}${path}`, init);
    const text = await response.text();
    const isJson =
      /\bjson\b/.test(response.headers.get("content-type") ?? "") &&
      !/ndjson/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  const own: TestGateway = {
    ...gateway,
    databaseUrl: database.url,
    config,
    roles,
    register: { ...plants, db: roles.owner.db },
    apiKey,
    keyWith,
    sessionWith: async (roles, orgId = roles.includes("registrar") ? "registrar" : "pilot") =>
      (await signedIn({ ...gateway.deps.auth, accessTokens }, roles, orgId)).accessToken,
    logLines,
    dataDir,
    databaseEnv: databaseEnv(database),
    post: (body, headers = {}) =>
      call("/api/v1/telemetry", {
        method: "POST",
        headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    get: (path, key = apiKey) => call(path, { headers: { authorization: `Bearer ${key}` } }),
    async restart(between) {
      await running.stop();
      await between?.();
      running = await start({ ...config, port: Number(new URL(gateway.baseUrl).port) });
      const { deps, localLedger, mirrorUrl, failed } = running;
      Object.assign(own, { deps, localLedger, mirrorUrl, failed });
    },
    async stop() {
      await running.stop();
      await roles.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return own;
}

/** Another gateway on the same database with the same keys for sign-in, and a ledger of its own: it anchors nothing. */
export async function replicaOf({ databaseEnv, dataDir }: TestGateway, overrides: Overrides = {}): Promise<Gateway> {
  const own = await mkdtemp(join(tmpdir(), "hydro-replica-"));
  const { config, secrets } = readConfig({
    ...databaseEnv,
    DATA_DIR: own,
    PORT: "0",
    MQTT_PORT: "off",
    AUTH_KEY_FILE: join(dataDir, "auth-key.pem"),
    AUTH_SECRET_FILE: join(dataDir, "auth-secret"),
    PLANT_SECRET_FILE: join(dataDir, "plant-secret"),
  });
  const log = createLog("silent");
  const replica = await startGateway(config, secrets, { log, processMetrics: false, ...overrides });
  return {
    ...replica,
    async stop() {
      await replica.stop();
      await rm(own, { recursive: true, force: true });
    },
  };
}
