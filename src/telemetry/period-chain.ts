import { sql } from "kysely";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { complete, type Incomplete } from "./packing/exact.ts";
import { recordsIn } from "./packing/records-in.ts";
import { pageOf } from "./packing/windows.ts";

/** A plant's days as instants: after the first, up to the last. */
export type ChainWindow = { readonly fromMs: number; readonly toMs: number };

const pageRows = 500;

/**
 * Exact bytes of what a plant's chain holds of some days, in order of acceptance: readings and corrections that
 * end in them, what reviews made of those, and every configuration. For a guest who may see those days only.
 */
export async function* chainOfDays(db: Db, key: PlantKey, window: ChainWindow): AsyncGenerator<Uint8Array> {
  const { orgId, plantId } = key;
  const [from, to] = [new Date(window.fromMs), new Date(window.toMs)];
  for (let after = 0n; ; ) {
    const scope = { ...key, afterSeq: after };
    const reviews = await reviewsOfDays(db, key, window, after);
    const rows = await pageOf(db, scope, "seq", pageRows, async ({ records, within }, limit) => {
      const found = await sql<Incomplete>`
        SELECT org_id, plant_id, seq, record_id, commitment, body FROM ${records.from} AS record
        WHERE org_id = ${orgId} AND plant_id = ${plantId} AND seq > ${after}
          AND (kind IN ('plant', 'device', 'design')
            OR (kind IN ('reading', 'correction') AND ended_at > ${from} AND ended_at <= ${to})
            OR (kind IN ('review', 'reopen') AND seq = ANY(${reviews.map(String)}::bigint[])))
          AND ${within("record")} AND ${records.only("record")}
        ORDER BY seq LIMIT ${limit}`.execute(db);
      return found.rows;
    });
    for (const { body } of await complete(db, rows)) yield body;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    after = last.seq;
  }
}

/** Places behind one of the chain's of reviews that touched readings or corrections of the days. */
async function reviewsOfDays(
  db: Db,
  { orgId, plantId }: PlantKey,
  { fromMs, toMs }: ChainWindow,
  after: bigint,
): Promise<bigint[]> {
  const { rows: changes } = await sql<{ seq: bigint; changed_seq: bigint }>`
    SELECT seq, changed_seq FROM review_changes
    WHERE org_id = ${orgId} AND plant_id = ${plantId} AND changed_seq > ${after}`.execute(db);
  if (changes.length === 0) return [];
  const seqs = [...new Set(changes.map(({ seq }) => seq))];
  const records = await recordsIn(db, [{ orgId, plantId, seqs, ended: { afterMs: fromMs, toMs } }], "facts");
  const { rows } = await sql<{ seq: bigint }>`
    SELECT record.seq FROM unnest(${seqs.map(String)}::bigint[]) AS place (seq)
    CROSS JOIN LATERAL (
      SELECT seq FROM ${records.from} AS record
      WHERE record.org_id = ${orgId} AND record.plant_id = ${plantId} AND record.seq = place.seq
        AND record.ended_at > ${new Date(fromMs)} AND record.ended_at <= ${new Date(toMs)} AND ${records.only("record")}
      LIMIT 1
    ) AS record`.execute(db);
  const touched = new Set(rows.map(({ seq }) => seq));
  return [...new Set(changes.filter(({ seq }) => touched.has(seq)).map((change) => change.changed_seq))];
}
