import type { Generated } from "kysely";
import type { BigIntColumn, Nullable } from "./schema-columns.ts";

/** Tables behind the conventions of the API: repeated calls and quotas. */
export type ConventionTables = {
  idempotent_calls: {
    org_id: string;
    credential: string;
    idempotency_key: string;
    fingerprint: Uint8Array;
    claim_id: string;
    claimed_until: Date;
    created_at: Date;
    took_effect: Generated<boolean>;
    answer: Nullable<Uint8Array>;
  };
  org_quotas: {
    org_id: string;
    org_per_minute: Nullable<number>;
    key_per_minute: Nullable<number>;
    set_at: Date;
  };
  quota_use: { org_id: string; subject: string; window_no: BigIntColumn; taken: BigIntColumn; asked_at: Date };
};
