-- Issued units in the treasury: who owns how many of which issuance, and how they leave it: to another account of the
-- ledger, or retired. Amounts are the token's smallest units.

-- What an organisation owns of one issuance in one token. Every unit ever minted for it is in exactly one place.
CREATE TABLE holdings (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  issuance_id text NOT NULL,
  token_id text NOT NULL,
  minted bigint NOT NULL CHECK (minted > 0),
  -- At the owner's disposal.
  free bigint NOT NULL CHECK (free >= 0),
  -- Set aside for transfers and retirements on their way.
  moving bigint NOT NULL CHECK (moving >= 0),
  transferred bigint NOT NULL CHECK (transferred >= 0),
  retired bigint NOT NULL CHECK (retired >= 0),
  PRIMARY KEY (org_id, plant_id, issuance_id, token_id),
  CHECK (minted = free + moving + transferred + retired),
  FOREIGN KEY (org_id, plant_id, issuance_id) REFERENCES issuances
);
CREATE INDEX holdings_by_token ON holdings (token_id);

-- What was minted before this.
INSERT INTO holdings (org_id, plant_id, issuance_id, token_id, minted, free, moving, transferred, retired)
SELECT intent.org_id, intent.plant_id, intent.issuance_id, part.token_id, sum(part.amount), sum(part.amount), 0, 0, 0
FROM mint_parts AS part JOIN mint_intents AS intent USING (org_id, plant_id, intent_id)
WHERE part.state = 'minted'
GROUP BY 1, 2, 3, 4;

-- Units on their way to another account, or there. `moves.ts` draws the states.
CREATE TABLE transfers (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  transfer_id text NOT NULL UNIQUE,
  issuance_id text NOT NULL,
  token_id text NOT NULL,
  units bigint NOT NULL CHECK (units > 0),
  to_account text NOT NULL,
  state text NOT NULL CHECK (state IN ('ordered', 'pending_claim', 'done', 'failed', 'cancelled')),
  -- The caller's own; never forgotten.
  idempotency_key text NOT NULL,
  fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
  requested_by text NOT NULL,
  -- What was ordered, canonical; its SHA-256 in hex is the memo of the ledger's transaction.
  statement bytea NOT NULL,
  memo text NOT NULL UNIQUE CHECK (memo ~ '^[0-9a-f]{64}$'),
  -- Of the plant's chain.
  record_id text NOT NULL UNIQUE,
  seq bigint NOT NULL,
  created_at timestamptz(3) NOT NULL,
  -- airdrop: the account had no room for the token of its own.
  route text CHECK (route IN ('transfer', 'airdrop')),
  -- The ledger's jobs for it, whose attempts are in the journal; one at a time.
  job_id text UNIQUE REFERENCES ledger_jobs,
  recall_job_id text UNIQUE REFERENCES ledger_jobs,
  -- That moved the units, or made the airdrop.
  transaction_id text UNIQUE,
  -- With which the receiver took an airdrop that waited.
  claim_transaction_id text UNIQUE,
  recalled_at timestamptz(3),
  -- Consensus time at which the ledger had no airdrop to recall any more.
  gone_after text,
  -- Why it failed or was cancelled.
  reason text,
  last_seq bigint NOT NULL,
  settled_at timestamptz(3),
  PRIMARY KEY (org_id, plant_id, transfer_id),
  UNIQUE (org_id, idempotency_key),
  CHECK ((state IN ('done', 'failed', 'cancelled')) = (settled_at IS NOT NULL)),
  CHECK ((state IN ('failed', 'cancelled')) = (reason IS NOT NULL)),
  CHECK (state NOT IN ('pending_claim', 'done') OR transaction_id IS NOT NULL),
  FOREIGN KEY (org_id, plant_id, issuance_id, token_id) REFERENCES holdings
);
CREATE INDEX transfers_unsettled ON transfers (created_at) WHERE settled_at IS NULL;
-- Airdrops of one token to one account wait as one sum on the ledger: so there is one of ours at a time.
CREATE UNIQUE INDEX transfers_one_airdrop ON transfers (token_id, to_account)
  WHERE route = 'airdrop' AND settled_at IS NULL;

-- Units taken out of circulation for somebody, for good.
CREATE TABLE retirements (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  retirement_id text NOT NULL UNIQUE,
  issuance_id text NOT NULL,
  token_id text NOT NULL,
  units bigint NOT NULL CHECK (units > 0),
  -- account: to the retirement account, from which nothing moves.
  method text NOT NULL CHECK (method IN ('burn', 'account')),
  account_id text,
  state text NOT NULL CHECK (state IN ('ordered', 'done')),
  idempotency_key text NOT NULL,
  fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
  requested_by text NOT NULL,
  -- What becomes public, canonical; its SHA-256 in hex is the memo of the ledger's transaction.
  statement bytea NOT NULL,
  memo text NOT NULL UNIQUE CHECK (memo ~ '^[0-9a-f]{64}$'),
  record_id text NOT NULL UNIQUE,
  seq bigint NOT NULL,
  created_at timestamptz(3) NOT NULL,
  job_id text UNIQUE REFERENCES ledger_jobs,
  transaction_id text UNIQUE,
  last_seq bigint NOT NULL,
  settled_at timestamptz(3),
  PRIMARY KEY (org_id, plant_id, retirement_id),
  UNIQUE (org_id, idempotency_key),
  CHECK ((method = 'account') = (account_id IS NOT NULL)),
  CHECK ((state = 'done') = (settled_at IS NOT NULL)),
  CHECK ((state = 'done') = (transaction_id IS NOT NULL)),
  FOREIGN KEY (org_id, plant_id, issuance_id, token_id) REFERENCES holdings
);
CREATE INDEX retirements_unsettled ON retirements (created_at) WHERE settled_at IS NULL;
CREATE INDEX retirements_public ON retirements (settled_at DESC, retirement_id DESC) WHERE settled_at IS NOT NULL;

-- What the mirror showed in the treasury at the last reconciliation.
ALTER TABLE tokens ADD COLUMN ledger_treasury bigint;
