import type { Socket } from "node:net";
import type pg from "pg";

/*
 * A server whose machine is gone, or a line that something on the way has forgotten, is not heard to end: the system gives up
 * what it sends there after a quarter of an hour, and never what it only waits for. Whatever waits on such a line stands still
 * with it, beside a database that has long been taken over.
 */

const lineOf = (client: pg.ClientBase): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;

/** What waits for an answer on it fails as of a broken connection. */
function cut(client: pg.ClientBase, afterMs: number): void {
  lineOf(client).destroy(new Error(`Connection terminated: PostgreSQL has said nothing for ${afterMs / 1000} s`));
}

/**
 * Ends a connection on which nothing comes or goes for so long, ms, unless PostgreSQL is still at work for it: that is asked
 * on another one. Where no other one is to be had there is nothing to be won, and it is asked again later.
 */
export function cutWhenSilent(client: pg.ClientBase, forMs: number, ask: AskElsewhere): void {
  const line = lineOf(client);
  let pid: number | undefined;
  // The server's own word: something between may have told another number.
  client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid").then(
    ({ rows }) => {
      pid = rows[0]?.pid;
    },
    () => undefined,
  );
  const look = async () => {
    const isAtWork = pid !== undefined && (await ask(atWork, [pid])) > 0;
    if (!isAtWork) cut(client, forMs);
  };
  const again = () =>
    void look()
      .catch(() => undefined)
      .finally(() => line.destroyed || line.setTimeout(forMs));
  line.setTimeout(forMs);
  line.on("timeout", again);
}

/** On a new connection. @returns how many rows there are */
export type AskElsewhere = (text: string, values: readonly unknown[]) => Promise<number>;

/** What is hidden from us counts as at work. */
const atWork = "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND coalesce(state, '') NOT LIKE 'idle%'";

/** Asks a connection that only listens whether anybody is there, and ends it where no answer comes by the next time. */
export function cutWhenDeaf(client: pg.Client, everyMs: number): void {
  let isAsked = false;
  const answered = () => {
    isAsked = false;
  };
  const asking = setInterval(() => {
    if (isAsked) return cut(client, everyMs);
    isAsked = true;
    client.query("SELECT 1").then(answered, answered);
  }, everyMs);
  asking.unref();
  lineOf(client).once("close", () => clearInterval(asking));
}
