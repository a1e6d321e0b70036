import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from "kysely";
import type pg from "pg";
import { assertState } from "../kernel/fault.ts";
import { CommitUnknown, type Db, isDatabaseAway, MarkingDialect, type Tx } from "./database.ts";
import { beforeCommit } from "./effects.ts";
import type { Database } from "./schema.ts";
import { type Answer, ask, isPlanOutdated, type Statement, volley } from "./volley.ts";

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
   * A transaction of those organisations whose statements are sent as soon as they are made: those that are begun
   * together travel together and run in some order, one after the other. A commit group takes four round trips so, and
   * not a dozen. Any that fails fails the transaction, waited for or not; one that is made after `work` ended is
   * refused. `work` is done again where a migration came between.
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
    pipelined: (orgIds, work) => pipelined(pool, settingOf(orgIds), work),
  };
}

async function pipelined<R>(pool: pg.Pool, setting: Statement, work: (tx: Tx) => Promise<R>): Promise<R> {
  const client = await pool.connect();
  const line = new Line(client);
  let isBroken = false;
  try {
    const begun = Promise.all([line.send("BEGIN"), line.send(setting.text, setting.values)]);
    // Heard of below: whatever is sent behind it fails with it.
    begun.catch(() => undefined);
    const result = await work(everywhere(line));
    // What it began and did not wait for is under way after this.
    await new Promise((resolve) => setImmediate(resolve));
    line.close();
    await begun;
    await beforeCommit.getStore()?.(async (text, values) => (await ask(client, text, values)).rows.length);
    const { command } = await commit(client);
    // PostgreSQL answers otherwise where a statement failed and nobody heard it.
    if (command !== "COMMIT") throw line.failure ?? new Error("the transaction was rolled back");
    return result;
  } catch (error) {
    line.close();
    await client.query("ROLLBACK").catch(() => {
      isBroken = true;
    });
    if (!isPlanOutdated(error)) throw error;
  } finally {
    client.release(isBroken);
  }
  return pipelined(pool, setting, work);
}

/** @throws {CommitUnknown} where nobody can tell any more whether it was done */
function commit(client: pg.PoolClient): Promise<Answer> {
  const [committed] = volley(client, [{ text: "COMMIT", values: [] }]);
  return (committed as Promise<Answer>).catch((error: unknown) => {
    throw isDatabaseAway(error) ? new CommitUnknown(error) : error;
  });
}

/** Statements on one connection, none waiting for another: those of one turn of the event loop travel together. */
class Line {
  /** Of the first that failed. */
  failure: unknown;
  readonly #client: pg.PoolClient;
  #isOpen = true;
  #waiting: { statement: Statement; settle: (answer: Promise<Answer>) => void }[] = [];

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  async send(text: string, values: readonly unknown[] = []): Promise<Answer> {
    // The connection may already be somebody else's.
    assertState(this.#isOpen, "a statement was made after its transaction");
    const answer = new Promise<Answer>((settle) => {
      if (this.#waiting.length === 0) process.nextTick(() => this.#flush());
      this.#waiting.push({ statement: { text, values }, settle });
    });
    answer.catch((error: unknown) => {
      this.failure ??= error;
    });
    return answer;
  }

  close(): void {
    this.#isOpen = false;
    // Before whatever ends the transaction.
    this.#flush();
  }

  #flush(): void {
    const sent = this.#waiting;
    if (sent.length === 0) return;
    this.#waiting = [];
    const answers = volley(
      this.#client,
      sent.map(({ statement }) => statement),
    );
    for (const [i, { settle }] of sent.entries()) settle(answers[i] as Promise<Answer>);
  }
}

/** All statements of a transaction on its line. */
function everywhere(line: Line): Tx {
  const one = {
    query: (text: string, values?: readonly unknown[]) => line.send(text, values),
    release: () => undefined,
  };
  const pool = { connect: async () => one, end: async () => undefined } as unknown as PostgresPool;
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }) as unknown as Tx;
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
