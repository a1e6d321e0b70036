import type { Generated } from "kysely";
import type { BigIntColumn, Nullable } from "./schema-columns.ts";

/** The tables of rollups, as kysely sees them. */
export type HistoryTables = {
  rollup_positions: { org_id: string; plant_id: string; seq: BigIntColumn; rolled_at: Date };
  rollup_lines: {
    org_id: string;
    line_id: Generated<bigint>;
    plant_id: string;
    device_id: string;
    metric: string;
    last_at: Date;
    last_seq: BigIntColumn;
    last_value: number;
  };
  rollups: {
    org_id: string;
    line_id: BigIntColumn;
    width_s: number;
    ended_at: Date;
    count: number;
    sum: string;
    min: Nullable<number>;
    max: Nullable<number>;
    last: Nullable<number>;
    last_at: Nullable<Date>;
    approved: number;
    flagged: number;
    rejected: number;
  };
  rollup_strips: {
    org_id: string;
    line_id: BigIntColumn;
    width_s: number;
    ended_at: Date;
    means: Nullable<Buffer>;
    rest: Nullable<Buffer>;
  };
  rollup_strip_marks: { width_s: number; ended_at: Date };
};
