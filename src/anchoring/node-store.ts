import { sql } from "kysely";
import { assertState } from "../kernel/fault.ts";
import { numberColumn } from "../platform/columns.ts";
import type { Db, Tx } from "../platform/database.ts";
import { packed } from "../platform/packed.ts";
import type { NodeId, TreeNode } from "../proof/tree.ts";

/**
 * Complete subtrees of the log's tree, as rows of runs: neighbours on one level that came together. Runs of a level follow
 * each other without a gap, and never change.
 */

/** In one run at most: of 32 bytes each, they stay within their row. A run may begin anywhere and ends before a multiple of it. */
const mostInRun = 32;

type Run = { readonly level: number; readonly first: number; readonly hashes: Uint8Array[] };

/** @param nodes what an append completed: of each level neighbours, in their order */
export async function insertNodes(tx: Tx, nodes: readonly TreeNode[]): Promise<void> {
  const runs = runsOf(nodes);
  const { bytes, starts, lengths } = packed(runs.map((run) => Buffer.concat(run.hashes)));
  const column = (pick: (run: Run) => number, type: "integer" | "bigint") => numberColumn(runs.map(pick), type);
  await sql`
    INSERT INTO log_nodes (level, first_index, hashes)
    SELECT level, first_index, substr(${bytes}::bytea, run_start, run_length)
    FROM unnest(
      ${column((run) => run.level, "integer")}, ${column((run) => run.first, "bigint")},
      ${numberColumn(starts, "integer")}, ${numberColumn(lengths, "integer")}
    ) AS run (level, first_index, run_start, run_length)`.execute(tx);
}

function runsOf(nodes: readonly TreeNode[]): Run[] {
  const runs: Run[] = [];
  const newest = new Map<number, Run>();
  for (const { level, index, hash } of nodes) {
    let run = newest.get(level);
    assertState(run === undefined || index === run.first + run.hashes.length, "tree nodes that are no neighbours");
    if (run === undefined || index % mostInRun === 0) {
      run = { level, first: index, hashes: [] };
      newest.set(level, run);
      runs.push(run);
    }
    run.hashes.push(hash);
  }
  return runs;
}

/** Stored complete subtrees, in any order. */
export async function readNodes(db: Db, ids: readonly NodeId[]): Promise<TreeNode[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ level: number; node_index: bigint; hash: Uint8Array }>`
    SELECT wanted.level, wanted.node_index, substr(run.hashes, (32 * (wanted.node_index - run.first_index) + 1)::integer, 32) AS hash
    FROM unnest(${ids.map((id) => id.level)}::smallint[], ${ids.map((id) => id.index)}::bigint[]) AS wanted (level, node_index)
    CROSS JOIN LATERAL (
      SELECT first_index, hashes FROM log_nodes
      WHERE level = wanted.level AND first_index <= wanted.node_index ORDER BY first_index DESC LIMIT 1
    ) AS run
    WHERE wanted.node_index < run.first_index + octet_length(run.hashes) / 32`.execute(db);
  return rows.map((row) => ({ level: row.level, index: Number(row.node_index), hash: row.hash }));
}

/** Those of `count` neighbouring complete subtrees of one level that are stored, from index `first` on, in order. */
export async function readRun(db: Db, wanted: { level: number; first: number; count: number }): Promise<Uint8Array[]> {
  const end = wanted.first + wanted.count;
  const rows = await db
    .selectFrom("log_nodes")
    .select(["first_index", "hashes"])
    .where("level", "=", wanted.level)
    .where("first_index", ">", BigInt(wanted.first - mostInRun))
    .where("first_index", "<", BigInt(end))
    .orderBy("first_index")
    .execute();
  return rows.flatMap(({ first_index, hashes }) => {
    const first = Number(first_index);
    const from = Math.max(0, wanted.first - first);
    const to = Math.min(hashes.length / 32, end - first);
    return Array.from({ length: Math.max(0, to - from) }, (_, i) =>
      hashes.subarray(32 * (from + i), 32 * (from + i + 1)),
    );
  });
}
