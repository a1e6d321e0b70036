-- Isolation forests trained on a plant's own readings. A model judges nothing before a verifier approved it: the
-- approval is a record of the plant's chain, and these tables say what follows from it.

CREATE TABLE plant_models (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  -- SHA-256 of the model's canonical (RFC 8785) bytes: its identity in every record it judged.
  hash bytea NOT NULL,
  model_id text NOT NULL,
  content bytea NOT NULL CHECK (octet_length(content) <= 200000),
  -- Which readings it was trained on, so that anybody with the chain can train it again.
  training jsonb NOT NULL,
  -- How it differs from the model that was in force when it was trained.
  drift jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('candidate', 'approved', 'rejected', 'retired')),
  created_at timestamptz(3) NOT NULL,
  -- Who asked for it; null: the schedule.
  requested_by text,
  PRIMARY KEY (org_id, plant_id, hash),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants,
  CHECK (hash = sha256(content))
);
CREATE UNIQUE INDEX plant_models_in_force ON plant_models (org_id, plant_id) WHERE state = 'approved';

CREATE TRIGGER plant_models_stay BEFORE DELETE OR UPDATE OF hash, model_id, content, training ON plant_models
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The model that judges the plant's next record; null: the physics prior. Whoever appends reads it under this
-- row's lock: a choice holds for every later record and no earlier one.
ALTER TABLE plant_heads ADD COLUMN model_hash bytea,
  ADD FOREIGN KEY (org_id, plant_id, model_hash) REFERENCES plant_models;

-- A verifier's decisions on models, by their place in the plant's chain. Never updated.
CREATE TABLE plant_model_decisions (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  seq bigint NOT NULL,
  record_id text NOT NULL,
  -- Of the model decided on, the physics prior included.
  hash bytea NOT NULL,
  decision text NOT NULL CHECK (decision IN ('approve', 'reject')),
  reason text NOT NULL,
  decided_by text NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, seq)
);

CREATE TRIGGER plant_model_decisions_stay BEFORE UPDATE OR DELETE ON plant_model_decisions
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- When a plant's model was last looked at, and who waits for a new one.
CREATE TABLE model_training (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  requested_at timestamptz(3),
  requested_by text,
  checked_at timestamptz(3),
  trained_at timestamptz(3),
  -- Place in the plant's chain up to which the newest training looked; 0 before the first.
  head_seq bigint NOT NULL DEFAULT 0,
  -- What came of the last look, in one sentence; null before the first.
  outcome text,
  PRIMARY KEY (org_id, plant_id),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants,
  CHECK ((requested_at IS NULL) = (requested_by IS NULL))
);
