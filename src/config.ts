import { resolve } from "node:path";
import { databaseUrl, type Env, oneOf, secret, secretUrl, text, url, wholeNumber } from "./config-env.ts";
import { type MqttSettings, mqttSettings } from "./config-mqtt.ts";
import { traceHeaders, traceSettings } from "./config-tracing.ts";
import type { HttpSettings } from "./http/limits.ts";
import { longestBase } from "./issuance/certificate.ts";
import { type Network, parseNetwork } from "./kernel/networks.ts";
import { SettingError } from "./kernel/setting-error.ts";
import type { NetworkName } from "./ledger/ledger.ts";
import type { TraceSettings } from "./platform/trace-settings.ts";
import { type Registration, registrations } from "./tenancy/auth-deps.ts";

/** Everything the gateway is told from outside, apart from secrets. Frozen; made once at the start. */
export type Config = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly publicUrl: string | undefined;
  /** Whose word on a caller's address is taken (X-Forwarded-For). */
  readonly trustedProxies: readonly Network[];
  readonly dataDir: string;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** Who changes the schema. Undefined: `databaseUrl`, or, where the worker has a login of its own, nobody here. */
  readonly databaseOwnerUrl: string | undefined;
  /** Who runs the loops that cross organisations. Undefined: `databaseUrl`, which then works as everybody. */
  readonly databaseWorkerUrl: string | undefined;
  readonly network: NetworkName;
  /** Undefined on the local ledger, which makes its own. */
  readonly operatorId: string | undefined;
  readonly topicId: string | undefined;
  /** Receives what is minted; undefined: the operator's account. */
  readonly treasuryId: string | undefined;
  /** Receives what is retired; undefined: it is burnt. */
  readonly retirementId: string | undefined;
  /** The registrar's public key, hex: without its signature nothing is minted. */
  readonly registrarKey: string | undefined;
  readonly mintMode: MintMode;
  /** Each issuance gets an NFT that points to its certificate. */
  readonly mintCertificates: boolean;
  readonly mirrorUrl: string | undefined;
  readonly logKeyFile: string;
  /** The log's key where it is kept in the key agent, `agent:` and its name; undefined: {@link logKeyFile}. */
  readonly logKey: string | undefined;
  /** Unix socket of an SSH agent, for keys that are named as `agent:…`. */
  readonly keyAgentSocket: string | undefined;
  readonly plantSecretFile: string;
  /** Networks that URLs set by organisations may lead to although they are not public. */
  readonly outboundAllow: readonly Network[];
  /** Base URL of an Alertmanager that gets the alerts of all organisations. */
  readonly alertmanagerUrl: string | undefined;
  /** Base URL of Open-Meteo, or of what answers like it; undefined: nobody is asked about the weather. */
  readonly weatherUrl: string | undefined;
  /** Signs access tokens. */
  readonly authKeyFile: string;
  /** Seals what users' second factors rest on. */
  readonly authSecretFile: string;
  readonly registration: Registration;
  /** Sender of mail. */
  readonly mailFrom: string;
  readonly logLevel: string;
  readonly http: HttpSettings;
  readonly streams: StreamSettings;
  /** Least time between two checkpoints, ms: an operator who wants to pay less waits longer. */
  readonly anchorMinIntervalMs: number;
  /** Most that may be spent on the ledger in a day (UTC), tinybars; undefined: no limit. */
  readonly feeCapTinybars: bigint | undefined;
  /** How many times its usual cap a transaction's fee may come to where the ledger refuses it below its price. */
  readonly maxFeeFactor: number;
  readonly mqtt: MqttSettings;
  /** Months of records that ended so many days ago are packed; 0: none. */
  readonly recordsHotDays: number;
  /** Undefined: nothing is traced. */
  readonly tracing: TraceSettings | undefined;
};

/** How many live streams may be open at one gateway at once; 0: no limit. */
export type StreamSettings = { readonly perKey: number; readonly perOrg: number; readonly all: number };

/** Keys as text, or `agent:` and the name of one in the key agent. */
export type Secrets = {
  readonly operatorKey: string | undefined;
  /** Signs mints. The local ledger's gateway makes its own. */
  readonly supplyKey?: string | undefined;
  /** Of the treasury account, where that is not the operator's. */
  readonly treasuryKey?: string | undefined;
  /** Redis, with its password; undefined: PostgreSQL alone. */
  readonly redisUrl?: string | undefined;
  /** Server for mail, with its password; undefined: no mail is sent. */
  readonly smtpUrl?: string | undefined;
  /** Key of the weather service, where it wants one. */
  readonly weatherApiKey?: string | undefined;
  /** An external broker, with its password; undefined: there is none. */
  readonly mqttUrl?: string | undefined;
  /** Headers for the collector of traces, credentials among them. */
  readonly traceHeaders?: Readonly<Record<string, string>>;
};

/** Beside the journal of attempts: nothing, a schedule that the network keeps single, or a batch with the anchor. */
const mintModes = ["journal", "scheduled", "batch"] as const;
export type MintMode = (typeof mintModes)[number];

const networks: readonly NetworkName[] = ["local", "testnet", "previewnet", "mainnet"];
const logLevels = ["trace", "debug", "info", "warn", "error", "silent"];

/** @throws {SettingError} */
export function readConfig(env: Env): { config: Config; secrets: Secrets } {
  const network = oneOf(env, "HEDERA_NETWORK", networks, "local");
  const dataDir = resolve(text(env, "DATA_DIR") ?? "./data");
  const publicUrl = url(env, "PUBLIC_URL", ["http:", "https:"])?.replace(/\/$/, "");
  const config: Config = Object.freeze({
    host: text(env, "HOST") ?? "127.0.0.1",
    port: wholeNumber(env, "PORT", 8080, 65_535),
    publicUrl,
    trustedProxies: networksIn(env, "TRUSTED_PROXIES"),
    dataDir,
    databaseUrl: databaseUrl(env, "DATABASE_URL"),
    databaseOwnerUrl: databaseUrl(env, "DATABASE_OWNER_URL"),
    databaseWorkerUrl: databaseUrl(env, "DATABASE_WORKER_URL"),
    network,
    operatorId: entityId(env, "HEDERA_OPERATOR_ID", network),
    topicId: entityId(env, "HEDERA_TOPIC_ID", network),
    treasuryId: entityId(env, "HEDERA_TREASURY_ID", network),
    retirementId: entityId(env, "HEDERA_RETIREMENT_ACCOUNT", network),
    registrarKey: publicKey(env, "HEDERA_REGISTRAR_KEY"),
    mintMode: oneOf(env, "MINT_MODE", mintModes, "journal"),
    mintCertificates: oneOf(env, "MINT_CERTIFICATES", ["0", "1"], "0") === "1",
    mirrorUrl: url(env, "MIRROR_URL", ["http:", "https:"])?.replace(/\/$/, ""),
    logKeyFile: resolve(text(env, "LOG_KEY_FILE") ?? `${dataDir}/log-key.pem`),
    logKey: agentKeyName(env, "LOG_KEY"),
    keyAgentSocket: text(env, "KEY_AGENT_SOCKET") ?? text(env, "SSH_AUTH_SOCK"),
    plantSecretFile: resolve(text(env, "PLANT_SECRET_FILE") ?? `${dataDir}/plant-secret`),
    authKeyFile: resolve(text(env, "AUTH_KEY_FILE") ?? `${dataDir}/auth-key.pem`),
    authSecretFile: resolve(text(env, "AUTH_SECRET_FILE") ?? `${dataDir}/auth-secret`),
    registration: oneOf(env, "REGISTRATION", registrations, network === "local" ? "open" : "closed"),
    mailFrom: text(env, "MAIL_FROM") ?? `hydro-mrv-gateway@${new URL(publicUrl ?? "http://localhost").hostname}`,
    anchorMinIntervalMs: 1000 * wholeNumber(env, "ANCHOR_MIN_INTERVAL_S", 0, 86_400),
    feeCapTinybars: tinybars(env, "LEDGER_DAILY_FEE_CAP_HBAR"),
    maxFeeFactor: wholeNumber(env, "LEDGER_MAX_FEE_FACTOR", 8, 1_000, 1),
    outboundAllow: networksIn(env, "OUTBOUND_ALLOW"),
    weatherUrl: url(env, "WEATHER_URL", ["http:", "https:"]),
    alertmanagerUrl: url(env, "ALERTMANAGER_URL", ["http:", "https:"]),
    logLevel: oneOf(env, "LOG_LEVEL", logLevels, "warn"),
    http: httpSettings(env),
    streams: streamSettings(env),
    mqtt: mqttSettings(env, network),
    recordsHotDays: hotDays(env),
    tracing: traceSettings(env),
  });
  const operatorKey = secret(env, "HEDERA_OPERATOR_KEY");
  if (network !== "local") {
    if (config.operatorId === undefined)
      throw missing("HEDERA_OPERATOR_ID", `the account that pays on ${network}, such as 0.0.1234`);
    if (operatorKey === undefined)
      throw missing("HEDERA_OPERATOR_KEY", `the private key of ${config.operatorId} on ${network}`);
  }
  if (config.retirementId !== undefined && [config.operatorId, config.treasuryId].includes(config.retirementId))
    throw new SettingError(
      "HEDERA_RETIREMENT_ACCOUNT is the operator's or the treasury's account: what is retired must leave both for good.",
    );
  if (config.databaseWorkerUrl !== undefined && config.databaseUrl === undefined)
    throw new SettingError("DATABASE_WORKER_URL needs DATABASE_URL: without one the gateway runs its own PostgreSQL.");
  if (config.registrarKey !== undefined && config.mintMode !== "scheduled")
    throw new SettingError(
      "HEDERA_REGISTRAR_KEY needs MINT_MODE=scheduled: a mint waits there for the second signature.",
    );
  requireCertificateAddress(config);
  const [supplyKey, treasuryKey] = [secret(env, "HEDERA_SUPPLY_KEY"), secret(env, "HEDERA_TREASURY_KEY")];
  if (config.keyAgentSocket === undefined && [config.logKey, operatorKey, supplyKey, treasuryKey].some(isInAgent))
    throw new SettingError(
      "KEY_AGENT_SOCKET is missing: set it to the socket of the agent that holds the agent:… keys.",
    );
  const smtpUrl = secretUrl(env, "SMTP_URL", ["smtp:", "smtps:"]);
  const mqttUrl = secretUrl(env, "MQTT_URL", ["mqtt:", "mqtts:"]);
  const redisUrl = secretUrl(env, "REDIS_URL", ["redis:", "rediss:"]);
  const weatherApiKey = secret(env, "WEATHER_API_KEY");
  const found = {
    ...{ operatorKey, supplyKey, treasuryKey, smtpUrl, redisUrl, mqttUrl, weatherApiKey },
    traceHeaders: traceHeaders(env),
  };
  return { config, secrets: Object.freeze(found) };
}

/** A certificate's address is kept on the ledger for ever, in the 100 bytes that an NFT has for it. */
function requireCertificateAddress({ mintCertificates, network, publicUrl = "" }: Config): void {
  if (!mintCertificates) return;
  if (publicUrl === "" && network !== "local")
    throw new SettingError("MINT_CERTIFICATES needs PUBLIC_URL: certificates keep the gateway's address for ever.");
  const length = Buffer.byteLength(publicUrl);
  if (length > longestBase)
    throw new SettingError(
      `PUBLIC_URL is ${length} bytes long, but with MINT_CERTIFICATES=1 at most ${longestBase} fit into an NFT.`,
    );
}

function httpSettings(env: Env): HttpSettings {
  return Object.freeze({
    headersTimeoutS: wholeNumber(env, "HEADERS_TIMEOUT_S", 10, 600, 1),
    bodyTimeoutS: wholeNumber(env, "BODY_TIMEOUT_S", 60, 3_600, 1),
    // Not less than the longest wait for an anchor that a caller may ask for.
    requestTimeoutS: wholeNumber(env, "REQUEST_TIMEOUT_S", 90, 3_600, 70),
    stopTimeoutS: wholeNumber(env, "STOP_TIMEOUT_S", 5, 3_600, 1),
    keyPerMinute: wholeNumber(env, "RATE_LIMIT_KEY", 300_000, 100_000_000),
    orgPerMinute: wholeNumber(env, "RATE_LIMIT_ORG", 600_000, 100_000_000),
    addressPerMinute: wholeNumber(env, "RATE_LIMIT_ADDRESS", 6_000, 100_000_000),
    corsOrigins: origins(env, "CORS_ORIGINS"),
  });
}

function streamSettings(env: Env): StreamSettings {
  return Object.freeze({
    perKey: wholeNumber(env, "STREAMS_KEY", 100, 1_000_000),
    perOrg: wholeNumber(env, "STREAMS_ORG", 1_000, 1_000_000),
    all: wholeNumber(env, "STREAMS_MOST", 10_000, 1_000_000),
  });
}

/** Exactly what browsers send as `Origin`: scheme, host and port, nothing behind. */
function origins(env: Env, name: string): readonly string[] {
  const given = (text(env, name) ?? "").split(",").map((one) => one.trim());
  return given
    .filter((one) => one !== "")
    .map((one) => {
      const isOrigin = URL.canParse(one) && /^https?:/.test(one) && new URL(one).origin === one;
      if (isOrigin) return one;
      throw new SettingError(
        `${name} has "${one}", but each must be an origin such as https://app.example, without a path.`,
      );
    });
}

const isInAgent = (key: string | undefined) => key?.startsWith("agent:") ?? false;

function agentKeyName(env: Env, name: string): string | undefined {
  const value = text(env, name);
  if (value === undefined || isInAgent(value)) return value;
  // The value may be the key itself: it is not repeated.
  throw new SettingError(`${name} names a key of the key agent, such as agent:SHA256:…; a key file is ${name}_FILE.`);
}

/** Live streams, which look a day back, read rows. */
function hotDays(env: Env): number {
  const days = wholeNumber(env, "RECORDS_HOT_DAYS", 90, 36_500);
  if (days === 1) throw new SettingError('RECORDS_HOT_DAYS is "1", but must be 0 or at least 2.');
  return days;
}

/** Of an amount in hbar with at most 8 decimals, exactly. */
function tinybars(env: Env, name: string): bigint | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const match = /^(\d{1,11})(?:\.(\d{1,8}))?$/.exec(value);
  if (match === null)
    throw new SettingError(
      `${name} is "${value}", but must be an amount of hbar such as 12.5, with at most 8 decimals.`,
    );
  return BigInt(match[1] as string) * 100_000_000n + BigInt((match[2] ?? "").padEnd(8, "0"));
}

function missing(name: string, what: string): SettingError {
  return new SettingError(
    `${name} is missing: set it to ${what}, or leave HEDERA_NETWORK unset to use the local ledger.`,
  );
}

function networksIn(env: Env, name: string): Network[] {
  const texts = (text(env, name) ?? "").split(",").map((one) => one.trim());
  return texts
    .filter((one) => one !== "")
    .map((one) => {
      const network = parseNetwork(one);
      if (network === undefined)
        throw new SettingError(`${name} holds "${one}", but must list addresses or networks such as 10.0.0.0/8.`);
      return network;
    });
}

function publicKey(env: Env, name: string): string | undefined {
  const value = text(env, name)?.toLowerCase();
  if (value !== undefined && !/^([0-9a-f]{64}|0[23][0-9a-f]{64})$/.test(value))
    throw new SettingError(`${name} is no public key: give 64 hex digits (ed25519) or 66 (compressed secp256k1).`);
  return value;
}

function entityId(env: Env, name: string, network: NetworkName): string | undefined {
  const value = text(env, name);
  if (value !== undefined && !/^\d+\.\d+\.\d+$/.test(value))
    throw new SettingError(`${name} is "${value}", but must look like 0.0.1234 (${network}).`);
  return value;
}
