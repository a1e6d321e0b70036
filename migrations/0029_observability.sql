-- What is measured of anchoring, what the ledger charges, and which requests are traced to it.

-- Approved records that have waited for the ledger longer than they should and were counted as late: each once, whatever
-- crashes.
ALTER TABLE outbox ADD COLUMN late boolean NOT NULL DEFAULT false;
GRANT UPDATE (late) ON outbox TO hydro_worker;
CREATE POLICY hydro_worker_update ON outbox FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true);

-- The same once they are in the log, until their checkpoint is anchored: how many of it were recorded when.
CREATE TABLE anchor_waits (
  size bigint NOT NULL REFERENCES checkpoints,
  recorded_at timestamptz(3) NOT NULL,
  late boolean NOT NULL,
  records integer NOT NULL CHECK (records > 0)
);
CREATE INDEX anchor_waits_by_size ON anchor_waits (size);
SELECT gateway_table('anchor_waits', serve => '', worker => 'SELECT, INSERT, UPDATE, DELETE');

-- Transactions that were signed and may be charged, until the mirror tells their fee. An atomic batch and its parts are
-- charged each by itself, and so is what a schedule runs.
CREATE TABLE ledger_charges (
  transaction_id text PRIMARY KEY,
  kind text NOT NULL,
  signed_at timestamptz(3) NOT NULL
);
CREATE INDEX ledger_charges_by_time ON ledger_charges (signed_at);
SELECT gateway_table('ledger_charges', serve => '', worker => 'SELECT, INSERT, DELETE');

-- What was charged, by the UTC day of consensus and by kind, in tinybars.
CREATE TABLE ledger_fees (
  day date NOT NULL,
  kind text NOT NULL,
  transactions bigint NOT NULL CHECK (transactions > 0),
  tinybars bigint NOT NULL CHECK (tinybars >= 0),
  -- Of the newest of them: what the next one is expected to cost.
  newest_tinybars bigint NOT NULL CHECK (newest_tinybars >= 0),
  newest_at timestamptz(3) NOT NULL,
  first_at timestamptz(3) NOT NULL,
  PRIMARY KEY (day, kind)
);
SELECT gateway_table('ledger_fees', serve => '', worker => 'SELECT, INSERT, UPDATE');

-- Of the last seven days fees can still be asked for.
INSERT INTO ledger_charges (transaction_id, kind, signed_at)
SELECT charged.transaction_id, job.kind, attempt.created_at
FROM ledger_attempts AS attempt JOIN ledger_jobs AS job USING (job_id)
CROSS JOIN LATERAL unnest(attempt.transaction_id || coalesce(attempt.part_ids, '{}')) AS charged (transaction_id)
WHERE attempt.created_at > now() - interval '7 days';

-- The trace context (W3C, traceparent) of the request that recorded or ordered it, where it is traced; null otherwise.
ALTER TABLE outbox ADD COLUMN trace text CHECK (trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
ALTER TABLE ledger_jobs ADD COLUMN trace text CHECK (trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
ALTER TABLE mint_intents ADD COLUMN trace text CHECK (trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
ALTER TABLE transfers ADD COLUMN trace text CHECK (trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
ALTER TABLE retirements ADD COLUMN trace text CHECK (trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
-- Of a checkpoint: some of its records, each with when it was recorded, ms since the epoch. Requests do not see them.
ALTER TABLE ledger_jobs ADD COLUMN traces text[];
