import { sql } from "kysely";
import type { Tx } from "./database.ts";

/**
 * Transactions that name the same wait for one another, from here to their end: for what no row stands for, such as how
 * many there are of something.
 */
export async function takeTurn(tx: Tx, ...name: readonly string[]): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name.join("\n")}, 0))`.execute(tx);
}
