import type { Db, Tx } from "../platform/database.ts";
import type { Told } from "../platform/stream-log.ts";

/** The checkpoints' rows, as their one writer needs them. */

export type NewCheckpoint = {
  readonly size: number;
  readonly firstLeaf: number;
  readonly root: Uint8Array;
  readonly note: string;
  readonly message: Uint8Array;
  readonly jobId: string;
};

export async function insertCheckpoint(tx: Tx, checkpoint: NewCheckpoint, at: Date): Promise<void> {
  const { size, firstLeaf, root, note, message, jobId } = checkpoint;
  await tx
    .insertInto("checkpoints")
    .values({ size, first_leaf: firstLeaf, root, note, message, job_id: jobId, created_at: at })
    .execute();
}

/** @returns from which leaf to which size the checkpoint, now anchored, reaches. */
export async function anchorCheckpoint(
  tx: Tx,
  jobId: string,
  where: { transactionId: string; sequenceNumber: bigint; runningHash: Uint8Array | undefined },
  at: Date,
): Promise<{ readonly firstLeaf: bigint; readonly size: number }> {
  const row = await tx
    .updateTable("checkpoints")
    .set({
      transaction_id: where.transactionId,
      sequence_number: where.sequenceNumber,
      running_hash: where.runningHash ?? null,
      anchored_at: at,
    })
    .where("job_id", "=", jobId)
    .returning(["size", "first_leaf"])
    .executeTakeFirstOrThrow();
  return { firstLeaf: row.first_leaf, size: Number(row.size) };
}

/** The newest checkpoint that is on the topic, and who paid for its message. */
export async function newestAnchored(db: Db) {
  const row = await db
    .selectFrom("checkpoints")
    .select(["size", "note", "sequence_number", "transaction_id"])
    .where("anchored_at", "is not", null)
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const payerAccountId = row.transaction_id?.split("@")[0];
  return { size: Number(row.size), note: row.note, sequenceNumber: Number(row.sequence_number), payerAccountId };
}

/** What live streams are told of a checkpoint: each plant's records in it follow each other. */
export async function anchoredPlants(
  db: Db,
  { firstLeaf, size }: { readonly firstLeaf: bigint; readonly size: number },
): Promise<Told[]> {
  const rows = await db
    .selectFrom("log_leaves")
    .select(({ fn }) => ["org_id", "plant_id", fn.min("seq").as("from_seq"), fn.max("seq").as("to_seq")])
    .where("leaf_index", ">=", firstLeaf)
    .where("leaf_index", "<", BigInt(size))
    .groupBy(["org_id", "plant_id"])
    .orderBy("org_id")
    .orderBy("plant_id")
    .execute();
  return rows.map((row) => ({
    kind: "anchored",
    orgId: row.org_id,
    plantId: row.plant_id,
    fromSeq: row.from_seq,
    toSeq: row.to_seq,
    treeSize: size,
  }));
}

/** Fills in what only the mirror tells: consensus time, and the running hash where the receipt had none. */
export async function confirmCheckpoint(
  tx: Tx,
  sequenceNumber: bigint,
  seen: { consensusTimestamp: string; runningHash: Uint8Array },
): Promise<void> {
  await tx
    .updateTable("checkpoints")
    .set({ consensus_timestamp: seen.consensusTimestamp, running_hash: seen.runningHash })
    .where("sequence_number", "=", sequenceNumber)
    .execute();
}

/** The messages that this database says it anchored at these places of the topic. */
export async function anchoredMessages(db: Db, first: bigint, last: bigint): Promise<ReadonlyMap<bigint, Uint8Array>> {
  const rows = await db
    .selectFrom("checkpoints")
    .select(["sequence_number", "message"])
    .where("sequence_number", ">=", first)
    .where("sequence_number", "<=", last)
    .execute();
  return new Map(rows.map((row) => [row.sequence_number as bigint, row.message]));
}

/** True while the mirror has not yet told the consensus time of an anchored checkpoint. */
export async function anyUnconfirmed(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom("checkpoints")
    .select("size")
    .where("anchored_at", "is not", null)
    .where("consensus_timestamp", "is", null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** When the newest checkpoint was signed. */
export async function newestCheckpointAt(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom("checkpoints")
    .select("created_at")
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.created_at;
}
