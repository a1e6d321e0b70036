import { capReached, type FeeCap } from "./anchoring/fee-cap.ts";
import { anchoringGauges } from "./anchoring/log-store.ts";
import type { Refusals } from "./anchoring/refusals.ts";
import type { Config } from "./config.ts";
import type { Mqtt } from "./gateway-mqtt.ts";
import { SettingError } from "./kernel/setting-error.ts";
import { brokerAway } from "./mqtt/broker-words.ts";
import type { BrokerState } from "./mqtt/seats.ts";
import type { ClockWatch } from "./platform/clock-watch.ts";
import { type Connection, connect, withClient } from "./platform/database.ts";
import { embeddedDatabase, startEmbeddedPostgres } from "./platform/embedded-postgres.ts";
import type { Log } from "./platform/log.ts";
import { migrate, requireMigrated, whyUnable } from "./platform/migrate.ts";
import { furtherRoles, serveRole, workerRole } from "./platform/roles.ts";
import { requireSessions } from "./platform/sessions.ts";
import { type Taking, wordsOf } from "./platform/taking.ts";

/** The part of the composition root that opens the database: one pool for requests, one for the loops. */

type Settings = Pick<Config, "dataDir" | "databaseUrl" | "databaseOwnerUrl" | "databaseWorkerUrl">;
type Cleanups = { add(step: () => Promise<unknown>): void };

type Given = {
  readonly postgresSettings: Readonly<Record<string, string>> | undefined;
  /** A request's statement may last no longer than the request. */
  readonly limits: { readonly requestTimeoutMs: number };
  /** Told where the embedded PostgreSQL ended though nobody stopped it. */
  readonly onEnd: (why?: string) => void;
};

export type Databases = {
  readonly serveUrl: string;
  /** Requests: sees the organisations that each transaction names. */
  readonly serve: Connection;
  /** Loops: sees all organisations, in the tables and with the verbs that the loops need. */
  readonly worker: Connection;
};

/** What takes longer is asked about: a loop's statement may, and one of a server that is gone must not hold its loop. */
const longestSilenceMs = 30_000;

/** The database, embedded or given, as this code needs it. */
export async function openDatabases(config: Settings, given: Given, log: Log, cleanups: Cleanups): Promise<Databases> {
  const { serveUrl, workerUrl } =
    config.databaseUrl === undefined
      ? await openEmbedded(config, given, log, cleanups)
      : await openGiven({ ...config, databaseUrl: config.databaseUrl }, log);
  const onIdleError = (error: Error) => log.warn({ err: error }, "an idle database connection broke");
  const serve = connect(serveUrl, {
    role: serveRole,
    statementTimeoutMs: given.limits.requestTimeoutMs,
    longestSilenceMs,
    onIdleError,
  });
  cleanups.add(() => serve.close());
  const worker = connect(workerUrl, {
    role: workerRole,
    maxConnections: 10,
    longestSilenceMs,
    onIdleError,
  });
  cleanups.add(() => worker.close());
  return { serveUrl, serve, worker };
}

async function openEmbedded(
  { dataDir, databaseOwnerUrl }: Settings,
  { postgresSettings: settings, onEnd }: Given,
  log: Log,
  cleanups: Cleanups,
) {
  if (databaseOwnerUrl !== undefined)
    throw new SettingError(
      "DATABASE_OWNER_URL is set without DATABASE_URL: set both, or neither for the embedded PostgreSQL.",
    );
  const postgres = await startEmbeddedPostgres({ dataDir, onEnd, ...(settings && { settings }) });
  cleanups.add(() => postgres.stop());
  await postgres.ensureDatabase(embeddedDatabase);
  await migrate(postgres.url(embeddedDatabase), {}, telling(log));
  return {
    serveUrl: postgres.urlAs(serveRole, embeddedDatabase),
    workerUrl: postgres.urlAs(workerRole, embeddedDatabase),
  };
}

const telling = (log: Log) => ({ tell: (sentence: string) => log.warn(sentence) });

/**
 * Where the worker has a login of its own, requests must not be able to take its power or the owner's. With one login
 * for everything they are kept apart by what each connection works as, which holds against mistakes only.
 */
async function openGiven(
  { databaseUrl, databaseOwnerUrl, databaseWorkerUrl }: Settings & { readonly databaseUrl: string },
  log: Log,
) {
  const urls = { serveUrl: databaseUrl, workerUrl: databaseWorkerUrl ?? databaseUrl };
  if (databaseOwnerUrl !== undefined) await requireSessions(databaseOwnerUrl, "DATABASE_OWNER_URL");
  await requireSessions(databaseUrl, "DATABASE_URL");
  if (databaseWorkerUrl !== undefined) await requireSessions(databaseWorkerUrl, "DATABASE_WORKER_URL");
  const ownerUrl = databaseOwnerUrl ?? (databaseWorkerUrl === undefined ? databaseUrl : undefined);
  if (ownerUrl !== undefined) await migrate(ownerUrl, urls, telling(log));
  else await withClient(urls.workerUrl, requireMigrated);
  if (databaseWorkerUrl === undefined) {
    log.warn(
      "DATABASE_URL is the one login of requests and loops: give the loops DATABASE_WORKER_URL (docs/tenancy.md)",
    );
    return urls;
  }
  const further = await withClient(databaseUrl, (client) => furtherRoles(client, serveRole));
  if (further.length > 0) {
    throw new Error(
      `DATABASE_URL logs in as ${further.join(" and ")} too: with DATABASE_WORKER_URL set it must be a member of ${serveRole} alone (docs/tenancy.md).`,
    );
  }
  return urls;
}

const brokerWords: Readonly<Record<BrokerState, string>> = {
  connected: "the broker answers",
  away: `the broker ${brokerAway}`,
  elsewhere: "another gateway takes what the broker has",
};

/** Whoever shares out traffic has to hear in time of a database that has fallen silent, ms. */
const patienceMs = 5_000;

/** Whether requests can be served, and whether what they leave is anchored. */
export async function readiness(
  serving: Connection,
  worker: Connection,
  {
    mqtt,
    feeCap,
    refusals,
    taking,
    clockWatch,
  }: {
    readonly mqtt: Pick<Mqtt, "brokerState" | "brokerWhyNot"> | undefined;
    readonly feeCap: FeeCap;
    readonly refusals: Refusals;
    readonly taking: Taking;
    readonly clockWatch: ClockWatch;
  },
) {
  const checks: { name: string; ok: boolean; detail: string }[] = [];
  const answers = serving.pool.query("SELECT 1").then(async () => {
    const unable = (await whyUnable(worker.db)) ?? taking.whyNot;
    return { ...(await anchoringGauges(worker.db)), isPaused: await feeCap.isReached(), unable };
  });
  const { promise: late, resolve: giveUp } = Promise.withResolvers<Error>();
  const timer = setTimeout(giveUp, patienceMs, new Error("PostgreSQL has not answered in time"));
  const gauges = await Promise.race([answers, late]).catch((error: Error) => error);
  clearTimeout(timer);
  if (gauges instanceof Error) {
    checks.push({ name: "database", ok: false, detail: wordsOf(gauges) });
  } else {
    const { unable } = gauges;
    checks.push({ name: "database", ok: unable === undefined, detail: unable ?? "PostgreSQL answers" });
    checks.push({
      name: "anchoring",
      ok: gauges.halted === null,
      // In a pause requests are answered, and what they leave is anchored later.
      detail: `${gauges.halted ?? `${gauges.anchoredSize} of ${gauges.size} leaves anchored, ${gauges.waiting} waiting`}${
        gauges.isPaused ? `; ${capReached}` : ""
      }${refusals.words === undefined ? "" : `; ${refusals.words}`}`,
    });
  }
  // Which of the two clocks is right nobody knows here: it is told, and takes no traffic away.
  if (clockWatch.words !== undefined) checks.push({ name: "clock", ok: true, detail: clockWatch.words });
  const broker = mqtt?.brokerState();
  const whyNot = mqtt?.brokerWhyNot();
  if (broker !== undefined) {
    // Away or not, requests are answered: what devices publish waits at the broker.
    checks.push({
      name: "mqtt",
      ok: true,
      detail: whyNot === undefined ? brokerWords[broker] : `the broker ${whyNot}`,
    });
  }
  return { ready: checks.every((check) => check.ok), checks };
}
