-- From a statement to credits on their way to the ledger: accreditations, invitations, the steps of an issuance,
-- mint intents, and what keeps one MWh from counting twice. Every step is a record of a chain; these tables say
-- how things stand.

-- The registrar of the gateway is an organisation like the others, with one chain of its own that belongs to no
-- plant: accreditations and decisions on meters are its records. Nobody else can have this id.
INSERT INTO organisations (org_id, name, created_at) VALUES ('registrar', 'Registrar of this gateway', now());
INSERT INTO plants (org_id, plant_id, config, created_at) VALUES ('registrar', 'REGISTER', '{}', now());
INSERT INTO plant_heads (org_id, plant_id, seq, commitment, memory) VALUES ('registrar', 'REGISTER', 0, NULL, '{}');

-- Grams of one unit, and what the statement takes back of an earlier one of its period: units that were stated
-- and are on no way to the ledger yet.
ALTER TABLE period_statements ADD COLUMN unit_g bigint;
UPDATE period_statements SET unit_g = (convert_from(statement, 'UTF8')::jsonb #>> '{issuance,unit_g}')::bigint;
ALTER TABLE period_statements ALTER COLUMN unit_g SET NOT NULL;
ALTER TABLE period_statements ADD COLUMN taken_back_g bigint NOT NULL DEFAULT 0 CHECK (taken_back_g >= 0);

CREATE TABLE accreditations (
  -- Who is accredited.
  org_id text NOT NULL REFERENCES organisations,
  accreditation_id text NOT NULL UNIQUE,
  role text NOT NULL CHECK (role IN ('verifier', 'issuer')),
  rulebook text NOT NULL,
  -- Ed25519, raw.
  public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
  valid_from timestamptz(3) NOT NULL,
  valid_to timestamptz(3) NOT NULL,
  -- Of the registrar's chain.
  record_id text NOT NULL UNIQUE,
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  created_at timestamptz(3) NOT NULL,
  withdrawn_at timestamptz(3),
  withdrawal_record_id text UNIQUE,
  withdrawal_reason text,
  PRIMARY KEY (org_id, accreditation_id),
  CHECK (valid_from < valid_to),
  CHECK (num_nonnulls(withdrawn_at, withdrawal_record_id, withdrawal_reason) IN (0, 3))
);

-- What lets another organisation look at one period of a plant and take a part in its issuance.
CREATE TABLE period_invitations (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  period_id text NOT NULL,
  invitation_id text NOT NULL UNIQUE,
  -- No reference: whether an organisation exists is not for others to find out.
  guest_org_id text NOT NULL,
  role text NOT NULL CHECK (role IN ('verifier', 'issuer', 'auditor')),
  created_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  withdrawn_at timestamptz(3),
  PRIMARY KEY (org_id, plant_id, period_id, invitation_id),
  CHECK (guest_org_id <> org_id),
  FOREIGN KEY (org_id, plant_id, period_id) REFERENCES monitoring_periods ON DELETE CASCADE
);
CREATE UNIQUE INDEX period_invitations_standing ON period_invitations (org_id, plant_id, period_id, guest_org_id, role)
  WHERE withdrawn_at IS NULL;
CREATE INDEX period_invitations_by_guest ON period_invitations (guest_org_id, created_at);

-- One request to issue what a statement says. `lifecycle.ts` draws the states.
CREATE TABLE issuances (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  issuance_id text NOT NULL UNIQUE,
  period_id text NOT NULL,
  statement_no integer NOT NULL,
  state text NOT NULL CHECK (state IN ('requested', 'verified', 'rejected', 'approved', 'minting', 'issued', 'voided')),
  rulebook text NOT NULL,
  vintage integer NOT NULL,
  unit_g bigint NOT NULL CHECK (unit_g > 0),
  units bigint NOT NULL CHECK (units >= 0),
  statement_sha256 bytea NOT NULL CHECK (octet_length(statement_sha256) = 32),
  requested_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, issuance_id),
  FOREIGN KEY (org_id, plant_id, period_id, statement_no) REFERENCES period_statements
);
-- Two requests at once leave one, held by the database itself.
CREATE UNIQUE INDEX issuances_one_pending ON issuances (org_id, plant_id, period_id)
  WHERE state IN ('requested', 'verified', 'approved');
CREATE UNIQUE INDEX issuances_one_per_statement ON issuances (org_id, plant_id, period_id, statement_no)
  WHERE state NOT IN ('rejected', 'voided');

-- Every step with who took it. Each is a record of the plant's chain. Never updated.
CREATE TABLE issuance_steps (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  issuance_id text NOT NULL,
  step_no integer NOT NULL CHECK (step_no >= 1),
  step text NOT NULL CHECK (step IN ('request', 'verify', 'reject', 'approve', 'mint', 'issue', 'void')),
  -- Null: the gateway itself, as a consequence of something else.
  party_org_id text,
  party_key_id text,
  accreditation_id text REFERENCES accreditations (accreditation_id),
  -- Ed25519 over the statement's exact bytes.
  signature bytea CHECK (octet_length(signature) = 64),
  reason text,
  record_id text NOT NULL UNIQUE,
  seq bigint NOT NULL,
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, issuance_id, step_no),
  CHECK (num_nonnulls(party_org_id, party_key_id) IN (0, 2)),
  CHECK ((step = 'verify') = (signature IS NOT NULL)),
  FOREIGN KEY (org_id, plant_id, issuance_id) REFERENCES issuances
);

-- What shall be minted: written with its leaf before anything is sent, once for a statement, never changed but
-- for its state.
CREATE TABLE mint_intents (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  intent_id text NOT NULL UNIQUE,
  issuance_id text NOT NULL,
  period_id text NOT NULL,
  statement_no integer NOT NULL,
  rulebook text NOT NULL,
  vintage integer NOT NULL,
  unit_g bigint NOT NULL CHECK (unit_g > 0),
  -- Which token: one per rulebook, vintage and unit.
  token_key text NOT NULL,
  -- In the token's smallest units, each unit_g grams of CO2.
  amount bigint NOT NULL CHECK (amount > 0),
  statement_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(statement_sha256) = 32),
  state text NOT NULL CHECK (state IN ('committed', 'minted')),
  record_id text NOT NULL UNIQUE,
  seq bigint NOT NULL,
  created_at timestamptz(3) NOT NULL,
  minted_at timestamptz(3),
  PRIMARY KEY (org_id, plant_id, intent_id),
  UNIQUE (org_id, plant_id, issuance_id),
  UNIQUE (org_id, plant_id, period_id, statement_no),
  CHECK ((state = 'minted') = (minted_at IS NOT NULL)),
  FOREIGN KEY (org_id, plant_id, issuance_id) REFERENCES issuances,
  FOREIGN KEY (org_id, plant_id, period_id, statement_no) REFERENCES period_statements
);
CREATE INDEX mint_intents_committed ON mint_intents (created_at) WHERE state = 'committed';

-- One transaction each. Number, amounts and memos follow from the intent alone: whoever makes them makes the same.
CREATE TABLE mint_parts (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  intent_id text NOT NULL,
  part_no integer NOT NULL CHECK (part_no >= 1),
  amount bigint NOT NULL CHECK (amount > 0),
  -- Of the transaction: the statement's digest, and which part of how many where there are several.
  memo text NOT NULL UNIQUE CHECK (octet_length(memo) <= 100),
  state text NOT NULL CHECK (state IN ('committed', 'minted')),
  -- The ledger's job for it, whose attempts are in the journal; one job for a part, ever.
  job_id text UNIQUE REFERENCES ledger_jobs,
  token_id text,
  transaction_id text UNIQUE,
  minted_at timestamptz(3),
  PRIMARY KEY (org_id, plant_id, intent_id, part_no),
  CHECK (num_nonnulls(token_id, transaction_id, minted_at) = CASE state WHEN 'minted' THEN 3 ELSE 0 END),
  FOREIGN KEY (org_id, plant_id, intent_id) REFERENCES mint_intents
);
CREATE INDEX mint_parts_waiting ON mint_parts (intent_id, part_no) WHERE state = 'committed';

-- MWh of a plant that were claimed under another programme: those are not issued here, and the other way round.
CREATE TABLE energy_claims (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  claim_id text NOT NULL UNIQUE,
  scheme text NOT NULL,
  -- The other programme's own number of the claim.
  reference text NOT NULL,
  from_at timestamptz(3) NOT NULL,
  to_at timestamptz(3) NOT NULL,
  energy_wh bigint CHECK (energy_wh > 0),
  recorded_by text NOT NULL,
  record_id text NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL,
  withdrawn_at timestamptz(3),
  withdrawal_record_id text UNIQUE,
  withdrawal_reason text,
  PRIMARY KEY (org_id, plant_id, claim_id),
  CHECK (from_at < to_at),
  CHECK (num_nonnulls(withdrawn_at, withdrawal_record_id, withdrawal_reason) IN (0, 3)),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
);
CREATE UNIQUE INDEX energy_claims_once ON energy_claims (org_id, plant_id, scheme, reference, from_at)
  WHERE withdrawn_at IS NULL;

-- Which plant a meter's serial is active in, over all organisations.
CREATE TABLE meter_serials (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  -- As compared: upper case, without spaces and dashes.
  serial text NOT NULL,
  -- cleared: the registrar found that it is another meter with the same serial; refused: that it is not here.
  state text NOT NULL CHECK (state IN ('active', 'waiting', 'cleared', 'refused')),
  since timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, serial),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
);
CREATE UNIQUE INDEX meter_serials_active ON meter_serials (serial) WHERE state = 'active';

-- A serial that was registered at a second plant: for the registrar's eyes only.
CREATE TABLE meter_clashes (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  clash_id text NOT NULL UNIQUE,
  serial text NOT NULL,
  holder_org_id text NOT NULL,
  holder_plant_id text NOT NULL,
  raised_at timestamptz(3) NOT NULL,
  resolution text CHECK (resolution IN ('claimant', 'holder', 'distinct')),
  reason text,
  record_id text UNIQUE,
  resolved_at timestamptz(3),
  PRIMARY KEY (org_id, plant_id, clash_id),
  CHECK (num_nonnulls(resolution, reason, record_id, resolved_at) IN (0, 4)),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
);
CREATE UNIQUE INDEX meter_clashes_open ON meter_clashes (org_id, plant_id, serial) WHERE resolved_at IS NULL;

-- Records that counted in a statement when it was issued and stopped counting since.
CREATE TABLE issuance_alerts (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  alert_id text NOT NULL UNIQUE,
  period_id text NOT NULL,
  statement_no integer NOT NULL,
  record_id text NOT NULL,
  effective_status text NOT NULL,
  raised_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, alert_id),
  UNIQUE (org_id, plant_id, period_id, statement_no, record_id),
  FOREIGN KEY (org_id, plant_id, period_id, statement_no) REFERENCES period_statements
);
