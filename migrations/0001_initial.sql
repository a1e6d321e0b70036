-- The gateway's first schema. Every table that holds what an organisation owns has org_id and begins its
-- key with it; the tables at the end (log, ledger, leases) belong to the gateway as a whole and hold
-- commitments and transactions only.

CREATE TABLE organisations (
  org_id text PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz(3) NOT NULL
);

CREATE TABLE api_keys (
  key_id text PRIMARY KEY,
  org_id text NOT NULL REFERENCES organisations,
  -- SHA-256 of the secret: 160 random bits need no slow hash.
  secret_hash bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
  roles text[] NOT NULL CHECK (cardinality(roles) > 0),
  label text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3),
  revoked_at timestamptz(3)
);
CREATE INDEX api_keys_by_org ON api_keys (org_id);

CREATE TABLE plants (
  org_id text NOT NULL REFERENCES organisations,
  plant_id text NOT NULL,
  config jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id)
);

CREATE TABLE devices (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  device_id text NOT NULL,
  config jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, device_id),
  UNIQUE (org_id, device_id),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
);

-- The head of each plant's chain. Whoever appends a record holds this row's lock: it alone guards
-- (plant, seq), which partitions cannot, and it serialises everything said of one plant's devices.
CREATE TABLE plant_heads (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  seq bigint NOT NULL,
  commitment bytea CHECK (octet_length(commitment) = 32),
  -- What the assessment remembers of each device: a function of the chain up to seq.
  memory jsonb NOT NULL,
  -- What is made public of each approved record, as the newest plant record says; null: nothing. It stands here
  -- because whoever appends reads it under this row's lock: a choice holds for every later record and no earlier one.
  public_fields text[] CHECK (cardinality(public_fields) > 0),
  PRIMARY KEY (org_id, plant_id),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
) WITH (fillfactor = 70);

-- Exact record bytes with the columns that queries need. Never updated, never deleted.
CREATE TABLE records (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  seq bigint NOT NULL,
  record_id text NOT NULL,
  kind text NOT NULL,
  device_id text,
  received_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  interval_s integer,
  status text CHECK (status IN ('APPROVED', 'FLAGGED', 'REJECTED')),
  trust_score numeric(5, 4),
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  body bytea NOT NULL
) PARTITION BY RANGE (received_at);
CREATE INDEX records_by_seq ON records (org_id, plant_id, seq);
CREATE INDEX records_by_event ON records (org_id, plant_id, ended_at, seq) WHERE ended_at IS NOT NULL;
CREATE INDEX records_by_receipt ON records USING brin (received_at);

-- Partitions refuse a unique record id; this narrow table holds it and says where the record lies.
CREATE TABLE record_ids (
  record_id text PRIMARY KEY,
  org_id text NOT NULL,
  plant_id text NOT NULL,
  seq bigint NOT NULL,
  received_at timestamptz(3) NOT NULL
);

-- One narrow row per timed reading: finds repeats, conflicts and overlaps whatever partition the record is
-- in, and holds what a monitoring period adds up, so that closing a year reads no record bodies.
CREATE TABLE device_readings (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  device_id text NOT NULL,
  is_interval boolean NOT NULL,
  ended_at timestamptz(3) NOT NULL,
  interval_s integer,
  -- What the interval covers once small overlaps are snapped away; equal to ended_at for an instant.
  covers_from timestamptz(3) NOT NULL,
  covers_to timestamptz(3) NOT NULL,
  content_hash bytea NOT NULL,
  record_id text NOT NULL,
  seq bigint NOT NULL,
  status text NOT NULL CHECK (status IN ('APPROVED', 'FLAGGED', 'REJECTED')),
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  -- Integer Wh, as the reading gave them; null where it gave none.
  energy_wh bigint,
  export_wh bigint,
  import_wh bigint,
  gross_wh bigint,
  PRIMARY KEY (org_id, plant_id, device_id, is_interval, ended_at)
);

CREATE TABLE idempotency_keys (
  org_id text NOT NULL,
  idempotency_key text NOT NULL,
  fingerprint bytea NOT NULL,
  record_id text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, idempotency_key)
);

-- What was tried and refused but must not be forgotten: a second, different content for an interval.
CREATE TABLE audit_trail (
  org_id text NOT NULL,
  audit_id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz(3) NOT NULL,
  actor text NOT NULL,
  act text NOT NULL,
  subject text NOT NULL,
  detail jsonb NOT NULL,
  PRIMARY KEY (org_id, audit_id)
);

-- Leaves that are committed but not yet in the log. Ids of one plant rise with its seq, because they are
-- drawn under the plant's head lock; between plants a lower id may become visible later.
CREATE TABLE outbox (
  outbox_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id text NOT NULL,
  plant_id text NOT NULL,
  seq bigint NOT NULL,
  record_id text NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('approved', 'flagged', 'rejected', 'other')),
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  -- Direct mode: canonical JSON of what the plant's owner makes public of this record.
  public_form bytea CHECK (octet_length(public_form) <= 700),
  created_at timestamptz(3) NOT NULL,
  CHECK (public_form IS NULL OR verdict = 'approved')
);

CREATE TABLE log_leaves (
  leaf_index bigint PRIMARY KEY,
  org_id text NOT NULL,
  plant_id text NOT NULL,
  seq bigint NOT NULL,
  record_id text NOT NULL UNIQUE,
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32)
);
-- A place of a plant's chain enters the log once, and the next one to enter is found at once.
CREATE UNIQUE INDEX log_leaves_by_plant ON log_leaves (org_id, plant_id, seq);

-- The gateway's own: complete subtrees of the RFC 9162 tree, addressed as in tlog-tiles.
CREATE TABLE log_nodes (
  level smallint NOT NULL,
  node_index bigint NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (level, node_index)
);

-- One row for ever: which log, key, network and topic this database belongs to, and how far it got.
CREATE TABLE log_state (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  origin text NOT NULL,
  verifier_key text NOT NULL,
  network text NOT NULL,
  payer_account_id text NOT NULL,
  topic_id text,
  size bigint NOT NULL,
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  -- The newest topic message this log has accounted for: look-ups read onward from here.
  scanned_sequence bigint NOT NULL,
  announced boolean NOT NULL,
  fence_token bigint NOT NULL,
  -- Why anchoring stands still, if it does (no fork, ever); ingest goes on. A halt for the log's history
  -- stays until a person has looked; one for a missing key ends when a gateway with the key takes over.
  halted text,
  halt_kind text CHECK (halt_kind IN ('history', 'key')),
  CHECK ((halted IS NULL) = (halt_kind IS NULL))
);

CREATE TABLE checkpoints (
  size bigint PRIMARY KEY,
  first_leaf bigint NOT NULL,
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  note text NOT NULL,
  message bytea NOT NULL,
  created_at timestamptz(3) NOT NULL,
  job_id text NOT NULL UNIQUE,
  transaction_id text,
  sequence_number bigint,
  consensus_timestamp text,
  running_hash bytea,
  anchored_at timestamptz(3)
);
CREATE UNIQUE INDEX checkpoints_by_sequence ON checkpoints (sequence_number);
CREATE INDEX checkpoints_unconfirmed ON checkpoints (size)
  WHERE anchored_at IS NOT NULL AND consensus_timestamp IS NULL;

-- What the ledger shall do, each at most once in effect.
CREATE TABLE ledger_jobs (
  job_id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('create-topic', 'announce', 'checkpoint', 'record')),
  topic_id text,
  -- The leaf whose record a direct message makes public.
  leaf_index bigint,
  -- The message to submit, or the memo of the topic to create.
  payload bytea NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'settled')),
  created_at timestamptz(3) NOT NULL,
  settled_at timestamptz(3),
  CHECK ((kind = 'record') = (leaf_index IS NOT NULL))
);
-- Never two messages of the log in flight, held by the database itself.
CREATE UNIQUE INDEX ledger_jobs_one_open ON ledger_jobs (state)
  WHERE state = 'open' AND kind IN ('create-topic', 'announce', 'checkpoint');
-- Direct messages may fly side by side, but there is one job for a leaf, ever.
CREATE UNIQUE INDEX ledger_jobs_by_leaf ON ledger_jobs (leaf_index) WHERE kind = 'record';
CREATE INDEX ledger_jobs_direct ON ledger_jobs (leaf_index) WHERE state = 'open' AND kind = 'record';

-- The attempt journal: a row is committed before the first send, and the same bytes go out on every send.
CREATE TABLE ledger_attempts (
  job_id text NOT NULL REFERENCES ledger_jobs,
  attempt_no integer NOT NULL,
  transaction_id text NOT NULL UNIQUE,
  valid_start text NOT NULL,
  valid_duration_s integer NOT NULL,
  node_account_id text NOT NULL,
  signed_bytes bytea NOT NULL,
  transaction_hash text NOT NULL,
  -- Its message, if any, stands after this one on the topic; null: after the newest accounted for.
  after_sequence bigint,
  phase text NOT NULL CHECK (phase IN ('open', 'succeeded', 'dead')),
  -- How it ended, in the ledger's own word, or by which evidence.
  ending text,
  sequence_number bigint,
  topic_id text,
  created_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  PRIMARY KEY (job_id, attempt_no)
);
-- At most one open attempt per job, held by the database itself.
CREATE UNIQUE INDEX ledger_attempts_one_open ON ledger_attempts (job_id) WHERE phase = 'open';

CREATE TABLE leases (
  name text PRIMARY KEY,
  holder text NOT NULL,
  token bigint NOT NULL,
  expires_at timestamptz(3) NOT NULL
);

-- Monthly partitions of records, made ahead by migrate and by a job. Safe to call again.
CREATE FUNCTION ensure_record_partitions(from_month date, months integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  month date := date_trunc('month', from_month)::date;
  name text;
BEGIN
  FOR i IN 1..months LOOP
    name := 'records_' || to_char(month, 'YYYYMM');
    IF to_regclass(name) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF records FOR VALUES FROM (%L) TO (%L)',
        name, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
END $$;
