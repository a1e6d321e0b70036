-- Idempotency-Key: one row for each key a credential has sent, from before its call has an effect. Without an
-- answer it is a claim: whoever made it renews it while the call is in work, and a crash lets it run out.
CREATE TABLE idempotent_calls (
  org_id text NOT NULL,
  -- The API key or user that sent it: keys of two credentials are two keys.
  credential text NOT NULL,
  idempotency_key text NOT NULL,
  -- SHA-256 of method, path, query and body.
  fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
  claim_id text NOT NULL,
  claimed_until timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL,
  -- Set in the transactions of the call's effect: from then on it is not simply carried out again.
  took_effect boolean NOT NULL DEFAULT false,
  -- Status, headers and body under AES-256-GCM with a key that is not in the database: an answer may hold a secret.
  answer bytea,
  PRIMARY KEY (org_id, credential, idempotency_key)
);
CREATE INDEX idempotent_calls_by_age ON idempotent_calls (created_at);

-- What an organisation and each of its keys may ask in a minute, where that is not the gateway's default.
-- Null: the default. 0: no limit.
CREATE TABLE org_quotas (
  org_id text PRIMARY KEY REFERENCES organisations,
  org_per_minute integer CHECK (org_per_minute >= 0),
  key_per_minute integer CHECK (key_per_minute >= 0),
  set_at timestamptz(3) NOT NULL
);

-- Requests of the window that runs, one row for each organisation and credential. Gateways take requests from here in slices.
-- Unlogged: it is worth nothing after a minute, and a crash of PostgreSQL begins the window anew.
CREATE UNLOGGED TABLE quota_use (
  org_id text NOT NULL,
  -- 'org', or 'key:' and the credential.
  subject text NOT NULL,
  window_no bigint NOT NULL,
  taken bigint NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, subject)
) WITH (fillfactor = 50);
