import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type QueryResult,
} from "kysely";
import pg from "pg";
import { connectionConfig, type Db } from "../../src/platform/database.ts";
import type { Database } from "../../src/platform/schema.ts";
import { poolFor, type ScopedDb } from "../../src/platform/scoped.ts";
import type { Steps } from "./steps.ts";

export type SteppedDatabase = { readonly db: Db; close(): Promise<void> };

/**
 * A pool of a process that dies at one of its steps. Steps are commits, named by what they commit, and
 * statements outside transactions that write; reads change nothing, so dying at one is dying at what follows.
 */
export function steppedDatabase(url: string, steps: Steps): SteppedDatabase {
  const db = steppedKysely(steppedPool(url), steps);
  return { db, close: () => db.destroy() };
}

/** The same of a process that serves requests: the two halves of one process share its steps. */
export function steppedScoped(serveUrl: string, steps: Steps): { readonly db: ScopedDb; close(): Promise<void> } {
  const pool = steppedPool(serveUrl);
  const of = (...orgIds: readonly string[]) => steppedKysely(poolFor(pool, orgIds), steps);
  const person = (userId: string, ...orgIds: readonly string[]) => steppedKysely(poolFor(pool, orgIds, userId), steps);
  // Its steps are told one by one.
  const pipelined: ScopedDb["pipelined"] = (orgIds, work) =>
    of(...orgIds)
      .transaction()
      .execute(work);
  return { db: { of, person, shared: of(), pipelined }, close: async () => void (pool.ending || (await pool.end())) };
}

function steppedPool(url: string): pg.Pool {
  const pool = new pg.Pool({ ...connectionConfig(url), max: 4 });
  // Tests cut connections, in use or not; whoever uses one hears of it from its query.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => void client.on("error", () => undefined));
  return pool;
}

function steppedKysely(pool: PostgresPool, steps: Steps): Db {
  const inner = new PostgresDialect({ pool });
  const dialect: Dialect = {
    createAdapter: () => inner.createAdapter(),
    createIntrospector: (db) => inner.createIntrospector(db),
    createQueryCompiler: () => inner.createQueryCompiler(),
    createDriver: () => steppedDriver(inner.createDriver(), steps),
  };
  return new Kysely<Database>({ dialect });
}

class SteppedConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  readonly #steps: Steps;
  /** Statements of the open transaction. */
  written: CompiledQuery[] | undefined;

  constructor(inner: DatabaseConnection, steps: Steps) {
    this.inner = inner;
    this.#steps = steps;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.#steps.mustLive(query.sql);
    if (this.written !== undefined) {
      this.written.push(query);
      return this.inner.executeQuery<R>(query);
    }
    const name = nameOf([query]);
    const run = () => this.inner.executeQuery<R>(query);
    return name === undefined ? run() : this.#steps.take(name, run);
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize as number);
  }
}

function steppedDriver(inner: Driver, steps: Steps): Driver {
  const wrappers = new WeakMap<DatabaseConnection, SteppedConnection>();
  const own = (connection: DatabaseConnection) => connection as SteppedConnection;
  return {
    init: () => inner.init(),
    async acquireConnection() {
      const connection = await inner.acquireConnection();
      const wrapper = wrappers.get(connection) ?? new SteppedConnection(connection, steps);
      wrappers.set(connection, wrapper);
      return wrapper;
    },
    async beginTransaction(connection, settings) {
      steps.mustLive("begin");
      await inner.beginTransaction(own(connection).inner, settings);
      own(connection).written = [];
    },
    async commitTransaction(connection) {
      const { written = [], inner: real } = own(connection);
      await steps.take(`commit ${nameOf(written) ?? "of reads"}`, () => inner.commitTransaction(real));
      own(connection).written = undefined;
    },
    // The server rolls back by itself when a process dies.
    async rollbackTransaction(connection) {
      own(connection).written = undefined;
      await inner.rollbackTransaction(own(connection).inner);
    },
    releaseConnection: (connection) => inner.releaseConnection(own(connection).inner),
    destroy: () => inner.destroy(),
  };
}

/** What a transaction commits, or a single statement writes; undefined when it only reads. */
function nameOf(queries: readonly CompiledQuery[]): string | undefined {
  const has = (text: string) => queries.some((query) => query.sql.includes(text));
  const kind = ["create-topic", "announce", "create-token", "mint", "burn", "transfer"].find((name) =>
    queries.some((query) => query.parameters.includes(name)),
  );
  if (has("INSERT INTO leases")) return "take lease";
  if (has('insert into "log_state"')) return "open log";
  if (has('insert into "checkpoints"')) return "append";
  if (has('insert into "ledger_jobs"')) return `journal ${kind}`;
  if (has('insert into "ledger_attempts"')) return "journal fresh attempt";
  if (has('update "ledger_attempts"')) {
    return queries.some((query) => query.parameters.includes("succeeded")) ? "settle success" : "settle death";
  }
  if (has('update "ledger_jobs"')) return "settle job";
  if (has('insert into "ledger_charges"')) return "note heartbeat";
  if (has('set "scanned_sequence"')) return "account for topic";
  if (has('"halt_kind" = $')) return has("fence_token") ? "take over" : "report missing key";
  return queries.some((query) => /^\s*(update|insert|delete)/i.test(query.sql)) ? "write" : undefined;
}
