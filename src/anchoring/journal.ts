import { sql } from "kysely";
import { assertState } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Randomness } from "../kernel/time.ts";
import type { PreparedTransaction } from "../ledger/ledger.ts";
import { type Db, type Tx, together } from "../platform/database.ts";
import { insertCharges } from "./fees-store.ts";
import type { WorkKind } from "./work-payload.ts";

/** Jobs for the ledger and the journal of attempts at them. */

/** Jobs of the log itself: one at a time. `record`: a direct message, beside them. The rest: tokens. */
const logKinds = ["create-topic", "announce", "checkpoint"] as const;
export type JobKind = (typeof logKinds)[number] | "record" | WorkKind;

export type Job = {
  readonly jobId: string;
  readonly kind: JobKind;
  readonly topicId: string | null;
  readonly payload: Uint8Array;
  readonly createdAt: Date;
  /** What it is about; see `holdWorks`. */
  readonly subject?: string;
  /** Trace of the request that asks for it (`traceparent`). */
  readonly trace?: string | null | undefined;
  /** Of a checkpoint: its traced records; see `traced.ts`. */
  readonly traces?: readonly string[] | null;
};

export const newJobId = (random: Randomness): string => `job_${base32(random.bytes(16))}`;

export async function insertJob(tx: Tx, job: Job): Promise<void> {
  await tx
    .insertInto("ledger_jobs")
    .values({
      job_id: job.jobId,
      kind: job.kind,
      topic_id: job.topicId,
      payload: job.payload,
      state: "open",
      created_at: job.createdAt,
      subject: job.subject ?? null,
      trace: job.trace ?? null,
      traces: job.traces ? [...job.traces] : null,
    })
    .execute();
}

/** The log's job in flight, if any: the table admits one open at a time. */
export async function openJob(db: Db): Promise<Job | undefined> {
  const row = await db
    .selectFrom("ledger_jobs")
    .selectAll()
    .where("state", "=", "open")
    .where("kind", "in", logKinds)
    .executeTakeFirst();
  return (
    row && {
      jobId: row.job_id,
      kind: row.kind as JobKind,
      topicId: row.topic_id,
      payload: row.payload,
      createdAt: row.created_at,
    }
  );
}

/** The traced records of a checkpoint. */
export async function tracedRecords(db: Db, jobId: string): Promise<readonly string[]> {
  const row = await db.selectFrom("ledger_jobs").select("traces").where("job_id", "=", jobId).executeTakeFirst();
  return row?.traces ?? [];
}

export async function settleJob(tx: Tx, jobId: string, at: Date): Promise<void> {
  await tx.updateTable("ledger_jobs").set({ state: "settled", settled_at: at }).where("job_id", "=", jobId).execute();
}

export type JournaledAttempt = PreparedTransaction & {
  readonly attemptNo: number;
  readonly validStart: string;
  /** Its message, if there is one, stands after this one; absent: after the newest accounted for. */
  readonly afterSequence?: bigint;
  /** Of a batch: the ids of its parts in their order. */
  readonly partIds?: readonly string[];
};

export type OpenAttempt = JournaledAttempt & { readonly createdAt: Date };

/** At most one open attempt per job: the table's partial unique index refuses a second. From now on it may be charged. */
export async function insertAttempt(tx: Tx, jobId: string, attempt: JournaledAttempt, at: Date): Promise<void> {
  const inserted = tx
    .insertInto("ledger_attempts")
    .values({
      job_id: jobId,
      attempt_no: attempt.attemptNo,
      transaction_id: attempt.transactionId,
      valid_start: attempt.validStart,
      valid_duration_s: attempt.validDurationS,
      node_account_id: attempt.nodeAccountId,
      signed_bytes: attempt.signedBytes,
      transaction_hash: attempt.transactionHash,
      after_sequence: attempt.afterSequence ?? null,
      part_ids: attempt.partIds === undefined ? null : [...attempt.partIds],
      phase: "open",
      created_at: at,
    })
    .execute();
  await together([inserted, insertCharges(tx, jobId, [attempt.transactionId, ...(attempt.partIds ?? [])], at)]);
}

export async function newestAttempt(
  db: Db,
  jobId: string,
): Promise<(OpenAttempt & { readonly phase: string }) | undefined> {
  const row = await db
    .selectFrom("ledger_attempts")
    .selectAll()
    .where("job_id", "=", jobId)
    .orderBy("attempt_no", "desc")
    .limit(1)
    .executeTakeFirst();
  return (
    row && {
      attemptNo: row.attempt_no,
      transactionId: row.transaction_id,
      validStart: row.valid_start,
      validDurationS: row.valid_duration_s,
      nodeAccountId: row.node_account_id,
      signedBytes: row.signed_bytes,
      transactionHash: row.transaction_hash,
      ...(row.after_sequence !== null && { afterSequence: row.after_sequence }),
      ...(row.part_ids !== null && { partIds: row.part_ids }),
      phase: row.phase,
      createdAt: row.created_at,
    }
  );
}

export async function endAttempt(
  tx: Tx,
  transactionId: string,
  ending: {
    phase: "succeeded" | "dead";
    ending: string;
    entityId?: string | undefined;
    scheduledTransactionId?: string | undefined;
    sequenceNumber?: bigint | undefined;
  },
  at: Date,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("ledger_attempts")
    .set({
      phase: ending.phase,
      ending: ending.ending,
      entity_id: ending.entityId ?? null,
      scheduled_transaction_id: ending.scheduledTransactionId ?? null,
      sequence_number: ending.sequenceNumber ?? null,
      ended_at: at,
    })
    .where("transaction_id", "=", transactionId)
    .where("phase", "=", "open")
    .executeTakeFirst();
  assertState(numUpdatedRows === 1n, `attempt ${transactionId} ended twice`);
}

/** How many are dropped in a transaction. */
const mostDropped = 500;

/**
 * Drops jobs of checkpoints that the ledger has had for a month, with their attempts: `drop_old_checkpoint_jobs` of the database
 * says which, and touches no other kind. @returns "more" while there may be others
 */
export async function dropOldCheckpointJobs(db: Db): Promise<"more" | "idle"> {
  const { rows } = await sql<{ dropped: number }>`SELECT drop_old_checkpoint_jobs(${mostDropped}) AS dropped`.execute(
    db,
  );
  return rows[0]?.dropped === mostDropped ? "more" : "idle";
}

/** Those of the ids that this database has signed attempts for. */
export async function journaledIds(db: Db, transactionIds: readonly string[]): Promise<Set<string>> {
  if (transactionIds.length === 0) return new Set();
  const rows = await db
    .selectFrom("ledger_attempts")
    .select("transaction_id")
    .where("transaction_id", "in", transactionIds)
    .execute();
  return new Set(rows.map((row) => row.transaction_id));
}
