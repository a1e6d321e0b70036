import { sql } from "kysely";
import type { Db, Tx } from "../platform/database.ts";
import type { CreationBooks } from "./creation-evidence.ts";
import { feeAboveCap } from "./fee-room.ts";
import type { Job } from "./journal.ts";
import { LeaseLost } from "./log-store.ts";
import { decodeOrder, type Order, secondIsFull, type WorkKind } from "./work-payload.ts";

/** Jobs for the ledger beside the log's: tokens, mints, burns and transfers. */

export type WorkJob = Job & { readonly kind: WorkKind; readonly subject: string; readonly order: Order };

export const worksLease = "ledger-works";

/**
 * The next that may be worked on: without those in the air or at rest, and of held ones, or all of them in a pause, only
 * what is under way.
 */
export async function nextWorkJobs(
  db: Db,
  without: readonly string[],
  limit: number,
  isPaused: boolean,
): Promise<WorkJob[]> {
  const { rows } = await sql<Row>`
    SELECT job_id, kind, subject, payload, created_at, trace FROM ledger_jobs AS job
    WHERE state = 'open' AND kind IN ('create-token', 'mint', 'burn', 'transfer')
      AND job_id <> ALL(${[...without]}::text[])
      AND (NOT (held OR ${isPaused}::boolean) OR EXISTS (
        SELECT FROM ledger_attempts AS attempt
        WHERE attempt.job_id = job.job_id AND attempt.phase IN ('open', 'succeeded')))
    ORDER BY created_at, job_id LIMIT ${limit}`.execute(db);
  return rows.map((row) => ({
    jobId: row.job_id,
    kind: row.kind,
    topicId: null,
    subject: row.subject,
    payload: row.payload,
    order: decodeOrder(row.payload),
    createdAt: row.created_at,
    trace: row.trace,
  }));
}

type Row = {
  job_id: string;
  kind: WorkKind;
  subject: string;
  payload: Uint8Array;
  created_at: Date;
  trace: string | null;
};

/**
 * Locks the job; a hold that comes later waits for this transaction.
 *
 * @returns true when nothing new may be signed for it: it is held, or was found to be done meanwhile
 */
export async function isHeld(tx: Tx, jobId: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    SELECT held OR state <> 'open' AS held FROM ledger_jobs WHERE job_id = ${jobId} FOR UPDATE`.execute(tx);
  return rows[0]?.held ?? true;
}

/** First statement of every write of the worker: refuses a holder of the lease that was overtaken. @throws {LeaseLost} */
export async function fenceWorks(tx: Tx, { token, leaseMs }: { token: bigint; leaseMs: number }): Promise<void> {
  const { rows } = await sql`
    SELECT set_config('idle_in_transaction_session_timeout', ${String(leaseMs)}, true)
    FROM leases WHERE name = ${worksLease} AND token = ${token} FOR SHARE`.execute(tx);
  if (rows.length !== 1) throw new LeaseLost();
}

/** What a schedule's creation left behind. */
export async function scheduleOf(
  db: Db,
  jobId: string,
  attemptNo: number,
): Promise<{ readonly scheduleId: string | null; readonly scheduledTransactionId: string | null }> {
  const row = await db
    .selectFrom("ledger_attempts")
    .select(["entity_id", "scheduled_transaction_id"])
    .where("job_id", "=", jobId)
    .where("attempt_no", "=", attemptNo)
    .executeTakeFirstOrThrow();
  return { scheduleId: row.entity_id, scheduledTransactionId: row.scheduled_transaction_id };
}

/** How many of the job's schedules ended without effect, or could not be made for the second that they should end in. */
export async function endedSchedules(
  db: Db,
  jobId: string,
): Promise<{ readonly all: number /** Whose work had too low a cap. */; readonly tooDear: number }> {
  const rows = await db
    .selectFrom("ledger_attempts")
    .select("ending")
    .where("job_id", "=", jobId)
    .where("phase", "=", "dead")
    .where((is) => is.or([is("entity_id", "is not", null), is("ending", "=", secondIsFull)]))
    .execute();
  return { all: rows.length, tooDear: rows.filter(({ ending }) => ending === feeAboveCap).length };
}

/**
 * Whose transactions the journal holds, and the tokens that it knows to be there.
 *
 * @param before what ended until then, a mirror must have come to
 */
export async function creationBooks(db: Db, before: Date): Promise<CreationBooks> {
  const payers = await sql<{ account_id: string; transaction_id: string | null }>`
    WITH RECURSIVE payers AS (
      (SELECT split_part(transaction_id, '@', 1) AS account_id FROM ledger_attempts
       WHERE phase = 'succeeded' ORDER BY 1 LIMIT 1)
      UNION ALL
      SELECT (SELECT split_part(attempt.transaction_id, '@', 1) FROM ledger_attempts AS attempt
              WHERE phase = 'succeeded' AND split_part(attempt.transaction_id, '@', 1) > payers.account_id
              ORDER BY 1 LIMIT 1)
      FROM payers WHERE account_id IS NOT NULL
    )
    SELECT account_id, newest.transaction_id FROM payers
    LEFT JOIN LATERAL (
      SELECT transaction_id FROM ledger_attempts AS attempt
      WHERE phase = 'succeeded' AND split_part(attempt.transaction_id, '@', 1) = account_id AND ended_at < ${before}
      ORDER BY valid_start DESC LIMIT 1) AS newest ON true
    WHERE account_id IS NOT NULL`.execute(db);
  const tokens = await sql<{ entity_id: string }>`
    SELECT entity_id FROM ledger_jobs JOIN ledger_attempts USING (job_id)
    WHERE kind = 'create-token' AND phase = 'succeeded' AND entity_id IS NOT NULL`.execute(db);
  return {
    payers: payers.rows.map((row) => ({ accountId: row.account_id, transactionId: row.transaction_id })),
    tokenIds: tokens.rows.map((row) => row.entity_id),
  };
}

/** The schedule exists and has ended without effect: the attempt that asked for it counts as dead after all. */
export async function endSchedule(tx: Tx, transactionId: string, ending: string, at: Date): Promise<void> {
  await tx
    .updateTable("ledger_attempts")
    .set({ phase: "dead", ending, ended_at: at })
    .where("transaction_id", "=", transactionId)
    .where("phase", "=", "succeeded")
    .execute();
}
