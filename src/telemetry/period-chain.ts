import { sql } from "kysely";
import type { PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";

/** A plant's days as instants: after the first, up to the last. */
export type ChainWindow = { readonly fromMs: number; readonly toMs: number };

const pageRows = 500;

/**
 * Exact bytes of what a plant's chain holds of some days, in order of acceptance: readings and corrections that
 * end in them, what reviews made of those, and every configuration. For a guest who may see those days only.
 */
export async function* chainOfDays(db: Db, key: PlantKey, { fromMs, toMs }: ChainWindow): AsyncGenerator<Uint8Array> {
  const { orgId, plantId } = key;
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  for (let after = 0n; ; ) {
    const { rows } = await sql<{ seq: bigint; body: Uint8Array }>`
      SELECT seq, body FROM records AS record
      WHERE org_id = ${orgId} AND plant_id = ${plantId} AND seq > ${after}
        AND (kind IN ('plant', 'device', 'design')
          OR (kind IN ('reading', 'correction') AND ended_at > ${from} AND ended_at <= ${to})
          OR (kind IN ('review', 'reopen') AND EXISTS (
            SELECT FROM review_changes AS change
            JOIN records AS reviewed ON reviewed.org_id = change.org_id AND reviewed.plant_id = change.plant_id
              AND reviewed.seq = change.seq
            WHERE change.org_id = record.org_id AND change.plant_id = record.plant_id AND change.changed_seq = record.seq
              AND reviewed.ended_at > ${from} AND reviewed.ended_at <= ${to})))
      ORDER BY seq LIMIT ${pageRows}`.execute(db);
    for (const row of rows) yield row.body;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    after = last.seq;
  }
}
