import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from "kysely";
import pg from "pg";
import type { Db } from "./database.ts";
import type { Database } from "./schema.ts";

/**
 * The serving pool, which cannot be asked anything before it is said for whom: PostgreSQL itself then shows and
 * changes rows of these organisations only, whatever a query says (docs/tenancy.md). A query that went around this
 * would see nothing.
 */
export type ScopedDb = {
  /** For one request: its organisation. For a commit group: exactly its members. */
  of(...orgIds: readonly string[]): Db;
  /** For what belongs to no organisation: the public log, tokens, accreditations, the look-up of a key. */
  readonly shared: Db;
};

export function scoped(pool: pg.Pool): ScopedDb {
  const bound = (orgIds: readonly string[]): Db =>
    new Kysely<Database>({
      dialect: new PostgresDialect({ pool: poolFor(pool, [...new Set(orgIds)]) as PostgresPool }),
    });
  return { of: (...orgIds) => bound(orgIds), shared: bound([]) };
}

function poolFor(pool: pg.Pool, orgIds: readonly string[]) {
  return {
    connect: async () => clientFor(await pool.connect(), orgIds),
    // The pool outlives what is bound to it.
    end: async () => undefined,
  };
}

/**
 * Whatever begins a transaction, `BEGIN` or a single statement, is sent together with the setting that holds until
 * that transaction's end, in one round trip: there is no moment in which it is forgotten or left behind.
 */
function clientFor(client: pg.PoolClient, orgIds: readonly string[]): PostgresPoolClient {
  const query = (text: string, values: readonly unknown[] = []) => {
    const status = client.getTransactionStatus();
    if (status === "T" || status === "E") return client.query(text, [...values]);
    return new Promise((resolve, reject) => {
      const scopedQuery = new ScopedQuery(text, values, orgIds);
      scopedQuery.callback = (error, result) => (error ? reject(error) : resolve(result));
      client.query(scopedQuery);
    });
  };
  return { query, release: (destroy?: boolean) => client.release(destroy) } as unknown as PostgresPoolClient;
}

/** The part of the driver's connection that writes messages of the extended protocol. */
type Wire = {
  parse(message: { text: string; name?: string; types?: readonly number[] }): void;
  bind(message: { values: readonly unknown[]; valueMapper: (value: unknown) => unknown }): void;
  execute(message: { rows?: number }): void;
};

/** What the driver's own query answers to; its types leave these out. */
type Answering = new (config: {
  text: string;
  values: unknown[];
  queryMode: "extended";
}) => pg.Submittable & {
  callback: ((error: Error | null, result: unknown) => void) | undefined;
  prepare(connection: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Wire): void;
};

const Query = pg.Query as unknown as Answering;

/**
 * A statement with its setting before it. Both lie before one Sync, and so in one transaction (PostgreSQL protocol,
 * section Pipelining): `set_config(..., true)` holds for the statement and ends with it, or with the block that
 * the statement begins.
 */
class ScopedQuery extends Query {
  readonly #orgIds: readonly string[];
  #isSet = false;

  constructor(text: string, values: readonly unknown[], orgIds: readonly string[]) {
    super({ text, values: [...values], queryMode: "extended" });
    this.#orgIds = orgIds;
  }

  override prepare(connection: Wire): void {
    connection.parse({ text: "SELECT set_config('app.orgs', $1, true)" });
    connection.bind({ values: [arrayLiteral(this.#orgIds)], valueMapper: (value) => value });
    connection.execute({});
    super.prepare(connection);
  }

  // The setting's answer comes first and is nobody's.
  override handleDataRow(message: unknown): void {
    if (this.#isSet) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#isSet) super.handleCommandComplete(message, connection);
    this.#isSet = true;
  }
}

/** As PostgreSQL reads a text[]. */
function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
