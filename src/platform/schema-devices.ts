import type { BigIntColumn, Nullable, NullableBigInt } from "./schema-columns.ts";

/** The tables of device keys, signed readings, samples and claim codes, as kysely sees them. */
export type DeviceTables = {
  device_keys: {
    org_id: string;
    plant_id: string;
    device_id: string;
    key_id: string;
    public_key: Uint8Array;
    registered_at: Date;
    record_id: string;
    ends_at: Nullable<Date>;
    revoked_at: Nullable<Date>;
  };
  signed_readings: {
    org_id: string;
    plant_id: string;
    seq: BigIntColumn;
    record_id: string;
    device_id: string;
    key_id: string;
    device_seq: NullableBigInt;
    content_hash: Uint8Array;
    sha256: Uint8Array;
    evidence: Uint8Array;
  };
  samples: {
    org_id: string;
    plant_id: string;
    device_id: string;
    ended_at: Date;
    interval_s: number;
    slot_from: Date;
    slot_s: number;
    received_at: Date;
    content_hash: Uint8Array;
    body: Uint8Array;
    evidence: Nullable<Uint8Array>;
  };
  sample_counters: {
    org_id: string;
    plant_id: string;
    device_id: string;
    key_id: string;
    device_seq: BigIntColumn;
    ended_at: Date;
    content_hash: Uint8Array;
  };
  sample_slots: {
    org_id: string;
    plant_id: string;
    device_id: string;
    slot_from: Date;
    slot_s: number;
    samples: number;
    covered_s: number;
    first_received_at: Date;
    newest_received_at: Date;
    later_at: Nullable<Date>;
    due_at: Date;
  };
  device_nonces: { org_id: string; key_id: string; nonce: string; expires_at: Date };
  claim_codes: {
    org_id: string;
    plant_id: string;
    device_id: string;
    claim_id: string;
    code_hash: Uint8Array;
    created_at: Date;
    created_by: string;
    expires_at: Date;
    claimed_at: Nullable<Date>;
  };
  claim_attempts: { network: string; since: Date; failures: number };
};
