import { sql } from "kysely";
import type { Db, Tx } from "../platform/database.ts";

/** How long approved records wait for the ledger, as rows that are gone once it has them. */

/** Approved records of a checkpoint that were recorded at one time. */
export type Wait = { readonly recordedAt: Date; readonly late: boolean; readonly records: number };

export async function insertWaits(tx: Tx, size: number, waits: readonly Wait[]): Promise<void> {
  if (waits.length === 0) return;
  await sql`
    INSERT INTO anchor_waits (size, recorded_at, late, records)
    SELECT ${size}::bigint, * FROM unnest(
      ${waits.map(({ recordedAt }) => recordedAt.toISOString())}::timestamptz[],
      ${waits.map(({ late }) => late)}::boolean[], ${waits.map(({ records }) => records)}::integer[])`.execute(tx);
}

/** The checkpoint is anchored: nothing of it waits any more. */
export async function takeWaits(tx: Tx, size: number): Promise<Wait[]> {
  const rows = await tx
    .deleteFrom("anchor_waits")
    .where("size", "=", BigInt(size))
    .returning(["recorded_at", "late", "records"])
    .execute();
  return rows.map((row) => ({ recordedAt: row.recorded_at, late: row.late, records: row.records }));
}

/** Records marked at once: bounds the transaction. */
const mostAtOnce = 10_000;

/**
 * Marks approved records that were recorded before a time and are not anchored. A record is marked once: whoever else marks or
 * takes it waits for this transaction, and finds it marked.
 *
 * @returns how many
 */
export async function markLate(tx: Tx, before: Date): Promise<number> {
  const { rows } = await sql<{ records: bigint }>`
    WITH in_line AS (
      UPDATE outbox SET late = true WHERE outbox_id IN (
        SELECT outbox_id FROM outbox WHERE verdict = 'approved' AND NOT late AND created_at < ${before}
        ORDER BY outbox_id LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED)
      RETURNING 1 AS records
    ), in_log AS (
      UPDATE anchor_waits SET late = true WHERE NOT late AND recorded_at < ${before} RETURNING records
    )
    SELECT coalesce(sum(records), 0)::bigint AS records
    FROM (SELECT records FROM in_line UNION ALL SELECT records FROM in_log) AS marked`.execute(tx);
  return Number(rows[0]?.records ?? 0);
}

/** Whether anything in line is older. */
export async function anyOlder(db: Db, than: Date): Promise<boolean> {
  const { rows } = await sql<{ older: boolean | null }>`
    SELECT coalesce((SELECT created_at < ${than} FROM outbox ORDER BY outbox_id LIMIT 1), false)
        OR EXISTS (SELECT FROM anchor_waits WHERE NOT late AND recorded_at < ${than}) AS older`.execute(db);
  return rows[0]?.older === true;
}
