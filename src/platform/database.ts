import { Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import type { Database } from "./schema.ts";

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

export type Connection = {
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
};

/** One pool and kysely over it. Idle connections that break are replaced, never thrown. */
export function connect(
  url: string,
  options: { maxConnections?: number; onIdleError?: (error: Error) => void } = {},
): Connection {
  const pool = new pg.Pool({ ...connectionConfig(url), max: options.maxConnections ?? 16, keepAlive: true });
  pool.on("error", (error) => options.onIdleError?.(error));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, close: () => db.destroy() };
}
