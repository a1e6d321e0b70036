-- Reviews: what later records of a plant's chain make of a reading. The chain is the source, and no record is
-- ever changed; these tables say what follows from it, now (reviews) and at any place of it (review_changes).

-- One row for each record that was ever put before a verifier or replaced.
CREATE TABLE reviews (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  -- Place of the record under review.
  seq bigint NOT NULL,
  record_id text NOT NULL,
  -- The record's own verdict, which never changes.
  status text NOT NULL CHECK (status IN ('APPROVED', 'FLAGGED', 'REJECTED')),
  effective_status text NOT NULL
    CHECK (effective_status IN ('APPROVED', 'FLAGGED', 'REJECTED', 'REOPENED', 'PROPOSED', 'REPLACED')),
  -- While a correction stands in its place: that one, and what becomes of this record should the correction fall.
  replaced_by text,
  comes_back_as text CHECK (comes_back_as IN ('FLAGGED', 'REJECTED', 'REOPENED')),
  PRIMARY KEY (org_id, plant_id, seq),
  CHECK ((effective_status = 'REPLACED') = (replaced_by IS NOT NULL)),
  CHECK ((replaced_by IS NULL) = (comes_back_as IS NULL))
);
CREATE INDEX reviews_waiting ON reviews (org_id, plant_id, seq)
  WHERE effective_status IN ('FLAGGED', 'REOPENED', 'PROPOSED');

-- Each change of an effective status, by the place of the record that made it: at any head of the chain the
-- newest change before it holds. Never updated.
CREATE TABLE review_changes (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  seq bigint NOT NULL,
  changed_seq bigint NOT NULL,
  cause text NOT NULL CHECK (cause IN ('reopen', 'decision', 'replacement')),
  -- The record that made the change: a finding that re-opened, or a verifier's decision.
  cause_record_id text NOT NULL,
  effective_status text NOT NULL
    CHECK (effective_status IN ('APPROVED', 'FLAGGED', 'REJECTED', 'REOPENED', 'REPLACED')),
  decision text CHECK (decision IN ('approve', 'reject')),
  reason text,
  decided_by text,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, seq, changed_seq),
  CHECK (num_nonnulls(decision, reason, decided_by) = CASE cause WHEN 'decision' THEN 3 ELSE 0 END),
  FOREIGN KEY (org_id, plant_id, seq) REFERENCES reviews
);

-- Corrections that operators filed. Each takes exactly the place of the reading it names, its time and its
-- device, so that it never meets the rule of overlaps; it counts only while a verifier's approval stands.
CREATE TABLE corrections (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  seq bigint NOT NULL,
  record_id text NOT NULL,
  -- The record it names: a reading, or an earlier correction of one.
  replaces_seq bigint NOT NULL,
  -- The reading whose place it takes in the end.
  reading_seq bigint NOT NULL,
  -- Hash of who filed what: the same call again finds the first answer.
  fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  energy_wh bigint,
  export_wh bigint,
  import_wh bigint,
  gross_wh bigint,
  PRIMARY KEY (org_id, plant_id, seq),
  UNIQUE (org_id, plant_id, fingerprint)
);
CREATE INDEX corrections_by_reading ON corrections (org_id, plant_id, reading_seq);

-- Flagged readings from before this table wait like the others.
INSERT INTO reviews (org_id, plant_id, seq, record_id, status, effective_status)
  SELECT org_id, plant_id, seq, record_id, status, status FROM records WHERE kind = 'reading' AND status = 'FLAGGED';
