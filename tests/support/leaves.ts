import { sql } from "kysely";
import { enqueueLeaves, type Leaf } from "../../src/anchoring/outbox.ts";
import { numberColumn, textColumn } from "../../src/platform/columns.ts";
import type { Tx } from "../../src/platform/database.ts";

/** Puts leaves in line as whoever writes records does, with the ids that their places are found by. */
export async function enqueueWithIds(tx: Tx, leaves: readonly Leaf[], at: Date): Promise<void> {
  const texts = (pick: (leaf: Leaf) => string) => textColumn(leaves.map(pick));
  const seqs = numberColumn(
    leaves.map(({ seq }) => seq),
    "bigint",
  );
  await sql`
    INSERT INTO record_ids (record_id, org_id, plant_id, seq, received_at)
    SELECT leaf.*, ${at} FROM unnest(
      ${texts(({ recordId }) => recordId)}, ${texts(({ orgId }) => orgId)}, ${texts(({ plantId }) => plantId)}, ${seqs}
    ) AS leaf`.execute(tx);
  await enqueueLeaves(tx, leaves, at);
}
