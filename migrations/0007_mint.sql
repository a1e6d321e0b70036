-- Credits on the ledger: the tokens, the jobs that create and mint them, and what the mirror shows of them.

-- Work of other kinds than messages of the log goes through the same journal of attempts.
ALTER TABLE ledger_jobs DROP CONSTRAINT ledger_jobs_kind_check;
ALTER TABLE ledger_jobs ADD CONSTRAINT ledger_jobs_kind_check
  CHECK (kind IN ('create-topic', 'announce', 'checkpoint', 'record', 'create-token', 'mint', 'burn', 'transfer'));
-- What a job is about, so that all jobs about one thing can be held: the key of a token.
ALTER TABLE ledger_jobs ADD COLUMN subject text;
-- Nothing new is signed for it; an attempt under way is still followed to its end.
ALTER TABLE ledger_jobs ADD COLUMN held boolean NOT NULL DEFAULT false;
CREATE INDEX ledger_jobs_works ON ledger_jobs (created_at, job_id)
  WHERE state = 'open' AND kind IN ('create-token', 'mint', 'burn', 'transfer');

-- The topic, token or schedule that an attempt created.
ALTER TABLE ledger_attempts RENAME COLUMN topic_id TO entity_id;
-- Of a schedule's creation: the id under which its work runs or ran.
ALTER TABLE ledger_attempts ADD COLUMN scheduled_transaction_id text;

-- One fungible token for each rulebook, vintage and unit; the gateway's own. Written with the job that creates it.
CREATE TABLE tokens (
  token_key text PRIMARY KEY,
  rulebook text NOT NULL,
  vintage integer NOT NULL,
  unit_g bigint NOT NULL CHECK (unit_g > 0),
  treasury_account_id text NOT NULL,
  job_id text NOT NULL UNIQUE REFERENCES ledger_jobs,
  token_id text UNIQUE,
  transaction_id text UNIQUE,
  created_at timestamptz(3) NOT NULL,
  -- Why nothing more is issued in it, if so, and the transaction that shows it.
  halted text,
  halted_transaction text,
  halted_at timestamptz(3),
  -- Mints that no statement asked for and a person has looked into: never a reason to halt again.
  accepted_transactions text[] NOT NULL DEFAULT '{}',
  -- What the mirror showed at the last reconciliation, in smallest units.
  ledger_minted bigint,
  ledger_burned bigint,
  reconciled_to text,
  reconciled_at timestamptz(3),
  CHECK (num_nonnulls(token_id, transaction_id) IN (0, 2)),
  CHECK (num_nonnulls(halted, halted_at) IN (0, 2))
);
