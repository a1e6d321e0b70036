import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { FeeCap } from "./anchoring/fee-cap.ts";
import { FeeRoom } from "./anchoring/fee-room.ts";
import { whyNotSigning } from "./anchoring/identity.ts";
import { openLog } from "./anchoring/open-log.ts";
import { readOrigin } from "./anchoring/outbox.ts";
import { Refusals } from "./anchoring/refusals.ts";
import type { SequencerDeps } from "./anchoring/sequencer.ts";
import { createAnchorWaiter } from "./anchoring/waiting.ts";
import type { WorksDeps } from "./anchoring/works.ts";
import { getProof } from "./audit/proof.ts";
import type { Config, Secrets } from "./config.ts";
import { startAlerts } from "./gateway-alerts.ts";
import { openAuth } from "./gateway-auth.ts";
import { Cleanups } from "./gateway-cleanups.ts";
import { startContext } from "./gateway-context.ts";
import { openDatabases, readiness } from "./gateway-database.ts";
import { startFees } from "./gateway-fees.ts";
import { measureFleet } from "./gateway-fleet.ts";
import { startHistory, startPacking } from "./gateway-history.ts";
import { logKeySource, openShared } from "./gateway-keys.ts";
import { openLedger, startNodes } from "./gateway-ledger.ts";
import { measureEdges, measureReadiness, startMeasuring } from "./gateway-metrics.ts";
import { mintTermsOf, startMinting } from "./gateway-mint.ts";
import { type Mqtt, startMqtt } from "./gateway-mqtt.ts";
import { startSamples } from "./gateway-samples.ts";
import { startSequencer } from "./gateway-sequencer.ts";
import { openRedis, startStreams } from "./gateway-streams.ts";
import { openTracing } from "./gateway-tracing.ts";
import { startWebhooks } from "./gateway-webhooks.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { createApp } from "./http/app.ts";
import { rememberCallers } from "./http/callers.ts";
import type { HttpDeps } from "./http/deps.ts";
import { Downloads } from "./http/downloads.ts";
import { type HttpLimits, limitsOf } from "./http/limits.ts";
import { startServer } from "./http/server.ts";
import { raiseAlerts } from "./issuance/lost-approval.ts";
import type { Clock, Randomness } from "./kernel/time.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { LocalLedger } from "./ledger/local/node.ts";
import { sealActs } from "./plants/act-sealing.ts";
import { ClockWatch } from "./platform/clock-watch.ts";
import type { Connection } from "./platform/database.ts";
import { startEventBus, startWokenLoop } from "./platform/events.ts";
import { expireLeases } from "./platform/lease.ts";
import { createLog, type Log } from "./platform/log.ts";
import { createMetrics } from "./platform/metrics.ts";
import { createOutbound } from "./platform/outbound.ts";
import { systemRandomness } from "./platform/randomness.ts";
import { type ScopedDb, scoped } from "./platform/scoped.ts";
import { secretsInUse } from "./platform/secrets-in-use.ts";
import { createSureTime } from "./platform/sure-time.ts";
import { Taking } from "./platform/taking.ts";
import { verifyRecordProof } from "./proof/verify.ts";
import { createCommits } from "./telemetry/accept.ts";
import { createBatchGate } from "./telemetry/accept-batch.ts";
import { Intake } from "./telemetry/intake.ts";
import { runModelTraining, type TrainingDeps } from "./telemetry/model-training.ts";
import type { PackingDeps } from "./telemetry/packing/packing.ts";
import { keyEnvironmentOf } from "./tenancy/api-key.ts";

/** Parts a test or another program may bring in place of the gateway's own. */
export type Overrides = {
  readonly clock?: Clock;
  readonly random?: Randomness;
  readonly log?: Log;
  /** An own ledger, for example one that injects faults. The gateway does not close it. */
  readonly ledger?: Ledger;
  /** Settings of the embedded PostgreSQL. */
  readonly postgresSettings?: Readonly<Record<string, string>>;
  /** How long attempts are valid and a silent sequencer keeps the others waiting. */
  readonly anchoring?: Pick<SequencerDeps, "leaseMs" | "validDurationS" | "lookupGapS">;
  readonly processMetrics?: boolean;
  /** What requests read and write through, made of the serving pool. */
  readonly scoped?: (pool: Connection["pool"]) => ScopedDb;
  /** When plants' models are trained. */
  readonly modelTraining?: Pick<TrainingDeps, "policy">;
  /** How many jobs of the ledger beside the log's are in the air at once. */
  readonly works?: Pick<WorksDeps, "widest">;
  /** How often alert rules are looked at, ms. */
  readonly alertsEveryMs?: number;
  /** How often it is looked whether certificates were renewed, ms. */
  readonly certificatesEveryMs?: number;
  /** How often it is looked whose weather is due, ms. */
  readonly weatherEveryMs?: number;
  /** Time limits of requests, and how long a quota's window is, s. */
  readonly http?: Partial<HttpLimits> & { readonly quotaWindowS?: number };
  /** How long counts of all plants stand for the next scrapes, ms. */
  readonly fleetKeptMs?: number;
  /** How often live streams give a sign of life. */
  readonly streams?: { readonly heartbeatMs?: number };
  /** How often old months are packed, and how long their rows stay after that, ms. */
  readonly packing?: Pick<PackingDeps, "restMs" | "segmentRecords"> & { readonly everyMs?: number };
  /** How the sequencer paces itself. */
  readonly sequencer?: Partial<Pick<SequencerDeps, "validDurationS" | "leaseMs" | "minIntervalMs">>;
};

export type Gateway = {
  readonly baseUrl: string;
  /** The serving login's. */
  readonly databaseUrl: string;
  readonly mirrorUrl: string;
  /** Of the embedded broker, if there is one. */
  readonly mqttUrl: string | undefined;
  readonly deps: HttpDeps;
  readonly localLedger: LocalLedger | undefined;
  /** Resolves with the reason where it cannot go on: whoever runs it stops it and starts it again. */
  readonly failed: Promise<string>;
  /** Stops taking requests, lets the pass in flight end, closes what was opened, PostgreSQL last. */
  stop(): Promise<void>;
};

/** Builds the whole gateway and starts it: one readable construction, no container. */
export async function startGateway(config: Config, secrets: Secrets, overrides: Overrides = {}): Promise<Gateway> {
  const cleanups = new Cleanups();
  try {
    return await build(config, secrets, overrides, cleanups);
  } catch (error) {
    await cleanups.run().catch(() => undefined);
    throw error;
  }
}

async function build(config: Config, secrets: Secrets, overrides: Overrides, cleanups: Cleanups): Promise<Gateway> {
  const clock = overrides.clock ?? { nowMs: () => Date.now() };
  const clockWatch = new ClockWatch(clock);
  const random = overrides.random ?? systemRandomness();
  const log = overrides.log ?? createLog(config.logLevel);
  const metrics = createMetrics({ processMetrics: overrides.processMetrics ?? true });
  const tracing = await openTracing(config, secrets, log, cleanups);
  await mkdir(config.dataDir, { recursive: true });

  const limits = limitsOf(config.http, overrides.http);
  const { promise: failed, resolve: fail } = Promise.withResolvers<string>();
  const onEnd = (why?: string) => fail(`The embedded PostgreSQL ended${why === undefined ? "" : ` (${why})`}`);
  const {
    serveUrl,
    serve: serving,
    worker,
  } = await openDatabases(config, { postgresSettings: overrides.postgresSettings, limits, onEnd }, log, cleanups);
  const db = (overrides.scoped ?? scoped)(serving.pool);
  // The embedded PostgreSQL serves one gateway at a time: whoever held a lease is gone.
  if (config.databaseUrl === undefined) await expireLeases(worker.db);
  const events = startEventBus(serveUrl, log);
  cleanups.add(() => events.stop());

  const inUse = await secretsInUse(worker.db);
  const holderName = `${hostname()}/${process.pid}/${randomBytes(6).toString("hex")}`;
  const { plantSecret, authKeys } = await openShared(config, {
    ...{ db: worker.db, clock, holderName },
    ...{ inUse, log, cleanups },
  });
  const { ledger, local } = await openLedger(config, secrets, overrides.ledger, { clockWatch, inUse, log, cleanups });
  // The local ledger's nodes are those that it was started with.
  if (local === undefined) startNodes(ledger, log, cleanups);
  const opened = await openLog(
    { db: worker.db, ledger, random },
    { logKey: await logKeySource(config), topicId: config.topicId },
  );
  const lacking = whyNotSigning(opened);
  if (lacking !== undefined)
    log.error({ reason: lacking }, "this gateway anchors nothing: it needs the log's key, as the others have it");

  const redis = await openRedis(secrets, await readOrigin(worker.db), { events, log }, cleanups);
  const waiter = createAnchorWaiter(db, events);
  const base = { db, clock, random, log, metrics, tracing };
  const work = { ...base, db: worker.db };
  const feeCap = new FeeCap(work, config.feeCapTinybars);
  const refusals = new Refusals();
  const sequencerDeps: SequencerDeps = {
    ...work,
    feeCap,
    feeRoom: new FeeRoom(config.maxFeeFactor),
    refusals,
    ...overrides.anchoring,
    ledger,
    logKey: opened.key,
    origin: opened.log.origin,
    minIntervalMs: config.anchorMinIntervalMs,
    ...overrides.sequencer,
    holderName,
  };
  const places = startSequencer(sequencerDeps, events, cleanups);
  const asksWeather = config.weatherUrl !== undefined;
  const measuring = { ...base, clockWatch, serve: serving, worker, dataDir: config.dataDir, asksWeather };
  startMeasuring({ ...measuring, holderName });
  startFees({ ...work, ledger, feeCap, holderName }, cleanups);
  const ask = () => ledger.mirror.watermark().catch(() => undefined);
  const sureTime = createSureTime({ ...work, clockWatch, ask });
  startHousekeeping(worker, log, sureTime, cleanups);
  startHistory({ ...work, sureTime }, cleanups);
  const { everyMs: packEveryMs = 600_000, ...packing } = overrides.packing ?? {};
  startPacking({ ...work, sureTime, holderName, hotDays: config.recordsHotDays, ...packing }, packEveryMs, cleanups);
  const training = { ...work, ...overrides.modelTraining, holderName };
  cleanups.add(
    startWokenLoop("model training", log, events, "training.requested", (signal) => runModelTraining(training, signal)),
  );
  const chain = { ...base, plantSecret };
  const workChain = { ...work, plantSecret };
  // What stopped counting after it was issued.
  cleanups.add(
    startWokenLoop("issuance alerts", log, events, "review.changed", (signal) => raiseAlerts(workChain, signal)),
  );
  cleanups.add(startWokenLoop("administrative acts", log, events, "acts.recorded", () => sealActs(workChain)));
  const outbound = createOutbound({ allowed: config.outboundAllow });
  startWebhooks({ ...workChain, sureTime, outbound }, events, cleanups);
  let baseUrl = "";
  let mqtt: Mqtt | undefined;
  const publicUrl = () => config.publicUrl ?? baseUrl;
  const terms = mintTermsOf(ledger, config, publicUrl);
  startMinting({ chain: workChain, works: { ...sequencerDeps, places, ...overrides.works }, terms }, events, cleanups);
  const auth = await openAuth(
    config,
    secrets,
    { ...base, outbound, publicUrl },
    { db: worker.db, keys: authKeys, events, cleanups },
  );
  const { mailer } = auth;
  const operatorUrl = config.alertmanagerUrl;
  const alerting = { ...workChain, outbound, publicUrl, mailer, operatorUrl, holderName };
  startAlerts(alerting, events, cleanups, overrides.alertsEveryMs);
  const { weatherUrl } = config;
  const { weatherApiKey: apiKey } = secrets;
  const context = startContext({ ...work, outbound, weatherUrl, apiKey }, events, cleanups, overrides.weatherEveryMs);
  const accepting = { ...chain, context, taking: new Taking(), clockWatch, streamWaker: redis?.waker };
  startSamples({ ...accepting, worker: worker.db }, cleanups);
  const ledgerFacts = { network: ledger.network, mirrorUrl: ledger.mirrorUrl };
  const intake = new Intake();
  const hub = startStreams(
    { ...base, ...overrides.streams, events, auth, sureTime, worker: worker.db },
    config.streams,
    cleanups,
  );
  const deps: HttpDeps = {
    ...base,
    auth,
    tenancy: { db, clock, keyEnvironment: keyEnvironmentOf(config.network) },
    plants: chain,
    accept: { ...accepting, commits: createCommits(accepting), batchGate: createBatchGate(intake.ending) },
    intake,
    downloads: new Downloads(),
    queries: base,
    ledger: ledgerFacts,
    webhooks: chain,
    streams: { db, hub },
    cache: redis?.cache,
    alerts: { ...chain, seal: auth.seal, sendsMail: mailer !== undefined },
    bundles: { ...chain, ledger: ledgerFacts, mirror: ledger.mirror, issuerKey: opened.key },
    units: { ...chain, network: ledger.network, mirror: ledger.mirror, retirementAccountId: config.retirementId },
    limits,
    ...rememberCallers({ ...base, secret: plantSecret }, config.http, overrides.http?.quotaWindowS),
    awaitAnchor: waiter.awaitAnchor,
    getProof: (actor, recordId) => getProof({ db, ledger: ledgerFacts, mirror: ledger.mirror }, actor, recordId),
    verifyProof: verifyRecordProof,
    readiness: () => readiness(serving, worker, { mqtt, feeCap, refusals, taking: accepting.taking, clockWatch }),
    trustedProxies: config.trustedProxies,
    outboundAllowed: config.outboundAllow,
    publicUrl,
  };
  const server = await startServer(createApp(deps), {
    ...{ host: config.host, port: config.port },
    ...{ limits, metrics },
  });
  cleanups.add(() => server.stop());
  // What is left of the time is for the chunks in work.
  cleanups.add(() => intake.endAfter(0.4 * limits.stopTimeoutMs));
  baseUrl = server.baseUrl;
  mqtt = await startMqtt(
    deps,
    { db: worker.db, holderName, events },
    { config, secrets, renewEveryMs: overrides.certificatesEveryMs },
    cleanups,
  );
  measureReadiness(deps, deps.readiness);
  measureEdges(
    deps,
    { commit: deps.accept.commits, mqtt: mqtt.line },
    {
      mqtt: mqtt.certificate,
      "mqtt-client": mqtt.clientCertificate,
    },
  );
  const { anchorMinIntervalMs } = config;
  const fleet = { keptMs: overrides.fleetKeptMs, brokerState: mqtt.brokerState };
  measureFleet({ ...base, ...fleet, db: worker.db, anchorMinIntervalMs });
  // First of all at a stop: whoever waits for an anchor is told "pending" now, so that requests can end.
  cleanups.add(() => waiter.stop());
  // Streams end by a word of their own, which says to come back.
  cleanups.add(() => hub.stop());
  const { mirrorUrl } = ledger;
  const urls = { baseUrl, databaseUrl: serveUrl, mirrorUrl, mqttUrl: mqtt.url };
  return { ...urls, deps, localLedger: local, failed, stop: () => cleanups.run() };
}
