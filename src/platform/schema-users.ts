import type { Generated } from "kysely";
import type { JsonColumn, Nullable, NullableBigInt } from "./schema-columns.ts";

/** Tables of people and how they sign in, owned by `tenancy/`. */
export type UserTables = {
  users: {
    user_id: string;
    email: string;
    email_key: string;
    name: string;
    password_hash: string;
    created_at: Date;
    locked_at: Nullable<Date>;
  };
  memberships: { org_id: string; user_id: string; roles: string[]; created_at: Date };
  member_invitations: {
    org_id: string;
    invitation_id: string;
    email: string;
    email_key: string;
    name: string;
    roles: string[];
    token_hash: Nullable<Uint8Array>;
    created_by: string;
    created_at: Date;
    expires_at: Date;
    accepted_at: Nullable<Date>;
    withdrawn_at: Nullable<Date>;
  };
  registration_codes: {
    code_hash: Uint8Array;
    note: string;
    created_at: Date;
    expires_at: Date;
    used_at: Nullable<Date>;
  };
  sessions: {
    session_id: string;
    user_id: string;
    in_org_id: string;
    second_factor_at: Nullable<Date>;
    created_at: Date;
    expires_at: Date;
    ended_at: Nullable<Date>;
    ended_by: Nullable<string>;
  };
  refresh_tokens: { token_hash: Uint8Array; session_id: string; expires_at: Date; used_at: Nullable<Date> };
  password_links: { user_id: string; token_hash: Uint8Array; expires_at: Date };
  second_factors: {
    user_id: string;
    sealed_secret: Uint8Array;
    created_at: Date;
    confirmed_at: Nullable<Date>;
    last_step: NullableBigInt;
  };
  recovery_codes: { user_id: string; code_hash: Uint8Array; used_at: Nullable<Date> };
  sign_in_failures: { subject: Uint8Array; failures: number; last_at: Date; blocked_until: Nullable<Date> };
  letters: {
    letter_id: Generated<bigint>;
    kind: string;
    email: string;
    invitation_id: Nullable<string>;
    created_at: Date;
    tries: Generated<number>;
    due_at: Date;
  };
  oidc_issuers: {
    org_id: string;
    issuer_id: string;
    issuer: string;
    audience: string;
    jwks_uri: string;
    roles_claim: string;
    role_map: JsonColumn<unknown>;
    created_by: string;
    created_at: Date;
  };
};
