import { Kysely, type PostgresPool, type PostgresPoolClient } from "kysely";
import pg from "pg";
import { type Db, MarkingDialect } from "./database.ts";
import type { Database } from "./schema.ts";

/**
 * The serving pool, which cannot be asked anything before it is said for whom: PostgreSQL itself then shows and
 * changes rows of these organisations only, whatever a query says (docs/tenancy.md). A query that went around this
 * would see nothing.
 */
export type ScopedDb = {
  /** For one request: its organisation. For a commit group: exactly its members. */
  of(...orgIds: readonly string[]): Db;
  /** For somebody's own account: its rows, where it is a member, and the rows of organisations named with it. */
  person(userId: string, ...orgIds: readonly string[]): Db;
  /** For what belongs to no organisation: the public log, tokens, accreditations, the look-up of a key. */
  readonly shared: Db;
};

export function scoped(pool: pg.Pool): ScopedDb {
  const bound = (orgIds: readonly string[], userId?: string): Db =>
    new Kysely<Database>({
      dialect: new MarkingDialect({ pool: poolFor(pool, orgIds, userId) }),
    });
  return {
    of: (...orgIds) => bound(orgIds),
    person: (userId, ...orgIds) => bound(orgIds, userId),
    shared: bound([]),
  };
}

/** The pool's connections, on which every transaction is for those from its first message to its end. */
export function poolFor(pool: pg.Pool, orgIds: readonly string[], userId?: string): PostgresPool {
  const distinct = arrayLiteral([...new Set(orgIds)]);
  const setting =
    userId === undefined ? { text: setOrgs, values: [distinct] } : { text: setPerson, values: [distinct, userId] };
  return {
    connect: async () => clientFor(await pool.connect(), setting),
    // The pool outlives what is bound to it.
    end: async () => undefined,
  } as PostgresPool;
}

/**
 * Whatever begins a transaction, `BEGIN` or a single statement, is sent together with the setting that holds until
 * that transaction's end, in one round trip: there is no moment in which it is forgotten or left behind.
 */
function clientFor(client: pg.PoolClient, setting: Statement): PostgresPoolClient {
  const query = (text: string, values: readonly unknown[] = []) => {
    const status = client.getTransactionStatus();
    if (status === "T" || status === "E") return client.query(text, [...values]);
    const asked = { text, values };
    return new Promise((resolve, reject) => {
      // A transaction's own isolation level may follow no query.
      const pair = beginsBlock.test(text) ? new PairedQuery(asked, setting) : new PairedQuery(setting, asked);
      pair.callback = (error, result) => (error ? reject(error) : resolve(result));
      client.query(pair);
    });
  };
  return { query, release: (destroy?: boolean) => client.release(destroy) } as unknown as PostgresPoolClient;
}

const setOrgs = "SELECT set_config('app.orgs', $1, true)";
const setPerson = "SELECT set_config('app.orgs', $1, true), set_config('app.person', $2, true)";
const beginsBlock = /^\s*(begin|start\s+transaction)\b/i;

type Statement = { readonly text: string; readonly values: readonly unknown[] };

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
 * Two statements before one Sync, and so in one transaction (PostgreSQL protocol, section Pipelining): what
 * `set_config(..., true)` sets holds for its companion and ends with it, or with the block that this begins. A failure
 * of the first is the failure of both.
 */
class PairedQuery extends Query {
  readonly #first: Statement;
  #isSecond = false;

  constructor(first: Statement, second: Statement) {
    super({ text: second.text, values: [...second.values], queryMode: "extended" });
    this.#first = first;
  }

  override prepare(connection: Wire): void {
    const { text, values } = this.#first;
    connection.parse({ text });
    connection.bind({ values, valueMapper: (value) => value });
    connection.execute({});
    super.prepare(connection);
  }

  // The first one's answer is nobody's.
  override handleDataRow(message: unknown): void {
    if (this.#isSecond) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#isSecond) super.handleCommandComplete(message, connection);
    this.#isSecond = true;
  }
}

/** As PostgreSQL reads a text[]. */
function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
