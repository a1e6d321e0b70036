import { sql } from "kysely";
import type { Db, Tx } from "../platform/database.ts";

/** A log that this one goes on from: the same tree on the same topic, up to a size, under a key that is lost or given up. */
export type Predecessor = {
  readonly origin: string;
  readonly verifierKey: string;
  /** Leaves that it signed at most. */
  readonly size: number;
};

/** From the first one on; none for a log whose first key still signs. */
export async function readPredecessors(db: Db): Promise<Predecessor[]> {
  const rows = await db
    .selectFrom("log_predecessors")
    .select(["origin", "verifier_key", "size"])
    .orderBy("log_no")
    .execute();
  return rows.map((row) => ({ origin: row.origin, verifierKey: row.verifier_key, size: Number(row.size) }));
}

export async function insertPredecessor(
  tx: Tx,
  ended: Predecessor & { readonly reason: string; readonly by: string; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto("log_predecessors")
    .values({
      log_no: sql<number>`(SELECT coalesce(max(log_no), 0) + 1 FROM log_predecessors)`,
      origin: ended.origin,
      verifier_key: ended.verifierKey,
      size: ended.size,
      reason: ended.reason,
      ended_by: ended.by,
      ended_at: ended.at,
    })
    .execute();
}

/** The verifier keys of all logs of this database, the newest last. */
export async function readVerifierKeys(db: Db): Promise<string[]> {
  const log = await db.selectFrom("log_state").select("verifier_key").executeTakeFirst();
  const before = await readPredecessors(db);
  return [...before.map(({ verifierKey }) => verifierKey), ...(log === undefined ? [] : [log.verifier_key])];
}

/** The verifier key of the log that signed a checkpoint; a key is named as its log. */
export async function verifierKeyOfNote(db: Db, note: string): Promise<string | undefined> {
  const keys = await readVerifierKeys(db);
  return keys.find((key) => note.startsWith(`${key.slice(0, key.indexOf("+"))}\n`));
}
