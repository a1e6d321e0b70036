import type { ColumnType, Generated } from "kysely";
import type { AlertTables } from "./schema-alerts.ts";
import type { BigIntColumn, JsonColumn, Nullable, NullableBigInt } from "./schema-columns.ts";
import type { ContextTables } from "./schema-context.ts";
import type { ConventionTables } from "./schema-conventions.ts";
import type { DeviceTables } from "./schema-devices.ts";
import type { EventTables } from "./schema-events.ts";
import type { HistoryTables } from "./schema-history.ts";
import type { IssuanceTables } from "./schema-issuance.ts";
import type { LogTables } from "./schema-log.ts";
import type { MeasureTables } from "./schema-measures.ts";
import type { StreamTables } from "./schema-streams.ts";
import type { UnitTables } from "./schema-units.ts";
import type { UserTables } from "./schema-users.ts";

/** The tables as kysely sees them; `migrations/` is their source and `migrations/schema.sql` their dump. */
export type Database = ConventionTables &
  IssuanceTables &
  DeviceTables &
  EventTables &
  AlertTables &
  ContextTables &
  StreamTables &
  HistoryTables &
  LogTables &
  UnitTables &
  UserTables &
  MeasureTables & {
    organisations: { org_id: string; name: string; created_at: Date };
    api_keys: {
      key_id: string;
      org_id: string;
      secret_hash: Uint8Array;
      roles: string[];
      label: string;
      created_at: Date;
      expires_at: Nullable<Date>;
      revoked_at: Nullable<Date>;
      scopes: Nullable<string[]>;
      plants: Nullable<string[]>;
      devices: Nullable<string[]>;
      networks: Nullable<string[]>;
      last_used_at: Nullable<Date>;
      rotated_to: Nullable<string>;
    };
    admin_acts: {
      org_id: string;
      act_no: Generated<bigint>;
      at: Date;
      actor: Nullable<string>;
      act: string;
      object: string;
      detail: JsonColumn<unknown>;
      record_id: Nullable<string>;
    };
    plants: {
      org_id: string;
      plant_id: string;
      config: JsonColumn<unknown>;
      created_at: Date;
      version: Generated<number>;
    };
    devices: {
      org_id: string;
      plant_id: string;
      device_id: string;
      config: JsonColumn<unknown>;
      created_at: Date;
      version: Generated<number>;
    };
    plant_heads: {
      org_id: string;
      plant_id: string;
      seq: BigIntColumn;
      commitment: Nullable<Uint8Array>;
      /** JSON. */
      device_memory: string;
      public_fields: Nullable<string[]>;
      model_hash: Nullable<Uint8Array>;
      has_samples: Generated<boolean>;
    };
    device_learnt: {
      org_id: string;
      plant_id: string;
      device_id: string;
      /** JSON. */
      learnt: string;
    };
    records: {
      org_id: string;
      plant_id: string;
      seq: BigIntColumn;
      record_id: string;
      kind: string;
      device_id: Nullable<string>;
      received_at: Date;
      ended_at: Nullable<Date>;
      interval_s: Nullable<number>;
      status: Nullable<string>;
      trust_score: Nullable<string>;
      commitment: Uint8Array;
      body: Uint8Array;
    };
    record_ids: { record_id: string; org_id: string; plant_id: string; seq: BigIntColumn; received_at: Date };
    device_readings: {
      org_id: string;
      plant_id: string;
      device_id: string;
      is_interval: boolean;
      ended_at: Date;
      interval_s: Nullable<number>;
      covers_from: Date;
      covers_to: Date;
      content_hash: Uint8Array;
      record_id: string;
      seq: BigIntColumn;
      status: string;
      commitment: Uint8Array;
      energy_wh: NullableBigInt;
      export_wh: NullableBigInt;
      import_wh: NullableBigInt;
      gross_wh: NullableBigInt;
      power_w: ColumnType<bigint | null, bigint | null | undefined>;
      is_sampled: Generated<boolean>;
    };
    idempotency_keys: {
      org_id: string;
      idempotency_key: string;
      fingerprint: Uint8Array;
      record_id: Nullable<string>;
      created_at: Date;
    };
    audit_trail: {
      org_id: string;
      audit_id: Generated<bigint>;
      at: Date;
      actor: string;
      act: string;
      subject: string;
      detail: JsonColumn<unknown>;
      content_hash: Nullable<Uint8Array>;
    };
    outbox: {
      outbox_id: Generated<bigint>;
      org_id: string;
      plant_id: string;
      seq: BigIntColumn;
      record_id: string;
      verdict: string;
      commitment: Uint8Array;
      public_form: Nullable<Uint8Array>;
      created_at: Date;
      late: Generated<boolean>;
      trace: Nullable<string>;
    };
    ledger_jobs: {
      job_id: string;
      kind: string;
      topic_id: Nullable<string>;
      leaf_index: NullableBigInt;
      payload: Uint8Array;
      state: string;
      created_at: Date;
      settled_at: Nullable<Date>;
      subject: Nullable<string>;
      held: Generated<boolean>;
      trace: Nullable<string>;
      traces: Nullable<string[]>;
    };
    ledger_attempts: {
      job_id: string;
      attempt_no: number;
      transaction_id: string;
      valid_start: string;
      valid_duration_s: number;
      node_account_id: string;
      signed_bytes: Uint8Array;
      transaction_hash: string;
      after_sequence: NullableBigInt;
      phase: string;
      ending: Nullable<string>;
      sequence_number: NullableBigInt;
      entity_id: Nullable<string>;
      scheduled_transaction_id: Nullable<string>;
      part_ids: Nullable<string[]>;
      created_at: Date;
      ended_at: Nullable<Date>;
    };
    secret_prints: { setting: string; holder: string; print: Uint8Array; seen_at: Date };
    leases: { name: string; holder: string; token: BigIntColumn; expires_at: Date };
    plant_models: {
      org_id: string;
      plant_id: string;
      hash: Uint8Array;
      model_id: string;
      content: Uint8Array;
      training: JsonColumn<unknown>;
      drift: JsonColumn<unknown>;
      state: string;
      created_at: Date;
      requested_by: Nullable<string>;
    };
    plant_model_decisions: {
      org_id: string;
      plant_id: string;
      seq: BigIntColumn;
      record_id: string;
      hash: Uint8Array;
      decision: string;
      reason: string;
      decided_by: string;
      at: Date;
    };
    model_training: {
      org_id: string;
      plant_id: string;
      requested_at: Nullable<Date>;
      requested_by: Nullable<string>;
      checked_at: Nullable<Date>;
      trained_at: Nullable<Date>;
      head_seq: ColumnType<bigint, bigint | undefined, bigint>;
      outcome: Nullable<string>;
    };
    reviews: {
      org_id: string;
      plant_id: string;
      seq: BigIntColumn;
      record_id: string;
      status: string;
      effective_status: string;
      replaced_by: Nullable<string>;
      comes_back_as: Nullable<string>;
    };
    review_changes: {
      org_id: string;
      plant_id: string;
      seq: BigIntColumn;
      changed_seq: BigIntColumn;
      cause: string;
      cause_record_id: string;
      effective_status: string;
      decision: Nullable<string>;
      reason: Nullable<string>;
      decided_by: Nullable<string>;
      at: Date;
    };
    corrections: {
      org_id: string;
      plant_id: string;
      seq: BigIntColumn;
      record_id: string;
      replaces_seq: BigIntColumn;
      reading_seq: BigIntColumn;
      fingerprint: Uint8Array;
      commitment: Uint8Array;
      energy_wh: NullableBigInt;
      export_wh: NullableBigInt;
      import_wh: NullableBigInt;
      gross_wh: NullableBigInt;
    };
  };
