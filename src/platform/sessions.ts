import { SettingError } from "../kernel/setting-error.ts";
import { withClient } from "./database.ts";
import { wordsOf } from "./taking.ts";

/** A connection, as far as it says which session of the server answers it. */
export type Answering = { query(sql: string): Promise<{ readonly rows: readonly unknown[] }> };

/** Each time the one of two connections holds a session in a transaction, so that the other has to be given another one. */
const rounds = 3;

/**
 * A connection has a session of its own, or the start ends here. What a connection works as, what it has prepared, what it
 * listens to and what it has locked belongs to the session: behind a pooler that shares sessions out by transaction, calls fail,
 * events are not heard, and where one login does everything requests work as whoever had the session before.
 *
 * @param setting that names the URL.
 * @throws {SettingError}
 * @throws {Error} naming the setting, where nobody answers or the login is refused: another start may do better.
 */
export async function requireSessions(url: string, setting: string): Promise<void> {
  const isShared = await withClient(url, (one) => withClient(url, (other) => sharesSessions(one, other))).catch(
    (error: Error) => {
      throw new Error(`${setting}: ${wordsOf(error)} (${error.message}).`, { cause: error });
    },
  );
  if (!isShared) return;
  throw new SettingError(
    `${setting} leads to a pooler that shares out PostgreSQL's sessions by transaction: give each connection a session of its own (PgBouncer: pool_mode = session), or name PostgreSQL itself.`,
  );
}

/** Whether one session of the server answers both connections, or one connection is answered by several. */
export async function sharesSessions(one: Answering, other: Answering): Promise<boolean> {
  const [ofOne, ofOther] = [new Set([await sessionOf(one)]), new Set<unknown>()];
  for (let round = 0; round < rounds; round++) {
    await other.query("BEGIN");
    ofOther.add(await sessionOf(other));
    ofOne.add(await sessionOf(one));
    await other.query("ROLLBACK");
  }
  return ofOne.size > 1 || ofOther.size > 1 || new Set([...ofOne, ...ofOther]).size < 2;
}

/** The server's own word: a pooler tells its clients another number. */
async function sessionOf(connection: Answering): Promise<unknown> {
  const { rows } = await connection.query("SELECT pg_backend_pid() AS pid");
  return (rows as readonly { pid: number }[])[0]?.pid;
}
