import type { BigIntColumn, Nullable } from "./schema-columns.ts";

type UnitOrder = {
  org_id: string;
  plant_id: string;
  issuance_id: string;
  token_id: string;
  units: BigIntColumn;
  idempotency_key: string;
  fingerprint: Uint8Array;
  requested_by: string;
  statement: Uint8Array;
  memo: string;
  record_id: string;
  seq: BigIntColumn;
  created_at: Date;
  job_id: Nullable<string>;
  transaction_id: Nullable<string>;
  last_seq: BigIntColumn;
  settled_at: Nullable<Date>;
  trace: Nullable<string>;
};

/** The tables of issued units and how they leave the treasury, as kysely sees them. */
export type UnitTables = {
  holdings: {
    org_id: string;
    plant_id: string;
    issuance_id: string;
    token_id: string;
    minted: BigIntColumn;
    free: BigIntColumn;
    moving: BigIntColumn;
    transferred: BigIntColumn;
    retired: BigIntColumn;
  };
  transfers: UnitOrder & {
    transfer_id: string;
    to_account: string;
    state: "ordered" | "pending_claim" | "done" | "failed" | "cancelled";
    route: Nullable<"transfer" | "airdrop">;
    recall_job_id: Nullable<string>;
    claim_transaction_id: Nullable<string>;
    recalled_at: Nullable<Date>;
    gone_after: Nullable<string>;
    reason: Nullable<string>;
  };
  retirements: UnitOrder & {
    retirement_id: string;
    method: "burn" | "account";
    account_id: Nullable<string>;
    state: "ordered" | "done" | "failed";
    failure: Nullable<string>;
  };
};
