-- Logs that this database's log goes on from, whose keys were lost or given up: one tree on one topic, each part of it signed by
-- the key of its time.
CREATE TABLE log_predecessors (
  log_no integer PRIMARY KEY CHECK (log_no > 0),
  origin text NOT NULL UNIQUE,
  verifier_key text NOT NULL,
  -- Leaves that it signed at most: what its key signs beyond is somebody else's.
  size bigint NOT NULL CHECK (size > 0),
  reason text NOT NULL,
  ended_by text NOT NULL,
  ended_at timestamptz(3) NOT NULL
);
SELECT gateway_table('log_predecessors', serve => 'SELECT', worker => 'SELECT');
