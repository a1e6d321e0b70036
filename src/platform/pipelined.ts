import { CompiledQuery, Kysely, PostgresDialect, type PostgresPool } from "kysely";
import type pg from "pg";
import { assertState } from "../kernel/fault.ts";
import { CommitUnknown, type Db, isDatabaseAway, poolOf, type Tx } from "./database.ts";
import { beforeCommit } from "./effects.ts";
import type { Database } from "./schema.ts";
import { type Answer, ask, isPlanOutdated, type Statement, volley } from "./volley.ts";

/** What the first statements of a transaction gave, each. */
export type FirstAnswers = readonly Promise<{ readonly rows: readonly unknown[] }>[];

/**
 * A transaction whose statements are sent as soon as they are made: those that are begun together travel together and run in
 * some order, one after the other, where in a plain transaction of kysely's each waits for the answer to the one before it.
 * Any that fails fails the transaction, waited for or not; one that is made after `work` ended is refused. `work` is done
 * again where a migration came between.
 *
 * @param db a connection's; of one that was made otherwise, a plain transaction
 * @param first what runs before anything of `work`, and travels with it
 * @throws {CommitUnknown} where the connection broke before the commit's answer: it may stand all the same
 */
export function pipelined<R>(
  db: Db,
  first: readonly Statement[],
  work: (tx: Tx, first: FirstAnswers) => Promise<R>,
): Promise<R> {
  const pool = poolOf(db);
  if (pool !== undefined) return pipelinedOn(pool, first, work);
  return db.transaction().execute((tx) => {
    const answers = first.map(({ text, values }) => tx.executeQuery(CompiledQuery.raw(text, [...values])));
    // Heard of by what is asked behind them: the transaction has failed.
    for (const answer of answers) answer.catch(() => undefined);
    return work(tx, answers);
  });
}

/** The same on a pool. */
export async function pipelinedOn<R>(
  pool: pg.Pool,
  first: readonly Statement[],
  work: (tx: Tx, first: FirstAnswers) => Promise<R>,
): Promise<R> {
  const client = await pool.connect();
  const line = new Line(client);
  let isBroken = false;
  try {
    const begin = line.send("BEGIN");
    const answers = first.map(({ text, values }) => line.send(text, values));
    // Heard of below: whatever is sent behind it fails with it.
    const begun = Promise.all([begin, ...answers]);
    begun.catch(() => undefined);
    const result = await work(everywhere(line), answers);
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
  return pipelinedOn(pool, first, work);
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
