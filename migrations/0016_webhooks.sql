-- What happened to an organisation's records, periods and credits, written with the fact. Webhooks are sent from these.
CREATE TABLE tenant_events (
  org_id text NOT NULL REFERENCES organisations,
  event_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id text NOT NULL UNIQUE,
  type text NOT NULL,
  -- Of which plant, if of one.
  plant_id text,
  at timestamptz(3) NOT NULL,
  -- The exact text that is sent and signed.
  body text NOT NULL CHECK (octet_length(body) <= 20000),
  -- Deliveries of it are there.
  handed_on boolean NOT NULL DEFAULT false
);
CREATE INDEX tenant_events_new ON tenant_events (event_no) WHERE NOT handed_on;
CREATE INDEX tenant_events_old ON tenant_events (at);

CREATE TABLE webhook_endpoints (
  org_id text NOT NULL REFERENCES organisations,
  endpoint_id text PRIMARY KEY,
  url text NOT NULL,
  -- Types of events, families (`record.*`) or all (`*`).
  types text[] NOT NULL,
  -- Null: of all plants.
  plants text[],
  description text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  -- Its secret is derived from the gateway's and this number; the one before is still used for a while after a change.
  secret_no integer NOT NULL DEFAULT 1,
  earlier_secret_until timestamptz(3),
  disabled_at timestamptz(3),
  disabled_why text,
  CHECK (num_nonnulls(disabled_at, disabled_why) IN (0, 2))
);
CREATE INDEX webhook_endpoints_of ON webhook_endpoints (org_id, endpoint_id);

-- How far an organisation with a webhook for it has been told what is anchored, as a leaf index.
CREATE TABLE webhook_anchored (
  org_id text PRIMARY KEY REFERENCES organisations,
  told_to bigint NOT NULL
);

CREATE TABLE webhook_deliveries (
  org_id text NOT NULL REFERENCES organisations,
  endpoint_id text NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
  delivery_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id text NOT NULL REFERENCES tenant_events (event_id) ON DELETE CASCADE,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
  created_at timestamptz(3) NOT NULL,
  -- Attempts since it was made or replayed.
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  UNIQUE (endpoint_id, event_id)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, next_at) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_of_event ON webhook_deliveries (event_id);

-- The delivery log: each attempt as it went.
CREATE TABLE webhook_attempts (
  org_id text NOT NULL,
  delivery_id bigint NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
  at timestamptz(3) NOT NULL,
  -- Null: there was no answer.
  status integer,
  -- Why it failed, in a word; null: it did not.
  error text,
  elapsed_ms integer NOT NULL
);
CREATE INDEX webhook_attempts_of ON webhook_attempts (delivery_id, at);
