-- What live streams tell, in the order in which it was committed: each organisation counts its own.
CREATE TABLE stream_heads (
  org_id text PRIMARY KEY,
  last_no bigint NOT NULL,
  -- Never runs backwards, whatever the clock does.
  last_at timestamptz(3) NOT NULL
) WITH (fillfactor = 50);

-- What one transaction told, not one reading: a run of numbers that ends with `last_no` and begins behind the run before.
-- There are no gaps. Records stand in it by their places in their plants' chains; they are not written a second time.
CREATE TABLE stream_runs (
  org_id text NOT NULL,
  last_no bigint NOT NULL,
  length integer NOT NULL CHECK (length > 0),
  at timestamptz(3) NOT NULL,
  told json NOT NULL,
  PRIMARY KEY (org_id, last_no)
);
CREATE INDEX stream_runs_old ON stream_runs USING brin (at);

SELECT tenant_table('stream_heads', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('stream_runs', serve => 'SELECT, INSERT', worker => 'SELECT, INSERT, DELETE');

-- The gateway's own: up to when live streams were told which windows of the series are over.
CREATE TABLE stream_rollups (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  told_to timestamptz(3) NOT NULL
);
SELECT gateway_table('stream_rollups', serve => '', worker => 'SELECT, INSERT, UPDATE');
