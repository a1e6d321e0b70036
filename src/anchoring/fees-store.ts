import { sql } from "kysely";
import type { LedgerTime } from "../ledger/ledger.ts";
import type { Db, Tx } from "../platform/database.ts";
import { nanosOf } from "./attempt.ts";

/** What transactions of this gateway cost. Amounts are tinybars. */

/** Transactions of a job are signed and may be charged from now on: each id once. */
export async function insertCharges(tx: Tx, jobId: string, transactionIds: readonly string[], at: Date): Promise<void> {
  await sql`
    INSERT INTO ledger_charges (transaction_id, kind, signed_at)
    SELECT transaction_id, kind, ${at} FROM ledger_jobs
    CROSS JOIN unnest(${[...transactionIds]}::text[]) AS charged (transaction_id) WHERE job_id = ${jobId}
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** The same of a heartbeat, which is no job's. */
export async function insertHeartbeatCharge(db: Db, transactionId: string, at: Date): Promise<void> {
  await db
    .insertInto("ledger_charges")
    .values({ transaction_id: transactionId, kind: "heartbeat", signed_at: at })
    .execute();
}

/** What a schedule ran has the id of its creation with this behind it. */
const scheduledEnd = "?scheduled";

export async function anyUntold(db: Db): Promise<boolean> {
  return (await db.selectFrom("ledger_charges").select("kind").limit(1).executeTakeFirst()) !== undefined;
}

/** From where on the mirror's list has to be read for what is not told yet; undefined: nothing there. */
export async function firstUntold(db: Db): Promise<LedgerTime | undefined> {
  const { rows } = await sql<{ start: string | null }>`
    SELECT min(split_part(transaction_id, '@', 2)) AS start FROM ledger_charges
    WHERE transaction_id NOT LIKE ${`%${scheduledEnd}`}`.execute(db);
  return rows[0]?.start ?? undefined;
}

/** What the list did not show, oldest first: what was signed before a time, and all that schedules ran. */
export async function untoldBefore(db: Db, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT transaction_id AS id FROM ledger_charges
    WHERE signed_at < ${before} OR transaction_id LIKE ${`%${scheduledEnd}`} ORDER BY signed_at LIMIT ${limit}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** What the mirror tells of a transaction. */
export type Charged = {
  readonly transactionId: string;
  readonly consensusTimestamp: LedgerTime;
  readonly chargedFee: bigint;
};

/** Adds fees that the mirror told, each once: its transaction waits no more after this commit. @returns how many were ours */
export async function settleCharges(db: Db, told: readonly Charged[]): Promise<number> {
  if (told.length === 0) return 0;
  const { rows } = await sql<{ ours: bigint }>`
    WITH told AS (
      SELECT * FROM unnest(
        ${told.map(({ transactionId }) => transactionId)}::text[], ${told.map(({ chargedFee }) => String(chargedFee))}::bigint[],
        ${told.map(({ consensusTimestamp }) => isoOf(consensusTimestamp))}::timestamptz[]
      ) AS told (transaction_id, fee, at)
    ), ours AS (
      DELETE FROM ledger_charges AS charge USING told WHERE charge.transaction_id = told.transaction_id
      RETURNING charge.kind, told.fee, told.at
    ), added AS (
      INSERT INTO ledger_fees AS fees (day, kind, transactions, tinybars, newest_tinybars, newest_at, first_at)
      SELECT (at AT TIME ZONE 'UTC')::date, kind, count(*), sum(fee)::bigint,
             (array_agg(fee ORDER BY at DESC))[1], max(at), min(at)
      FROM ours GROUP BY 1, 2 ORDER BY 1, 2
      ON CONFLICT (day, kind) DO UPDATE SET
        transactions = fees.transactions + excluded.transactions, tinybars = fees.tinybars + excluded.tinybars,
        newest_tinybars = CASE WHEN excluded.newest_at >= fees.newest_at THEN excluded.newest_tinybars
                               ELSE fees.newest_tinybars END,
        newest_at = greatest(fees.newest_at, excluded.newest_at), first_at = least(fees.first_at, excluded.first_at)
    ) SELECT count(*) AS ours FROM ours`.execute(db);
  return Number(rows[0]?.ours ?? 0);
}

/** Never ran, so was never charged. */
export async function dropCharge(db: Db, transactionId: string): Promise<void> {
  await db.deleteFrom("ledger_charges").where("transaction_id", "=", transactionId).execute();
}

export type Spending = {
  /** Charged, as the mirror told. */
  readonly told: bigint;
  /** What was signed and is not told yet, at what its kind cost last; a kind that never cost anything yet counts nothing. */
  readonly expected: bigint;
  /** Transactions that are not told yet, of any day. */
  readonly untold: number;
};

/** Fees of a day, which begins at midnight UTC. */
export async function spendingOf(db: Db, midnight: Date): Promise<Spending> {
  const { rows } = await sql<{ told: bigint; expected: bigint; untold: bigint }>`
    SELECT (SELECT coalesce(sum(tinybars), 0)::bigint FROM ledger_fees WHERE day = ${dayOf(midnight)}::date) AS told,
           (SELECT coalesce(sum(charge.transactions * newest.tinybars), 0)::bigint
            FROM (SELECT kind, count(*) AS transactions FROM ledger_charges WHERE signed_at >= ${midnight} GROUP BY kind)
              AS charge
            CROSS JOIN LATERAL (
              SELECT newest_tinybars AS tinybars FROM ledger_fees AS fees WHERE fees.kind = charge.kind
              ORDER BY day DESC LIMIT 1) AS newest) AS expected,
           (SELECT count(*) FROM ledger_charges) AS untold`.execute(db);
  const [row] = rows;
  return { told: row?.told ?? 0n, expected: row?.expected ?? 0n, untold: Number(row?.untold ?? 0) };
}

/** What was charged since a midnight UTC, and when the first of it was; undefined: nothing. */
export async function chargedSince(
  db: Db,
  midnight: Date,
): Promise<{ readonly tinybars: bigint; readonly first: Date } | undefined> {
  const { rows } = await sql<{ tinybars: bigint | null; first: Date | null }>`
    SELECT sum(tinybars)::bigint AS tinybars, min(first_at) AS first FROM ledger_fees
    WHERE day >= ${dayOf(midnight)}::date`.execute(db);
  const { tinybars = null, first = null } = rows[0] ?? {};
  return tinybars === null || first === null ? undefined : { tinybars, first };
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

const isoOf = (time: LedgerTime) => new Date(Number(nanosOf(time) / 1_000_000n)).toISOString();
