import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";

const listening = new AsyncLocalStorage<string[]>();

/** Work that nobody asked for, which a request may happen to begin. */
const ofItsOwn = [
  // A slice of a quota for many requests, fetched when the last one runs low and once in a window.
  /quota_use/,
  // A connection's first words, where the pool had none to give.
  /^SET ROLE /,
  /^SELECT pg_backend_pid\(\)/,
];

/** Has every connection of this process write down, for whoever listens, what it is asked: texts without parameters. */
export function recordStatements(): void {
  const { query } = pg.Client.prototype;
  // biome-ignore lint/suspicious/noExplicitAny: the driver's query has many forms, and all go through
  pg.Client.prototype.query = function (this: pg.Client, ...given: any[]): any {
    const [asked] = given;
    // Several that travel together are one here as well.
    const text: string = typeof asked === "string" ? asked : (asked.texts?.join("; ") ?? asked.text);
    if (!ofItsOwn.some((pattern) => pattern.test(text))) listening.getStore()?.push(text);
    return (query as (...given: unknown[]) => unknown).apply(this, given);
  };
}

/** The statements that this work and whatever it begins ask of the database, in their order. */
export async function statementsOf<T>(work: () => Promise<T>): Promise<{ result: T; statements: readonly string[] }> {
  const statements: string[] = [];
  const result = await listening.run(statements, work);
  return { result, statements };
}
