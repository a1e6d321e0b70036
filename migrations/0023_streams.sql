-- What live streams tell, in the order in which it was committed: each organisation counts its own.
CREATE TABLE stream_heads (
  org_id text PRIMARY KEY,
  last_no bigint NOT NULL,
  -- Never runs backwards, whatever the clock does.
  last_at timestamptz(3) NOT NULL
);

-- A run of numbers: readings and decisions of one plant, one number each, or something else under one number.
-- `last_no` of the first is its length; of each further one the one before and its length: there are no gaps.
CREATE TABLE stream_spans (
  org_id text NOT NULL,
  last_no bigint NOT NULL,
  length integer NOT NULL CHECK (length > 0),
  at timestamptz(3) NOT NULL,
  kind text NOT NULL CHECK (kind IN ('records', 'anchored', 'alert')),
  plant_id text,
  -- Of the plant's chain: what was recorded, or what is on the ledger now.
  from_seq bigint,
  to_seq bigint,
  -- Where in time the records lie, so that few partitions are looked into.
  received_from timestamptz(3),
  received_to timestamptz(3),
  -- Of the checkpoint.
  tree_size bigint,
  -- Of the alert, in tenant_events.
  event_id text,
  PRIMARY KEY (org_id, last_no),
  CHECK ((kind = 'records') = (received_from IS NOT NULL AND received_to IS NOT NULL)),
  CHECK ((kind = 'records' OR length = 1) AND (kind <> 'records' OR length = to_seq - from_seq + 1)),
  CHECK ((kind = 'anchored') = (tree_size IS NOT NULL)),
  CHECK ((kind = 'alert') = (event_id IS NOT NULL))
);
CREATE INDEX stream_spans_old ON stream_spans USING brin (at);

-- Lets somebody in once, who cannot send a header.
CREATE TABLE stream_tickets (
  org_id text NOT NULL,
  ticket_hash bytea PRIMARY KEY CHECK (octet_length(ticket_hash) = 32),
  -- Whose: the actor, with when its credential is over.
  holder jsonb NOT NULL,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX stream_tickets_over ON stream_tickets (expires_at);

SELECT tenant_table('stream_heads', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('stream_spans', serve => 'SELECT, INSERT', worker => 'SELECT, INSERT, DELETE');
SELECT tenant_table('stream_tickets', serve => 'SELECT, INSERT', worker => 'SELECT, DELETE');

-- A ticket is used up by being shown, before anybody is known; at the end of its time it is good no more.
CREATE FUNCTION take_stream_ticket(hash bytea, now timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  found jsonb;
BEGIN
  DELETE FROM stream_tickets WHERE ticket_hash = hash AND expires_at > now RETURNING holder INTO found;
  RETURN found;
END $$;
GRANT EXECUTE ON FUNCTION take_stream_ticket(bytea, timestamptz) TO hydro_serve;
