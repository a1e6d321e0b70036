import type { Generated } from "kysely";
import type { BigIntColumn, Nullable } from "./schema-columns.ts";

/** The tables of events and webhooks, as kysely sees them. */
export type EventTables = {
  tenant_events: {
    org_id: string;
    event_no: Generated<bigint>;
    event_id: string;
    type: string;
    plant_id: Nullable<string>;
    at: Date;
    body: string;
    handed_on: Generated<boolean>;
  };
  webhook_endpoints: {
    org_id: string;
    endpoint_id: string;
    url: string;
    types: string[];
    plants: Nullable<string[]>;
    description: string;
    created_at: Date;
    updated_at: Date;
    secret_no: Generated<number>;
    earlier_secret_until: Nullable<Date>;
    disabled_at: Nullable<Date>;
    disabled_why: Nullable<string>;
  };
  webhook_anchored: { org_id: string; told_to: BigIntColumn };
  webhook_deliveries: {
    org_id: string;
    endpoint_id: string;
    delivery_id: Generated<bigint>;
    event_id: string;
    state: Generated<"pending" | "delivered" | "dead">;
    created_at: Date;
    attempts: Generated<number>;
    next_at: Date;
    ended_at: Nullable<Date>;
  };
  webhook_attempts: {
    org_id: string;
    delivery_id: BigIntColumn;
    at: Date;
    status: Nullable<number>;
    error: Nullable<string>;
    elapsed_ms: number;
  };
};
