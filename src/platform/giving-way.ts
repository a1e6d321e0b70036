import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

/** How a change that needs tables for itself behaves beside those who use them. */
export type GivingWay = {
  /** Told what is waited for, once a minute at most. */
  readonly tell?: (sentence: string) => void;
  /** Between two tries. */
  readonly pauseMs?: number;
};

/** Nine tenths of the time are for those who would wait behind a try. */
const pauseMs = 9_000;
const tellsEveryMs = 60_000;

/**
 * For a connection whose statements may last, whatever its login or database has for others, but wait for a lock for a
 * second only: who comes for the table waits behind it, readings among them. PostgreSQL drops the wait even where the
 * program that asked was killed.
 */
export async function waitBriefly(client: pg.ClientBase): Promise<void> {
  await client.query(`
    SELECT set_config(name, '0', false) FROM pg_settings
    WHERE name IN ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout')`);
  await client.query("SET lock_timeout = '1s'");
}

/**
 * Tries a change, which leaves nothing where it fails, until it has its locks: who holds one may do so for hours, as a
 * backup does.
 */
export async function givingWay<T>(what: string, change: () => Promise<T>, options: GivingWay): Promise<T> {
  for (let toldMs = Number.NEGATIVE_INFINITY; ; ) {
    try {
      return await change();
    } catch (error) {
      if (!isInTheWay(error)) throw error;
    }
    if (performance.now() - toldMs >= tellsEveryMs) {
      toldMs = performance.now();
      options.tell?.(`${what} waits for others to end, a backup or another migration, and is tried again until then`);
    }
    await sleep(options.pauseMs ?? pauseMs);
  }
}

/** A wait for a lock was given up, or two waited for each other. */
export function isInTheWay(error: unknown): boolean {
  const { code, cause } = error instanceof Error ? (error as { code?: unknown; cause?: unknown }) : {};
  return code === "55P03" || code === "40P01" || (cause !== undefined && isInTheWay(cause));
}
