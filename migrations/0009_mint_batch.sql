-- Mints in atomic batches, tokens in series, certificates.

-- Of a batch: the ids of its parts in their order. Each runs at most once by itself.
ALTER TABLE ledger_attempts ADD COLUMN part_ids text[];

-- One token for each kind and series: the next one is opened when an amount no longer fits.
-- kind: units (fungible), or certificates (one NFT for each issuance).
ALTER TABLE tokens ADD COLUMN kind text NOT NULL DEFAULT 'units' CHECK (kind IN ('units', 'certificates'));
ALTER TABLE tokens ADD COLUMN series integer NOT NULL DEFAULT 1 CHECK (series >= 1);
ALTER TABLE tokens ADD COLUMN max_supply bigint CHECK (max_supply > 0);
-- A thousand million tonnes until now.
UPDATE tokens SET max_supply = 1000000000 * (1000000 / unit_g);
ALTER TABLE tokens ALTER COLUMN max_supply SET NOT NULL;
ALTER TABLE tokens ADD UNIQUE (rulebook, vintage, unit_g, kind, series);

-- The token that a part was ordered in.
ALTER TABLE mint_parts ADD COLUMN token_key text REFERENCES tokens;
UPDATE mint_parts SET token_key = intent.token_key FROM mint_intents AS intent
  WHERE intent.intent_id = mint_parts.intent_id AND mint_parts.job_id IS NOT NULL;
ALTER TABLE mint_parts ADD CHECK (num_nonnulls(job_id, token_key) IN (0, 2));
CREATE INDEX mint_parts_token ON mint_parts (token_key) WHERE token_key IS NOT NULL;
-- Of the topic message that went with the mint in one atomic batch.
ALTER TABLE mint_parts ADD COLUMN message_transaction_id text UNIQUE;

-- One for each issuance whose units are all minted, where the gateway makes them. Written with its job.
CREATE TABLE certificates (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  intent_id text NOT NULL,
  token_key text NOT NULL REFERENCES tokens,
  -- Public: exact bytes of the HIP-412 JSON, found by their SHA-256.
  document bytea NOT NULL,
  sha256 bytea NOT NULL UNIQUE CHECK (octet_length(sha256) = 32),
  -- The NFT's metadata: the document's address, which ends in its SHA-256.
  uri text NOT NULL UNIQUE CHECK (octet_length(uri) <= 100),
  state text NOT NULL CHECK (state IN ('ordered', 'minted')),
  job_id text NOT NULL UNIQUE REFERENCES ledger_jobs,
  token_id text NOT NULL,
  transaction_id text UNIQUE,
  -- Null until the mirror has shown it.
  serial bigint CHECK (serial > 0),
  created_at timestamptz(3) NOT NULL,
  minted_at timestamptz(3),
  PRIMARY KEY (org_id, plant_id, intent_id),
  UNIQUE (token_id, serial),
  CHECK ((state = 'minted') = (minted_at IS NOT NULL)),
  FOREIGN KEY (org_id, plant_id, intent_id) REFERENCES mint_intents
);
