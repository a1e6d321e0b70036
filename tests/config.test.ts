import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";

describe("settings", () => {
  test("nothing set means the local ledger, the embedded database and port 8080 on loopback", () => {
    const { config, secrets } = readConfig({});
    expect(config).toMatchObject({ network: "local", port: 8080, host: "127.0.0.1", databaseUrl: undefined });
    expect(secrets.operatorKey).toBeUndefined();
  });

  test("a public network without its operator stops with one sentence that names the setting", () => {
    expect(() => readConfig({ HEDERA_NETWORK: "testnet" })).toThrow(/^HEDERA_OPERATOR_ID is missing: .*\.$/);
    expect(() => readConfig({ HEDERA_NETWORK: "testnet", HEDERA_OPERATOR_ID: "0.0.5" })).toThrow(
      /^HEDERA_OPERATOR_KEY is missing: .*\.$/,
    );
  });

  test.each([
    ["HEDERA_NETWORK", "moonnet"],
    ["PORT", "eighty"],
    ["PORT", "70000"],
    ["DATABASE_URL", "mysql://x"],
    ["MIRROR_URL", "ftp://x"],
    ["HEDERA_TOPIC_ID", "12"],
    ["HEDERA_TREASURY_ID", "12"],
    ["HEDERA_RETIREMENT_ACCOUNT", "12"],
    ["HEDERA_REGISTRAR_KEY", "abc"],
    ["HEDERA_REGISTRAR_KEY", "a".repeat(64)],
    ["MINT_MODE", "naive"],
    ["LOG_KEY", "302e0201"],
    ["OUTBOUND_ALLOW", "10.0.0.0/8, home"],
    ["HEDERA_SUPPLY_KEY_FILE", "/there/is/no/such/file"],
    ["MINT_CERTIFICATES", "yes"],
    ["LOG_LEVEL", "loud"],
    ["STREAMS_KEY", "many"],
    ["REDIS_URL", "http://localhost"],
    ["REGISTRATION", "maybe"],
    ["SMTP_URL", "https://mail.example"],
    ["OUTBOUND_ALLOW", "10.0.0.0/8,everything"],
    ["ANCHOR_MIN_INTERVAL_S", "-1"],
    ["RECORDS_HOT_DAYS", "1"],
    ["LEDGER_MAX_FEE_FACTOR", "0"],
    ["LEDGER_DAILY_FEE_CAP_HBAR", "-1"],
    ["LEDGER_DAILY_FEE_CAP_HBAR", "0.123456789"],
    ["LEDGER_DAILY_FEE_CAP_HBAR", "1e3"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "secret"],
    ["OTEL_TRACES_SAMPLER", "sometimes"],
    ["OTEL_TRACES_SAMPLER_ARG", "2"],
    ["OTEL_SDK_DISABLED", "yes"],
    ["OTEL_RESOURCE_ATTRIBUTES", "a=%"],
    ["MQTT_URL", "http://broker.example"],
    ["MQTT_PORT", "many"],
    ["MQTT_TRUSTED", "yes"],
    ["MQTT_SHARED", "yes"],
    ["MQTT_CLIENT_NAME", "a/b"],
  ])("a wrong %s is named", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} `));
  });

  test("a cap of fees is exact in tinybars", () => {
    const capOf = (LEDGER_DAILY_FEE_CAP_HBAR: string) =>
      readConfig({ LEDGER_DAILY_FEE_CAP_HBAR }).config.feeCapTinybars;
    expect(capOf("12.5")).toBe(1_250_000_000n);
    expect(capOf("0.00000001")).toBe(1n);
    expect(capOf("0")).toBe(0n);
    expect(capOf("")).toBeUndefined();
    // Beyond what a double holds exactly.
    expect(capOf("50000000000.00000001")).toBe(5_000_000_000_000_000_001n);
  });

  test("traces are off until there is somewhere to send them, and headers for it are a secret", () => {
    const traced = (env: Record<string, string>) => readConfig(env).config.tracing;
    expect(traced({ OTEL_SERVICE_NAME: "mrv", OTEL_TRACES_SAMPLER: "always_on" })).toBeUndefined();
    const to = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318/" };
    expect(traced(to)).toMatchObject({ url: "http://127.0.0.1:4318/v1/traces", sampler: "parentbased_always_on" });
    const own = { ...to, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces.example/in" };
    expect(traced(own)?.url).toBe("https://traces.example/in");
    expect(traced({ ...to, OTEL_SDK_DISABLED: "true" })).toBeUndefined();
    expect(traced({ ...to, OTEL_TRACES_EXPORTER: "none" })).toBeUndefined();
    const named = {
      ...to,
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test%20plant,service.name=x",
      OTEL_SERVICE_NAME: "mrv",
    };
    expect(traced(named)?.attributes).toEqual({ "deployment.environment.name": "test plant", "service.name": "mrv" });
    const { config, secrets } = readConfig({ ...to, OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20abc" });
    expect(secrets.traceHeaders).toEqual({ authorization: "Bearer abc" });
    expect(JSON.stringify(config)).not.toContain("abc");
  });

  test("certificates need an address that fits into an NFT, before anything is minted", () => {
    const on = { MINT_CERTIFICATES: "1" };
    expect(readConfig({ ...on, PUBLIC_URL: "https://mrv.hydro-company.co.in" }).config.mintCertificates).toBe(true);
    expect(() => readConfig({ ...on, PUBLIC_URL: "https://measurements.hydro-company.co.in" })).toThrow(
      /^PUBLIC_URL is 40 bytes long, .* at most 33 .*\.$/,
    );
    const testnet = { HEDERA_NETWORK: "testnet", HEDERA_OPERATOR_ID: "0.0.5", HEDERA_OPERATOR_KEY: "ab" };
    expect(() => readConfig({ ...on, ...testnet })).toThrow(/^MINT_CERTIFICATES needs PUBLIC_URL: .*\.$/);
    expect(readConfig(on).config.mintCertificates).toBe(true);
  });

  test.each(["journal", "batch"])("the registrar's second signature is refused in mode %s", (mode) => {
    const key = { HEDERA_REGISTRAR_KEY: "a".repeat(64) };
    expect(() => readConfig({ ...key, MINT_MODE: mode })).toThrow(/^HEDERA_REGISTRAR_KEY needs MINT_MODE=scheduled/);
    expect(readConfig({ ...key, MINT_MODE: "scheduled" }).config.registrarKey).toBe("a".repeat(64));
  });

  test("what is retired must leave the accounts that the gateway signs for", () => {
    const parts = { HEDERA_TREASURY_ID: "0.0.7", HEDERA_RETIREMENT_ACCOUNT: "0.0.7" };
    expect(() => readConfig(parts)).toThrow(/^HEDERA_RETIREMENT_ACCOUNT .*\.$/);
    expect(readConfig({ ...parts, HEDERA_RETIREMENT_ACCOUNT: "0.0.8" }).config.retirementId).toBe("0.0.8");
  });

  test.each([
    ["CORS_ORIGINS", "*"],
    ["CORS_ORIGINS", "https://app.example/"],
    ["CORS_ORIGINS", "https://app.example, app.example"],
    ["RATE_LIMIT_KEY", "-1"],
    ["REQUEST_TIMEOUT_S", "60"],
    ["HEADERS_TIMEOUT_S", "0"],
    ["STOP_TIMEOUT_S", "0"],
  ])("%s=%s stops with one sentence that names the setting", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} .*\\.$`));
  });

  test("quotas, time limits and origins of pages have defaults that serve a fleet, and no page may call", () => {
    expect(readConfig({}).config.http).toEqual({
      headersTimeoutS: 10,
      bodyTimeoutS: 60,
      requestTimeoutS: 90,
      stopTimeoutS: 5,
      keyPerMinute: 300_000,
      orgPerMinute: 600_000,
      addressPerMinute: 6_000,
      corsOrigins: [],
    });
    const { http } = readConfig({ CORS_ORIGINS: "https://app.example, http://localhost:3000" }).config;
    expect(http.corsOrigins).toEqual(["https://app.example", "http://localhost:3000"]);
  });

  test("trusted proxies are addresses and networks; what is none stops the start by name", () => {
    const proxies = (text: string) => readConfig({ TRUSTED_PROXIES: text }).config.trustedProxies.length;
    expect([proxies("10.0.0.0/8, ::1"), proxies("")]).toEqual([2, 0]);
    expect(() => proxies("10.0.0.1/8")).toThrow(/TRUSTED_PROXIES holds "10\.0\.0\.1\/8"/);
  });

  test("anybody may register on the local ledger, and nobody elsewhere unless the operator says so", () => {
    const elsewhere = { HEDERA_NETWORK: "testnet", HEDERA_OPERATOR_ID: "0.0.5", HEDERA_OPERATOR_KEY: "k" };
    expect(readConfig({}).config.registration).toBe("open");
    expect(readConfig(elsewhere).config.registration).toBe("closed");
    expect(readConfig({ ...elsewhere, REGISTRATION: "invitation" }).config.registration).toBe("invitation");
  });

  test("the mail server's password is kept apart, and mail comes from the gateway's own name", () => {
    const SMTP_URL = "smtps://user:hush@mail.example";
    const { config, secrets } = readConfig({ SMTP_URL, PUBLIC_URL: "https://hydro.example/" });
    expect([secrets.smtpUrl, config.mailFrom]).toEqual([SMTP_URL, "hydro-mrv-gateway@hydro.example"]);
    expect(JSON.stringify(config)).not.toContain("hush");
  });

  test("the broker within the gateway is there for a trial, and elsewhere only where it is asked for", () => {
    const testnet = { HEDERA_NETWORK: "testnet", HEDERA_OPERATOR_ID: "0.0.5", HEDERA_OPERATOR_KEY: "ab" };
    const portOf = (env: Record<string, string>) => readConfig(env).config.mqtt.port;
    expect(portOf({})).toBe("usual");
    expect(portOf(testnet)).toBeUndefined();
    expect(portOf({ MQTT_URL: "mqtt://broker.example" })).toBeUndefined();
    expect(portOf({ ...testnet, MQTT_PORT: "1884" })).toBe(1884);
    expect(portOf({ MQTT_PORT: "off" })).toBeUndefined();
  });

  test("the broker's password is kept apart from the configuration", () => {
    const { config, secrets } = readConfig({ MQTT_URL: "mqtts://gateway:hush@broker.example" });
    expect(secrets.mqttUrl).toContain("hush");
    expect(JSON.stringify(config)).not.toContain("hush");
  });

  test("a certificate without its key is named", () => {
    expect(() => readConfig({ MQTT_TLS_CERT_FILE: "/a" })).toThrow(/^MQTT_TLS_KEY_FILE is missing/);
    expect(() => readConfig({ MQTT_CLIENT_KEY_FILE: "/a" })).toThrow(/^MQTT_CLIENT_CERT_FILE is missing/);
  });

  test("an empty setting counts as not set", () => {
    expect(readConfig({ PORT: "", DATABASE_URL: " " }).config.port).toBe(8080);
  });

  test.each([
    "postgres://hydro_serve:p%2Fw@/hydro?host=/run/postgresql",
    "postgresql://hydro_serve@/hydro?host=/run/postgresql&port=5433",
    "postgresql:///hydro?host=/run/postgresql&user=hydro_serve",
    "postgres://hydro_serve:pw@%2Frun%2Fpostgresql:5433/hydro",
  ])("a database may be reached by a Unix socket: %s", (url) => {
    expect(readConfig({ DATABASE_URL: url }).config.databaseUrl).toBe(url);
    expect(new pg.Client(readConfig({ DATABASE_URL: url }).config.databaseUrl)).toMatchObject({
      ...{ host: "/run/postgresql", user: "hydro_serve", database: "hydro" },
    });
  });

  test("a secret may stand in a file of its own, but not in two places", async () => {
    const dir = await mkdtemp(join(tmpdir(), "hydro-config-"));
    const file = join(dir, "supply");
    await writeFile(file, "abc\n");
    expect(readConfig({ HEDERA_SUPPLY_KEY_FILE: file }).secrets.supplyKey).toBe("abc");
    expect(() => readConfig({ HEDERA_SUPPLY_KEY_FILE: file, HEDERA_SUPPLY_KEY: "abc" })).toThrow(/both set/);
    await writeFile(file, "postgres://gateway_serve:hush@db/hydro\n");
    expect(readConfig({ DATABASE_URL_FILE: file }).config.databaseUrl).toBe("postgres://gateway_serve:hush@db/hydro");
    await writeFile(file, "hush");
    expect(() => readConfig({ DATABASE_OWNER_URL_FILE: file })).toThrow(/^DATABASE_OWNER_URL is not a URL that begins/);
    await rm(dir, { recursive: true });
  });

  test("a file of a secret that is empty is no setting left out: no database of its own is made behind it", async () => {
    const dir = await mkdtemp(join(tmpdir(), "hydro-config-"));
    const file = join(dir, "database-url");
    await writeFile(file, "\n");
    for (const name of [
      "DATABASE_URL",
      "DATABASE_WORKER_URL",
      "DATABASE_OWNER_URL",
      "SMTP_URL",
      "REDIS_URL",
      "MQTT_URL",
    ])
      expect(() => readConfig({ [`${name}_FILE`]: file })).toThrow(new RegExp(`^${name}_FILE .* empty: .*\\.$`));
    const testnet = { HEDERA_NETWORK: "testnet", HEDERA_OPERATOR_ID: "0.0.5", HEDERA_OPERATOR_KEY_FILE: file };
    expect(() => readConfig(testnet)).toThrow(/^HEDERA_OPERATOR_KEY_FILE .* empty/);
    await rm(dir, { recursive: true });
  });

  test("a key in the agent needs the agent's socket", () => {
    const env = { HEDERA_SUPPLY_KEY: "agent:supply", LOG_KEY: "agent:log" };
    expect(() => readConfig(env)).toThrow(/^KEY_AGENT_SOCKET is missing/);
    expect(readConfig({ ...env, KEY_AGENT_SOCKET: "/a" }).config).toMatchObject({
      logKey: "agent:log",
      keyAgentSocket: "/a",
    });
    expect(readConfig({ ...env, SSH_AUTH_SOCK: "/b" }).config.keyAgentSocket).toBe("/b");
  });

  test("a key given where only a name of one belongs is not repeated", () => {
    expect(() => readConfig({ LOG_KEY: "302e0201secret" })).toThrow(/^(?!.*secret)/);
  });

  test("the operator's key is kept apart from the configuration", () => {
    const key = "302e020100300506032b657004220420".padEnd(96, "a");
    const { config, secrets } = readConfig({
      HEDERA_NETWORK: "testnet",
      HEDERA_OPERATOR_ID: "0.0.5",
      HEDERA_OPERATOR_KEY: key,
    });
    expect(secrets.operatorKey).toBe(key);
    expect(JSON.stringify(config)).not.toContain(key);
  });
});
