import { sql } from "kysely";
import { numberColumn, textColumn } from "../platform/columns.ts";
import { type Db, type Tx, together } from "../platform/database.ts";
import { packed } from "../platform/packed.ts";

/** The leaves in line for the log, and the order they enter it in. */

export type WaitingLeaf = {
  readonly outboxId: bigint;
  readonly orgId: string;
  readonly plantId: string;
  readonly seq: bigint;
  readonly recordId: string;
  readonly verdict: string;
  readonly commitment: Uint8Array;
  /** Canonical JSON of what becomes public of its record; null: nothing. */
  readonly publicForm: Uint8Array | null;
  readonly recordedAt: Date;
  /** Of the request that recorded it; null: it is not traced. */
  readonly trace: string | null;
};

type PlantKey = Pick<WaitingLeaf, "orgId" | "plantId">;

export async function anyWaiting(db: Db): Promise<boolean> {
  return (
    (await db.selectFrom("outbox").select("outbox_id").orderBy("outbox_id").limit(1).executeTakeFirst()) !== undefined
  );
}

/** The next leaves for the log, at most `limit`: first come, first served, and each plant's in `seq` order without a gap. */
export async function readNextLeaves(tx: Tx, limit: number): Promise<WaitingLeaf[]> {
  const rows = await tx.selectFrom("outbox").selectAll().orderBy("outbox_id").limit(limit).execute();
  const waiting = rows.map((row) => ({
    outboxId: row.outbox_id,
    orgId: row.org_id,
    plantId: row.plant_id,
    seq: row.seq,
    recordId: row.record_id,
    verdict: row.verdict,
    commitment: row.commitment,
    publicForm: row.public_form,
    recordedAt: row.created_at,
    trace: row.trace,
  }));
  return nextInLine(waiting, await newestSeqs(tx, waiting));
}

/**
 * The waiting leaves that may enter the log now, given each plant's newest seq in it. Ids of one plant rise
 * with its seq, because they are drawn under the plant's head lock; should that ever fail, a leaf whose
 * forerunner is not there yet waits for it, whatever order the transactions committed in.
 */
export function nextInLine(waiting: readonly WaitingLeaf[], newest: ReadonlyMap<string, bigint>): WaitingLeaf[] {
  const reached = new Map(newest);
  const early = new Map<string, WaitingLeaf>();
  const line: WaitingLeaf[] = [];
  for (const arrived of waiting) {
    const plant = plantKey(arrived);
    early.set(`${plant} ${arrived.seq}`, arrived);
    for (;;) {
      const next = (reached.get(plant) ?? 0n) + 1n;
      const leaf = early.get(`${plant} ${next}`);
      if (leaf === undefined) break;
      early.delete(`${plant} ${next}`);
      reached.set(plant, next);
      line.push(leaf);
    }
  }
  return line;
}

export const plantKey = ({ orgId, plantId }: PlantKey): string => JSON.stringify([orgId, plantId]);

async function newestSeqs(tx: Tx, leaves: readonly PlantKey[]): Promise<Map<string, bigint>> {
  const plants = [...new Map(leaves.map((leaf) => [plantKey(leaf), leaf])).values()];
  const { rows } = await sql<{ org_id: string; plant_id: string; seq: bigint }>`
    SELECT plant.org_id, plant.plant_id, newest.seq
    FROM unnest(${plants.map((plant) => plant.orgId)}::text[], ${plants.map((plant) => plant.plantId)}::text[])
      AS plant (org_id, plant_id)
    CROSS JOIN LATERAL (
      SELECT seq FROM log_leaves AS leaf
      WHERE leaf.org_id = plant.org_id AND leaf.plant_id = plant.plant_id ORDER BY seq DESC LIMIT 1
    ) AS newest`.execute(tx);
  return new Map(rows.map((row) => [plantKey({ orgId: row.org_id, plantId: row.plant_id }), row.seq]));
}

/** @returns the leaves, by their ids, that were counted as late: also those that became so since they were read */
export async function moveToLog(tx: Tx, firstIndex: number, leaves: readonly WaitingLeaf[]): Promise<Set<bigint>> {
  const commitments = packed(leaves.map((leaf) => leaf.commitment));
  const inserted = sql`
    INSERT INTO log_leaves (leaf_index, org_id, plant_id, seq, record_id, commitment)
    SELECT ${firstIndex}::bigint + position - 1, org_id, plant_id, seq, record_id,
           substr(${commitments.bytes}::bytea, 32 * position::integer - 31, 32)
    FROM unnest(
      ${textColumn(leaves.map((leaf) => leaf.orgId))}, ${textColumn(leaves.map((leaf) => leaf.plantId))},
      ${numberColumn(
        leaves.map((leaf) => leaf.seq),
        "bigint",
      )}, ${textColumn(leaves.map((leaf) => leaf.recordId))}
    ) WITH ORDINALITY AS leaf (org_id, plant_id, seq, record_id, position)`.execute(tx);
  const ids = numberColumn(
    leaves.map((leaf) => leaf.outboxId),
    "bigint",
  );
  const taken = sql<{ id: bigint }>`
    WITH moved AS (DELETE FROM outbox WHERE outbox_id = ANY(${ids}) RETURNING outbox_id, late)
    SELECT outbox_id AS id FROM moved WHERE late`.execute(tx);
  const [, { rows }] = await together([inserted, taken]);
  return new Set(rows.map(({ id }) => id));
}
