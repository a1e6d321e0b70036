import type { Generated } from "kysely";
import type { BigIntColumn, Nullable, NullableBigInt } from "./schema-columns.ts";

/** The tables of the log, as kysely sees them. */
export type LogTables = {
  log_leaves: {
    leaf_index: BigIntColumn;
    org_id: string;
    plant_id: string;
    seq: BigIntColumn;
    record_id: string;
    commitment: Uint8Array;
  };
  log_nodes: { level: number; first_index: BigIntColumn; hashes: Uint8Array };
  log_state: {
    only_row: Generated<boolean>;
    origin: string;
    verifier_key: string;
    network: string;
    payer_account_id: string;
    topic_id: Nullable<string>;
    size: BigIntColumn;
    root: Uint8Array;
    scanned_sequence: BigIntColumn;
    announced: boolean;
    fence_token: BigIntColumn;
    halted: Nullable<string>;
    halt_kind: Nullable<string>;
  };
  log_predecessors: {
    log_no: number;
    origin: string;
    verifier_key: string;
    size: BigIntColumn;
    reason: string;
    ended_by: string;
    ended_at: Date;
  };
  checkpoints: {
    size: BigIntColumn;
    first_leaf: BigIntColumn;
    root: Uint8Array;
    note: string;
    message: Uint8Array;
    created_at: Date;
    job_id: string;
    transaction_id: Nullable<string>;
    sequence_number: NullableBigInt;
    consensus_timestamp: Nullable<string>;
    running_hash: Nullable<Uint8Array>;
    anchored_at: Nullable<Date>;
  };
};
