import { CompiledQuery, sql } from "kysely";
import type { Db, Tx } from "../platform/database.ts";
import type { Statement } from "../platform/volley.ts";

/** The log this database belongs to. Sizes and sequence numbers stay far below 2^53. */
export type LogState = {
  readonly origin: string;
  readonly verifierKey: string;
  readonly network: string;
  readonly payerAccountId: string;
  readonly topicId: string | null;
  readonly size: number;
  readonly root: Uint8Array;
  readonly scannedSequence: bigint;
  readonly announced: boolean;
  /** Why anchoring stands still, if it does. */
  readonly halted: string | null;
  readonly haltKind: HaltKind | null;
  /** When the server that answered was started: another one that has taken over has another time. */
  readonly server: string;
};

/**
 * `history`: going on could sign a second history, so a person has to look.
 * `key`: no gateway with the log's key is running; the first one that has it goes on.
 */
export type HaltKind = "history" | "key";

export type NewLog = Pick<LogState, "origin" | "verifierKey" | "network" | "payerAccountId" | "topicId" | "root">;

/** Two first starts at once make one log: the second finds the first one's row. */
export async function insertLogUnlessThere(db: Db, log: NewLog): Promise<void> {
  await db
    .insertInto("log_state")
    .values({
      origin: log.origin,
      verifier_key: log.verifierKey,
      network: log.network,
      payer_account_id: log.payerAccountId,
      topic_id: log.topicId,
      size: 0n,
      root: log.root,
      scanned_sequence: 0n,
      announced: false,
      fence_token: 0n,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function readLog(db: Db): Promise<LogState | undefined> {
  const row = await db
    .selectFrom("log_state")
    .selectAll()
    .select(sql<string>`extract(epoch FROM pg_postmaster_start_time())::text`.as("server"))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    origin: row.origin,
    verifierKey: row.verifier_key,
    network: row.network,
    payerAccountId: row.payer_account_id,
    topicId: row.topic_id,
    size: Number(row.size),
    root: row.root,
    scannedSequence: row.scanned_sequence,
    announced: row.announced,
    halted: row.halted,
    haltKind: row.halt_kind as HaltKind | null,
    server: row.server,
  };
}

export class LeaseLost extends Error {
  constructor() {
    super("another gateway has become the sequencer");
    this.name = "LeaseLost";
  }
}

/** A holder of the lease, as its writes show it. */
export type Holder = {
  /** Rises with every change of holder. */
  readonly token: bigint;
  readonly leaseMs: number;
};

/**
 * First statement of every write of the sequencer: locks the log, or fails for a holder that was overtaken, by a division by
 * zero. Then nothing runs of what was sent behind it: without the log's lock it would meet the new holder's.
 * One that is paused in the middle of its transaction loses it, lock and all, after as long as its lease.
 */
export function fence({ token, leaseMs }: Holder): Statement {
  return {
    text: `WITH held AS (
        UPDATE log_state SET fence_token = $1 WHERE fence_token <= $1
        RETURNING set_config('idle_in_transaction_session_timeout', $2, true))
      SELECT 1 / count(*) FROM held`,
    values: [token, String(leaseMs)],
  };
}

/** @throws {LeaseLost} where the fence kept its holder out */
export async function letThrough(fenced: Promise<unknown> | undefined): Promise<void> {
  await fenced?.catch((error: { code?: unknown }) => {
    throw error.code === "22012" ? new LeaseLost() : error;
  });
}

/** Raises the fence for a new holder of the lease: from here on, no earlier holder can commit anything. */
export async function takeOver(tx: Tx, holder: Holder): Promise<void> {
  const { text, values } = fence(holder);
  await letThrough(tx.executeQuery(CompiledQuery.raw(text, [...values])));
  // Whoever takes over has the key.
  await tx.updateTable("log_state").set({ halted: null, halt_kind: null }).where("halt_kind", "=", "key").execute();
}

/** Says that nobody signs because the key is missing; not while a gateway that has it is at work. */
export async function reportMissingKey(db: Db, leaseName: string, reason: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("log_state")
    .set({ halted: reason, halt_kind: "key" })
    .where("halted", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("leases").select("name").where("name", "=", leaseName).where("expires_at", ">", sql<Date>`now()`),
        ),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function updateLog(
  tx: Tx,
  change: {
    origin?: string;
    verifierKey?: string;
    topicId?: string | null;
    announced?: boolean;
    size?: number;
    root?: Uint8Array;
    scannedSequence?: bigint;
    halt?: { readonly kind: HaltKind; readonly reason: string };
  },
): Promise<void> {
  await tx
    .updateTable("log_state")
    .set({
      ...(change.origin !== undefined && { origin: change.origin }),
      ...(change.verifierKey !== undefined && { verifier_key: change.verifierKey }),
      ...(change.topicId !== undefined && { topic_id: change.topicId }),
      ...(change.announced !== undefined && { announced: change.announced }),
      ...(change.size !== undefined && { size: change.size }),
      ...(change.root !== undefined && { root: change.root }),
      ...(change.scannedSequence !== undefined && { scanned_sequence: change.scannedSequence }),
      ...(change.halt !== undefined && { halted: change.halt.reason, halt_kind: change.halt.kind }),
    })
    .execute();
}

/** The announcement of this log is on the topic. */
export async function markAnnounced(tx: Tx, origin: string): Promise<void> {
  await tx.updateTable("log_state").set({ announced: true }).where("origin", "=", origin).execute();
}

/** What opens a log that never signed anything, and has not arrived yet, is given up: a topic or announcement that nobody reads. */
export async function abandonOpening(tx: Tx, at: Date): Promise<void> {
  const ended = { phase: "dead", ending: "the log was given up", ended_at: at };
  const openings = tx.selectFrom("ledger_jobs").select("job_id").where("kind", "in", ["create-topic", "announce"]);
  await tx
    .updateTable("ledger_attempts")
    .set(ended)
    .where("phase", "=", "open")
    .where("job_id", "in", openings)
    .execute();
  const settled = { state: "settled", settled_at: at };
  await tx
    .updateTable("ledger_jobs")
    .set(settled)
    .where("state", "=", "open")
    .where("job_id", "in", openings)
    .execute();
}

/** Gauges for metrics and readiness, one cheap query. */
export async function anchoringGauges(
  db: Db,
  /** Approved records of before, which are not anchored, are late. */
  lateBefore: Date = new Date(0),
): Promise<{
  waiting: number;
  late: number;
  lastAnchoredAt: Date | null;
  oldestWaitingAt: Date | null;
  size: number;
  anchoredSize: number;
  halted: string | null;
}> {
  const { rows } = await sql<{
    waiting: string;
    late: string;
    last: Date | null;
    oldest: Date | null;
    size: bigint | null;
    anchored: bigint | null;
    halted: string | null;
  }>`
    SELECT line.waiting, (line.late + (
             SELECT coalesce(sum(records), 0) FROM anchor_waits WHERE recorded_at < ${lateBefore}))::text AS late,
           (SELECT created_at FROM outbox ORDER BY outbox_id LIMIT 1) AS oldest,
           (SELECT size FROM log_state) AS size,
           newest.size AS anchored, newest.anchored_at AS last,
           (SELECT halted FROM log_state) AS halted
    FROM (
      SELECT count(*)::text AS waiting,
             count(*) FILTER (WHERE verdict = 'approved' AND created_at < ${lateBefore}) AS late FROM outbox
    ) AS line LEFT JOIN LATERAL (
      SELECT size, anchored_at FROM checkpoints WHERE anchored_at IS NOT NULL ORDER BY size DESC LIMIT 1
    ) AS newest ON true`.execute(db);
  const row = rows[0];
  return {
    waiting: Number(row?.waiting ?? 0),
    late: Number(row?.late ?? 0),
    lastAnchoredAt: row?.last ?? null,
    oldestWaitingAt: row?.oldest ?? null,
    size: Number(row?.size ?? 0),
    anchoredSize: Number(row?.anchored ?? 0),
    halted: row?.halted ?? null,
  };
}
