import { sql } from "kysely";
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

/** The commitments of `count` neighbouring leaves, from index `first` on. */
export async function readCommitments(db: Db, first: number, count: number): Promise<Uint8Array[]> {
  const { rows } = await sql<{ commitment: Uint8Array }>`
    SELECT commitment FROM log_commitments(${first}, ${count})`.execute(db);
  return rows.map((row) => row.commitment);
}

/** A checkpoint and where it stands on its topic. */
export type AnchoredCheckpoint = PublishedCheckpoint & {
  /** The topic message, verbatim. */
  readonly message: Uint8Array;
  readonly sequenceNumber: bigint;
  /** Null for the moments until the mirror shows it, as may be `runningHash`. */
  readonly consensusTimestamp: string | null;
  /** The topic's, version 3, after this message. */
  readonly runningHash: Uint8Array | null;
  /**
   * The same before it, when the message before was a checkpoint of this log too, as it nearly always is;
   * otherwise only the mirror knows.
   */
  readonly previousRunningHash: Uint8Array | null;
  /** SDK text form. */
  readonly transactionId: string;
};

/** The anchored checkpoint of exactly this size. */
export async function readAnchored(db: Db, size: number): Promise<AnchoredCheckpoint | undefined> {
  const { rows } = await sql<AnchoredRow>`
    SELECT own.note, own.message, own.sequence_number, own.consensus_timestamp, own.running_hash, own.transaction_id,
           previous.running_hash AS previous_running_hash
    FROM checkpoints AS own
    LEFT JOIN LATERAL (
      SELECT sequence_number, running_hash FROM checkpoints WHERE size < own.size ORDER BY size DESC LIMIT 1
    ) AS previous ON previous.sequence_number = own.sequence_number - 1
    WHERE own.size = ${size} AND own.anchored_at IS NOT NULL`.execute(db);
  const [row] = rows;
  return (
    row && {
      size,
      note: row.note,
      message: row.message,
      sequenceNumber: row.sequence_number,
      consensusTimestamp: row.consensus_timestamp,
      runningHash: row.running_hash,
      previousRunningHash: row.previous_running_hash,
      transactionId: row.transaction_id,
    }
  );
}

type AnchoredRow = {
  note: string;
  message: Uint8Array;
  sequence_number: bigint;
  consensus_timestamp: string | null;
  running_hash: Uint8Array | null;
  transaction_id: string;
  previous_running_hash: Uint8Array | null;
};
