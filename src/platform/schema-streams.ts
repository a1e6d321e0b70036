import type { Generated } from "kysely";
import type { BigIntColumn } from "./schema-columns.ts";

/** What live streams tell, in order. */
export type StreamTables = {
  stream_heads: { org_id: string; last_no: BigIntColumn; last_at: Date };
  stream_rollups: { only_row: Generated<boolean>; told_to: Date };
  stream_runs: { org_id: string; last_no: BigIntColumn; length: number; at: Date; told: string };
};
