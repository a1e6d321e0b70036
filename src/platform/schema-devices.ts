import type { BigIntColumn, Nullable, NullableBigInt } from "./schema-columns.ts";

/** The tables of device keys, signed readings and claim codes, as kysely sees them. */
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
