import { sql } from "kysely";
import type { Db, Tx } from "../platform/database.ts";
import type { Job } from "./journal.ts";

/** Jobs of direct messages: each makes one approved record public, once in effect. */

export type DirectJob = Job & { readonly kind: "record"; readonly leafIndex: number };

/** Puts the messages in line. Nothing is sent before a checkpoint that covers their leaves is on the topic. */
export async function insertDirectJobs(tx: Tx, jobs: readonly DirectJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await sql`
    INSERT INTO ledger_jobs (job_id, kind, topic_id, leaf_index, payload, state, created_at, trace)
    SELECT job_id, 'record', topic_id, leaf_index, payload, 'open', created_at, trace
    FROM unnest(
      ${jobs.map((job) => job.jobId)}::text[], ${jobs.map((job) => job.topicId)}::text[],
      ${jobs.map((job) => String(job.leafIndex))}::bigint[], ${jobs.map((job) => job.payload)}::bytea[],
      ${jobs.map((job) => job.createdAt.toISOString())}::timestamptz[],
      ${jobs.map((job) => job.trace ?? null)}::text[]
    ) AS job (job_id, topic_id, leaf_index, payload, created_at, trace)`.execute(tx);
}

/**
 * The next that may be sent, in the log's order, without those already in the air. None while anchoring is halted; of a
 * pause only what is under way.
 */
export async function nextDirectJobs(
  db: Db,
  inTheAir: readonly string[],
  limit: number,
  isPaused: boolean,
): Promise<DirectJob[]> {
  const { rows } = await sql<Row>`
    SELECT job_id, topic_id, leaf_index, payload, created_at, trace FROM ledger_jobs AS job
    WHERE state = 'open' AND kind = 'record'
      AND leaf_index < (SELECT size FROM checkpoints WHERE anchored_at IS NOT NULL ORDER BY size DESC LIMIT 1)
      AND job_id <> ALL(${[...inTheAir]}::text[])
      AND NOT EXISTS (SELECT FROM log_state WHERE halted IS NOT NULL)
      AND (NOT ${isPaused}::boolean OR EXISTS (
        SELECT FROM ledger_attempts AS attempt WHERE attempt.job_id = job.job_id AND attempt.phase = 'open'))
    ORDER BY leaf_index LIMIT ${limit}`.execute(db);
  return rows.map((row) => ({
    jobId: row.job_id,
    kind: "record",
    topicId: row.topic_id,
    leafIndex: Number(row.leaf_index),
    payload: row.payload,
    createdAt: row.created_at,
    trace: row.trace,
  }));
}

type Row = {
  job_id: string;
  topic_id: string;
  leaf_index: bigint;
  payload: Uint8Array;
  created_at: Date;
  trace: string | null;
};
