import { CompiledQuery, type Driver, Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import { beforeCommit } from "./effects.ts";
import type { DatabaseRole } from "./roles.ts";
import type { Database } from "./schema.ts";
import { cutWhenSilent } from "./silence.ts";

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

// int8 as bigint: sequence numbers and leaf indexes must not pass through a double.
const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    return oid === 20 && format !== "binary" ? BigInt : pg.types.getTypeParser(oid, format as "text");
  },
} as pg.CustomTypesConfig;

/** What marks our sessions in `pg_stat_activity`: a data directory whose PostgreSQL has one is in use. */
export const applicationName = "hydro-mrv-gateway";

export function connectionConfig(url: string): pg.ClientConfig {
  return { connectionString: url, application_name: applicationName, types };
}

/** What is committed is on disk, also where a server or login would rather be quick; one that waits for standbys too does so. */
const onDisk = `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`;

/**
 * What statements and answers of ours mean, whatever a server, database or login has for its own: times are read as ISO,
 * lists may hold nulls, doubles come whole, tables lie in `public` and show the rows that are ours, whoever waited for a row's
 * lock sees what was committed meanwhile, and what is committed is kept.
 */
export const ourSettings = [
  "datestyle = 'ISO, MDY'",
  "timezone = 'UTC'",
  "search_path = public",
  "default_transaction_isolation = 'read committed'",
  "array_nulls = on",
  "bytea_output = hex",
  "extra_float_digits = 1",
  "row_security = on",
  "transform_null_equals = off",
]
  .map((setting) => `SET ${setting}`)
  .concat(onDisk)
  .join("; ");

/**
 * Why connections could not be opened: no such database just now, as while a copy of it is put in its place, one that lets
 * nobody in, a login that may not take its role. None of it is of what was to be asked.
 */
const whyNotOpened = new WeakSet<Error>();

function noteNotOpened(error: unknown): void {
  if (error instanceof Error) whyNotOpened.add(error);
}

type Connected = (error?: Error) => void;

class NotingClient extends pg.Client {
  override connect(): Promise<pg.Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.Client> | undefined {
    if (callback === undefined) return super.connect();
    super.connect((error?: Error) => {
      noteNotOpened(error);
      callback(error);
    });
    return undefined;
  }
}

/** No transaction of ours waits for anything but PostgreSQL, so none is ever idle for long. */
const longestIdleInTransactionMs = 10_000;

export type Connection = {
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
};

/** One connection for a few statements. */
export async function withClient<R>(url: string, use: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ ...connectionConfig(url), connectionTimeoutMillis: 10_000 });
  // A connection that is cut fails the statement under way, or the next: without a listener it would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(ourSettings);
    return await use(client);
  } finally {
    await client.end();
  }
}

/**
 * Statements of one transaction that are made together and travel so, in their order. All of them have ended when this does,
 * also where one fails: none is left to run behind the transaction's end, on a connection that may be another's by then.
 */
export async function together<const T extends readonly Promise<unknown>[]>(
  statements: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  await Promise.allSettled(statements);
  return Promise.all(statements);
}

export type ConnectOptions = {
  /** What every connection works as from its first statement on; absent: the login itself. */
  readonly role?: DatabaseRole;
  readonly maxConnections?: number;
  readonly statementTimeoutMs?: number;
  /** When it is asked whether PostgreSQL is still at work for a connection that says nothing, ms; absent: never. */
  readonly longestSilenceMs?: number;
  readonly onIdleError?: (error: Error) => void;
};

/** Not with the connection itself: a pooler in between refuses one that begins with settings it does not know. */
function firstStatements({ role, statementTimeoutMs }: ConnectOptions): string {
  const statements = [
    ...(role === undefined ? [] : [`SET ROLE ${role}`]),
    ourSettings,
    // A process that hangs inside a transaction, rather than dies, must not keep its locks from the others.
    `SET idle_in_transaction_session_timeout = ${longestIdleInTransactionMs}`,
    // What a request has given up waiting for may not hold its connection and locks any longer. Work takes its time, whatever
    // login, database or server have for others: a bundle of a year would never be made.
    `SET statement_timeout = ${statementTimeoutMs ?? 0}`,
    // PostgreSQL 17 and later know it.
    "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'transaction_timeout'",
  ];
  return statements.join("; ");
}

const pools = new WeakMap<Db, pg.Pool>();

/** The pool under what {@link connect} gave; undefined of any other. */
export const poolOf = (db: Db): pg.Pool | undefined => pools.get(db);

/** One pool and kysely over it. Idle connections that break are replaced, never thrown. */
export function connect(url: string, options: ConnectOptions = {}): Connection {
  const { longestSilenceMs } = options;
  const pool = new pg.Pool({
    ...connectionConfig(url),
    max: options.maxConnections ?? 16,
    keepAlive: true,
    // What is asked of one connection at once is sent at once.
    pipeline: true,
    connectionTimeoutMillis: 10_000,
    // Awaited before anybody gets the connection; a login that may not take the role gets none.
    onConnect: (client: pg.ClientBase) =>
      client.query(firstStatements(options)).catch((error: unknown) => {
        noteNotOpened(error);
        throw error;
      }) as never,
    Client: NotingClient,
  });
  const elsewhere = (text: string, values: readonly unknown[]) =>
    withClient(url, async (client) => (await client.query(text, [...values])).rows.length);
  let closing = false;
  // A connection that breaks while the pool is being closed is no news.
  pool.on("error", (error) => closing || options.onIdleError?.(error));
  // A connection in use has no listener of its own: cut under a transaction, it would end the process. The
  // statement in work fails by itself, and that is how its request hears of it.
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    if (longestSilenceMs !== undefined) cutWhenSilent(client, longestSilenceMs, elsewhere);
  });
  const db = new Kysely<Database>({ dialect: new MarkingDialect({ pool }) });
  pools.set(db, pool);
  return {
    db,
    pool,
    close() {
      closing = true;
      return db.destroy();
    },
  };
}

/** A transaction that commits inside of a marked call carries its mark, or does not commit. */
export class MarkingDialect extends PostgresDialect {
  override createDriver(): Driver {
    const driver = super.createDriver();
    const commit = driver.commitTransaction.bind(driver);
    const commitMarked: Driver["commitTransaction"] = async (connection) => {
      await beforeCommit.getStore()?.(async (sql, parameters) => {
        const { rows } = await connection.executeQuery(CompiledQuery.raw(sql, [...parameters]));
        return rows.length;
      });
      return commit(connection);
    };
    driver.commitTransaction = commitMarked;
    return driver;
  }
}

/**
 * A transaction that needs a table for itself for a moment. Whoever comes while it waits waits behind it, readings among
 * them; and it would wait for as long as somebody reads, as a backup does for hours. So it is given up instead, and tried
 * again another time.
 */
export function briefly<T>(db: Db, change: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`SET LOCAL lock_timeout = '1s'`.execute(tx);
    return change(tx);
  });
}

/** True when PostgreSQL ended a statement because it, or its wait for a lock, took longer than it may. */
export function isStatementTimeout(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === "57014";
}

/**
 * True when PostgreSQL ended a transaction for others that were at work on the same: it and they waited for each other, or it
 * for them for longer than its database, server or login lets anybody wait (`lock_timeout`). Nothing of it stands.
 */
export function isHeldUp(error: unknown): boolean {
  const { code } = error instanceof Error ? (error as { code?: unknown }) : {};
  return code === "40P01" || code === "55P03";
}

/** What the driver and PostgreSQL say when the connection, not the statement, is the trouble. */
const awayCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  // Its name leads nowhere just now.
  "EAI_AGAIN",
  "ENOTFOUND",
  "57P01",
  "57P02",
  "57P03",
  "08000",
  "08001",
  "08003",
  "08004",
  "08006",
  "53300",
  // It ended a transaction or session that had stood still for longer than it may, as those of a machine do that was halted.
  "25P03",
  "25P04",
  "57P05",
]);
const awayWords =
  /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error/;

/** The connection broke between a COMMIT and its answer: what the transaction wrote stands, or none of it does. */
export class CommitUnknown extends Error {
  constructor(cause: unknown) {
    super("the answer to a commit was lost", { cause });
    this.name = "CommitUnknown";
  }
}

/** True when PostgreSQL is stopped, restarting or out of reach: the same statement may work in a moment. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof CommitUnknown || whyNotOpened.has(error)) return true;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  // Its socket goes with it.
  if (code === "ENOENT" && syscall === "connect") return true;
  return (typeof code === "string" && awayCodes.has(code)) || awayWords.test(error.message);
}

/**
 * Of its kind or alone: no room, no memory, no connections (53), its files fail (58), logins that it does not know for the
 * moment (28), a server that only reads, as one that has just been replaced does (25006), a schema that is not this code's
 * (a table, column, function, type or key that is not there: no statement depends on what was sent).
 */
const unableCodes = /^(53...|58...|28...|25006|42P01|42703|42883|42704|42P10)$/;

/**
 * True when PostgreSQL is away, or takes nothing that anybody sends: the fault is none of what was sent, and the same may
 * go well later.
 */
export function isDatabaseUnable(error: unknown): boolean {
  if (isDatabaseAway(error)) return true;
  const { code } = error instanceof Error ? (error as { code?: unknown }) : {};
  return typeof code === "string" && (unableCodes.test(code) || isOfNoMonth(error as Error));
}

/** No month of its table takes what is of now: a clock stands months away from where it was. */
function isOfNoMonth(error: Error): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  // Of a month that was closed by its constraint; of one that is not there PostgreSQL names none.
  return code === "23514" && (constraint === undefined || constraint === "closed");
}
