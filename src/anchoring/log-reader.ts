import type { Db } from "../platform/database.ts";

/** Reads of the log for everybody: hashes and commitments, never the columns that say whose a leaf is. */

export type PublishedCheckpoint = {
  readonly size: number;
  /** The signed note, verbatim. */
  readonly note: string;
};

/** The newest signed checkpoint that stands on the ledger; one still in flight is not shown to anybody. */
export async function newestPublished(db: Db): Promise<PublishedCheckpoint | undefined> {
  const row = await db
    .selectFrom("checkpoints")
    .select(["size", "note"])
    .where("anchored_at", "is not", null)
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { size: Number(row.size), note: row.note };
}

/** `count` neighbouring complete subtrees of one level, from index `first` on. */
export async function readRun(db: Db, run: { level: number; first: number; count: number }): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom("log_nodes")
    .select("hash")
    .where("level", "=", run.level)
    .where("node_index", ">=", BigInt(run.first))
    .where("node_index", "<", BigInt(run.first + run.count))
    .orderBy("node_index")
    .execute();
  return rows.map((row) => row.hash);
}

/** The commitments of `count` neighbouring leaves, from index `first` on. */
export async function readCommitments(db: Db, first: number, count: number): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom("log_leaves")
    .select("commitment")
    .where("leaf_index", ">=", BigInt(first))
    .where("leaf_index", "<", BigInt(first + count))
    .orderBy("leaf_index")
    .execute();
  return rows.map((row) => row.commitment);
}

/**
 * The topic's running hash before a checkpoint's message, when the message before it was a checkpoint of
 * this log too, as it nearly always is. Undefined otherwise: then only the mirror knows.
 */
export async function runningHashBefore(
  db: Db,
  checkpoint: { readonly size: number; readonly sequenceNumber: bigint },
): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom("checkpoints")
    .select(["sequence_number", "running_hash"])
    .where("size", "<", BigInt(checkpoint.size))
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.sequence_number === checkpoint.sequenceNumber - 1n ? (row.running_hash ?? undefined) : undefined;
}
