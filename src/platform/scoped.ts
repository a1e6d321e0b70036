import { Kysely, type PostgresPool, type PostgresPoolClient } from "kysely";
import type pg from "pg";
import { type Db, MarkingDialect, type Tx } from "./database.ts";
import { pipelinedOn } from "./pipelined.ts";
import type { Database } from "./schema.ts";
import { ask, isPlanOutdated, type Statement, volley } from "./volley.ts";

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
  /**
   * A transaction of those organisations whose statements travel as `pipelined` says. A commit group takes four round
   * trips so, and not a dozen.
   *
   * @throws {CommitUnknown} where the connection broke before the commit's answer: it may stand all the same
   */
  pipelined<R>(orgIds: readonly string[], work: (tx: Tx) => Promise<R>): Promise<R>;
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
    pipelined: (orgIds, work) => pipelinedOn(pool, [settingOf(orgIds)], work),
  };
}

/** The pool's connections, on which every transaction is for those from its first message to its end. */
export function poolFor(pool: pg.Pool, orgIds: readonly string[], userId?: string): PostgresPool {
  const setting = settingOf(orgIds, userId);
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
  let isBroken = false;
  const query = async (text: string, values: readonly unknown[] = []) => {
    const status = client.getTransactionStatus();
    if (status === "T" || status === "E") return ask(client, text, values);
    const asked = { text, values };
    // A transaction's own isolation level may follow no query.
    const begins = beginsBlock.test(text);
    const send = async () => {
      const answers = await Promise.all(volley(client, begins ? [asked, setting] : [setting, asked]));
      return answers[begins ? 0 : 1];
    };
    try {
      return await send();
    } catch (error) {
      if (isPlanOutdated(error)) return send();
      // Nobody rolls back what did not begin.
      isBroken ||= begins;
      throw error;
    }
  };
  return {
    query,
    release: (destroy?: boolean) => client.release(destroy || isBroken),
  } as unknown as PostgresPoolClient;
}

function settingOf(orgIds: readonly string[], userId?: string): Statement {
  const distinct = arrayLiteral([...new Set(orgIds)]);
  return userId === undefined ? { text: setOrgs, values: [distinct] } : { text: setPerson, values: [distinct, userId] };
}

const setOrgs = "SELECT set_config('app.orgs', $1, true)";
const setPerson = "SELECT set_config('app.orgs', $1, true), set_config('app.person', $2, true)";
const beginsBlock = /^\s*(begin|start\s+transaction)\b/i;

/** As PostgreSQL reads a text[]. */
function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
