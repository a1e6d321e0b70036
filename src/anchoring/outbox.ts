import { sql } from "kysely";
import { assertState } from "../kernel/fault.ts";
import type { Randomness } from "../kernel/time.ts";
import type { NetworkName } from "../ledger/ledger.ts";
import { numberColumn, textColumn } from "../platform/columns.ts";
import type { Db, Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import { packed } from "../platform/packed.ts";
import { insertJob, newJobId } from "./journal.ts";
import { readPredecessors } from "./predecessors.ts";
import { encodeOrder, type Order, type WorkKind } from "./work-payload.ts";

export type { OrderedWork } from "./work-payload.ts";

/**
 * The one file of anchoring that others import: put a leaf in line for the log, inside the transaction
 * that writes what it commits to, and ask how far a leaf has got.
 */

export type LeafVerdict = "approved" | "flagged" | "rejected" | "other";

export type Leaf = {
  readonly orgId: string;
  readonly plantId: string;
  readonly seq: bigint;
  readonly recordId: string;
  readonly verdict: LeafVerdict;
  /** 32 bytes: SHA-256 of the record's exact bytes. */
  readonly commitment: Uint8Array;
  /** Direct mode: canonical JSON, at most 700 bytes, of what becomes public of an approved record. */
  readonly publicForm?: Uint8Array | undefined;
  /** Trace of the request that records it (`traceparent`), where that is to be followed to the ledger. */
  readonly trace?: string | null | undefined;
};

/**
 * Puts leaves in line, in the order given. The caller holds the plants' head locks, so ids of one plant
 * rise with its seq. A crash before commit leaves neither record nor leaf; after it, both.
 */
export async function enqueueLeaves(tx: Tx, leaves: readonly Leaf[], at: Date): Promise<void> {
  if (leaves.length === 0) return;
  const commitments = packed(leaves.map((leaf) => leaf.commitment));
  // An array of nulls would cost whoever traces nothing, or publishes nothing.
  const isTraced = leaves.some(({ trace }) => typeof trace === "string");
  const traces = isTraced ? sql`(${leaves.map(({ trace }) => trace ?? null)}::text[])[position::integer]` : sql`NULL`;
  const isPublic = leaves.some(({ publicForm }) => publicForm !== undefined);
  const forms = isPublic
    ? sql`(${leaves.map(({ publicForm }) => publicForm ?? null)}::bytea[])[position::integer]`
    : sql`NULL`;
  const queued = sql`
    INSERT INTO outbox (org_id, plant_id, seq, record_id, verdict, commitment, public_form, created_at, trace)
    SELECT org_id, plant_id, seq, record_id, verdict,
           substr(${commitments.bytes}::bytea, 32 * position::integer - 31, 32), ${forms}, ${at}, ${traces}
    FROM unnest(
      ${textColumn(leaves.map((leaf) => leaf.orgId))}, ${textColumn(leaves.map((leaf) => leaf.plantId))},
      ${numberColumn(
        leaves.map((leaf) => leaf.seq),
        "bigint",
      )}, ${textColumn(leaves.map((leaf) => leaf.recordId))},
      ${textColumn(leaves.map((leaf) => leaf.verdict))}
    ) WITH ORDINALITY AS leaf (org_id, plant_id, seq, record_id, verdict, position)
    ORDER BY position`.execute(tx);
  await Promise.all([queued, publish(tx, { type: "outbox.filled" })]);
}

/**
 * Orders work of the ledger, once in effect, with the transaction that writes what asks for it: intent and work are
 * on disk before the network is touched, and the order stays as it is. A crash before the commit leaves nothing;
 * after it, the journal of attempts takes it to its end.
 *
 * @param order.subject what it is about, so that all work about one thing can be held
 * @returns the job's id
 */
export async function orderWork(
  tx: Tx,
  order: Order & { readonly kind: WorkKind; readonly subject: string },
  facts: { readonly random: Randomness; readonly at: Date; readonly trace?: string | null },
): Promise<string> {
  const { kind, subject, ...what } = order;
  const jobId = newJobId(facts.random);
  const payload = encodeOrder(what);
  await insertJob(tx, { jobId, kind, topicId: null, payload, createdAt: facts.at, subject, trace: facts.trace });
  await publish(tx, { type: "work.ordered" });
  return jobId;
}

/** From this commit on nothing new is signed for the subject; what is under way is followed to its end. */
export async function holdWorks(tx: Tx, subject: string): Promise<void> {
  await tx
    .updateTable("ledger_jobs")
    .set({ held: true })
    .where("subject", "=", subject)
    .where("state", "=", "open")
    .execute();
}

/** Ends a hold. */
export async function releaseWorks(tx: Tx, subject: string): Promise<void> {
  await tx.updateTable("ledger_jobs").set({ held: false }).where("subject", "=", subject).execute();
  await publish(tx, { type: "work.ordered" });
}

/**
 * What was ordered is on the ledger without an attempt of this journal: nothing is signed for it any more.
 *
 * @returns false while an attempt of it may still have an effect, or has had it
 */
export async function settleUnsent(tx: Tx, jobId: string, at: Date): Promise<boolean> {
  await tx.selectFrom("ledger_jobs").select("job_id").where("job_id", "=", jobId).forUpdate().execute();
  const { numUpdatedRows } = await tx
    .updateTable("ledger_jobs")
    .set({ state: "settled", settled_at: at })
    .where("job_id", "=", jobId)
    .where("state", "=", "open")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("ledger_attempts")
            .select("attempt_no")
            .where("job_id", "=", jobId)
            .where("phase", "in", ["open", "succeeded"]),
        ),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The topic that carries the log; undefined before the log is announced there. */
export async function readTopic(db: Db): Promise<{ readonly origin: string; readonly topicId: string } | undefined> {
  const row = await db.selectFrom("log_state").select(["origin", "topic_id", "announced"]).executeTakeFirst();
  if (row === undefined || row.topic_id === null || !row.announced) return undefined;
  return { origin: row.origin, topicId: row.topic_id };
}

/** The name of the database's first log, which is in every copy and backup of it and stays when another goes on from that log. */
export async function readOrigin(db: Db): Promise<string> {
  const row = await db.selectFrom("log_state").select("origin").executeTakeFirst();
  assertState(row !== undefined, "work for the ledger is ordered before there is a log");
  const [first] = await readPredecessors(db);
  return first?.origin ?? row.origin;
}

/** Leaves in the log; 0 before there is one. */
export async function readLogSize(db: Db): Promise<bigint> {
  const row = await db.selectFrom("log_state").select("size").executeTakeFirst();
  return row?.size ?? 0n;
}

/** Leaves under an anchored checkpoint: they are gapless, and stay. */
export async function anchoredSize(db: Db): Promise<bigint> {
  const row = await db
    .selectFrom("checkpoints")
    .select("size")
    .where("anchored_at", "is not", null)
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.size ?? 0n;
}

export type AnchoredLeaf = Pick<Leaf, "plantId" | "recordId" | "seq"> & { readonly leafIndex: bigint };

/** An organisation's leaves between two sizes of the log, in order. */
export async function anchoredLeaves(
  db: Db,
  orgId: string,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): Promise<AnchoredLeaf[]> {
  const rows = await db
    .selectFrom("log_leaves")
    .select(["leaf_index", "plant_id", "record_id", "seq"])
    .where("org_id", "=", orgId)
    .where("leaf_index", ">=", from)
    .where("leaf_index", "<", to)
    .orderBy("leaf_index")
    .execute();
  return rows.map((row) => ({
    plantId: row.plant_id,
    recordId: row.record_id,
    seq: row.seq,
    leafIndex: row.leaf_index,
  }));
}

export type Anchor =
  /** Durable and in line; not yet under an anchored checkpoint. */
  | { readonly state: "pending" }
  | {
      readonly state: "anchored";
      readonly network: NetworkName;
      readonly leafIndex: bigint;
      readonly treeSize: bigint;
      readonly topicId: string;
      readonly sequenceNumber: bigint;
      /** Null for the moments until the mirror shows it. */
      readonly consensusTimestamp: string | null;
      /** SDK text form, `0.0.5@1604557331.565419523`. */
      readonly transactionId: string;
      /** The record's own message, where its plant is in direct mode and it is approved. */
      readonly publicMessage?: PublicMessage;
    };

export type PublicMessage =
  | { readonly state: "pending" }
  | { readonly state: "published"; readonly sequenceNumber: bigint; readonly transactionId: string };

/** How far each record has got. Records that are unknown here are reported pending. */
export async function readAnchors(db: Db, recordIds: readonly string[]): Promise<Map<string, Anchor>> {
  const anchors = new Map<string, Anchor>(recordIds.map((id) => [id, { state: "pending" }]));
  if (recordIds.length === 0) return anchors;
  const { rows } = await sql<AnchorRow>`
    SELECT id.record_id, leaf.leaf_index, checkpoint.size, checkpoint.sequence_number,
           checkpoint.consensus_timestamp, checkpoint.transaction_id, log.network, log.topic_id,
           direct.state AS direct_state, told.sequence_number AS told_sequence, told.transaction_id AS told_transaction
    FROM record_ids AS id
    JOIN log_leaves AS leaf ON leaf.org_id = id.org_id AND leaf.plant_id = id.plant_id AND leaf.seq = id.seq
    CROSS JOIN log_state AS log
    CROSS JOIN LATERAL (
      SELECT * FROM checkpoints WHERE size > leaf.leaf_index ORDER BY size LIMIT 1
    ) AS checkpoint
    LEFT JOIN ledger_jobs AS direct ON direct.leaf_index = leaf.leaf_index AND direct.kind = 'record'
    LEFT JOIN ledger_attempts AS told ON told.job_id = direct.job_id AND told.phase = 'succeeded'
    WHERE id.record_id = ANY(${[...recordIds]}::text[]) AND checkpoint.anchored_at IS NOT NULL`.execute(db);
  for (const row of rows) {
    anchors.set(row.record_id, {
      state: "anchored",
      network: row.network as NetworkName,
      leafIndex: row.leaf_index,
      treeSize: row.size,
      topicId: row.topic_id,
      sequenceNumber: row.sequence_number,
      consensusTimestamp: row.consensus_timestamp,
      transactionId: row.transaction_id,
      ...(row.direct_state !== null && { publicMessage: publicMessageOf(row) }),
    });
  }
  return anchors;
}

/** Where an anchored checkpoint stands on the ledger. */
export type CheckpointPlace = {
  readonly network: string;
  readonly topicId: string;
  readonly sequenceNumber: bigint;
  readonly transactionId: string;
};

/** By the size of their trees. */
export async function readCheckpointPlaces(
  db: Db,
  sizes: readonly number[],
): Promise<ReadonlyMap<number, CheckpointPlace>> {
  if (sizes.length === 0) return new Map();
  const { rows } = await sql<AnchorRow>`
    SELECT checkpoint.size, checkpoint.sequence_number, checkpoint.transaction_id, log.network, log.topic_id
    FROM checkpoints AS checkpoint CROSS JOIN log_state AS log
    WHERE checkpoint.size = ANY(${sizes.map(String)}::bigint[]) AND checkpoint.anchored_at IS NOT NULL`.execute(db);
  return new Map(
    rows.map(({ size, network, topic_id: topicId, sequence_number: sequenceNumber, transaction_id: transactionId }) => [
      Number(size),
      { network, topicId, sequenceNumber, transactionId },
    ]),
  );
}

function publicMessageOf({ told_sequence: sequenceNumber, told_transaction: transactionId }: AnchorRow): PublicMessage {
  if (sequenceNumber === null || transactionId === null) return { state: "pending" };
  return { state: "published", sequenceNumber, transactionId };
}

type AnchorRow = {
  record_id: string;
  leaf_index: bigint;
  size: bigint;
  sequence_number: bigint;
  consensus_timestamp: string | null;
  transaction_id: string;
  network: string;
  topic_id: string;
  direct_state: string | null;
  told_sequence: bigint | null;
  told_transaction: string | null;
};

/** Since when the oldest record of each of these plants has waited for the ledger; absent: none waits. */
export async function oldestUnanchored(
  db: Db,
  plants: readonly { readonly orgId: string; readonly plantId: string }[],
): Promise<{ readonly orgId: string; readonly plantId: string; readonly since: Date }[]> {
  const [orgs, ids] = [plants.map(({ orgId }) => orgId), plants.map(({ plantId }) => plantId)];
  const size = await anchoredSize(db);
  const { rows } = await sql<{ org_id: string; plant_id: string; since: Date }>`
    SELECT org_id, plant_id, min(waiting.since) AS since FROM (
      SELECT org_id, plant_id, created_at AS since FROM outbox
      UNION ALL
      SELECT leaf.org_id, leaf.plant_id, id.received_at FROM log_leaves AS leaf JOIN record_ids AS id USING (record_id)
      WHERE leaf.leaf_index >= ${size}
    ) AS waiting JOIN unnest(${orgs}::text[], ${ids}::text[]) AS plant (org_id, plant_id) USING (org_id, plant_id)
    GROUP BY org_id, plant_id`.execute(db);
  return rows.map((row) => ({ orgId: row.org_id, plantId: row.plant_id, since: row.since }));
}
