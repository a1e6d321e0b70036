import type { Generated } from "kysely";
import type { JsonColumn, Nullable, NullableBigInt } from "./schema-columns.ts";

type Severity = "info" | "warning" | "critical";

/** The tables of alerts, as kysely sees them. */
export type AlertTables = {
  alert_plants: { org_id: string; plant_id: string; defaults_on: boolean; read_to: NullableBigInt };
  alert_rules: {
    org_id: string;
    plant_id: string;
    rule_id: string;
    default_name: Nullable<string>;
    rule: JsonColumn<unknown>;
    version: Generated<number>;
    created_at: Date;
    updated_at: Date;
    begins_after: NullableBigInt;
  };
  alert_memories: {
    org_id: string;
    plant_id: string;
    rule_id: string;
    subject: string;
    rule_version: number;
    memory: JsonColumn<unknown>;
  };
  alert_silences: {
    org_id: string;
    silence_id: string;
    plant_id: Nullable<string>;
    rule_id: Nullable<string>;
    alert_id: Nullable<string>;
    reason: string;
    from_at: Date;
    until_at: Date;
    created_by: string;
    ended_at: Nullable<Date>;
    ended_by: Nullable<string>;
  };
  alerts: {
    org_id: string;
    alert_id: string;
    plant_id: Nullable<string>;
    rule_id: Nullable<string>;
    rule_version: Nullable<number>;
    kind: string;
    subject: string;
    severity: Severity;
    name: string;
    state: "pending" | "firing" | "acknowledged" | "silenced" | "resolved";
    told: Generated<boolean>;
    since: Date;
    fired_at: Nullable<Date>;
    resolved_at: Nullable<Date>;
    resolution: Nullable<string>;
    acknowledged_at: Nullable<Date>;
    acknowledged_by: Nullable<string>;
    note: Nullable<string>;
    value: Nullable<number>;
    summary: string;
    detail: JsonColumn<unknown>;
    event_id: Nullable<string>;
    created_at: Date;
    changed_at: Date;
  };
  alert_changes: {
    org_id: string;
    alert_id: string;
    change_no: number;
    change: string;
    at: Date;
    actor: Nullable<string>;
    note: Nullable<string>;
  };
  alert_channels: {
    org_id: string;
    channel_id: string;
    kind: "email" | "alertmanager";
    target: string;
    plants: Nullable<string[]>;
    least_severity: Severity;
    created_at: Date;
    created_by: string;
    confirmed_at: Nullable<Date>;
    last_sent_at: Nullable<Date>;
    last_error: Nullable<string>;
    last_error_at: Nullable<Date>;
  };
  alert_mails: {
    org_id: string;
    mail_id: Generated<bigint>;
    channel_id: string;
    alert_id: Nullable<string>;
    change_no: Nullable<number>;
    created_at: Date;
    due_at: Date;
    tries: Generated<number>;
  };
};
