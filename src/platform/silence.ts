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

/** Ends a connection on which nothing comes or goes for so long, ms: longer than any statement on it may take. */
export function cutWhenSilent(client: pg.ClientBase, forMs: number): void {
  lineOf(client).setTimeout(forMs, () => cut(client, forMs));
}

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
