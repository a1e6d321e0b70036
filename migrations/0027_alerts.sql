-- Alerts: rules of plants, what they have found, who is told of it, and what people have done about it.

-- How far a plant is watched. Made with its default rules.
CREATE TABLE alert_plants (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  -- Its default rules are wanted.
  defaults_on boolean NOT NULL,
  -- Readings up to here are counted into the memory of its rules; null: no rule looks at values.
  read_to bigint,
  PRIMARY KEY (org_id, plant_id),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
);
-- Plants from before there were alerts get default rules when their operator asks for them.
INSERT INTO alert_plants (org_id, plant_id, defaults_on)
  SELECT org_id, plant_id, false FROM plants WHERE config <> '{}';

CREATE TABLE alert_rules (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  rule_id text NOT NULL,
  -- Which default it was made as; null: somebody's own.
  default_name text,
  rule jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, rule_id),
  UNIQUE (org_id, plant_id, default_name),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
);

-- What a rule remembers of one device, or of whatever it looks at.
CREATE TABLE alert_memories (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  rule_id text NOT NULL,
  subject text NOT NULL,
  rule_version integer NOT NULL,
  memory jsonb NOT NULL,
  PRIMARY KEY (org_id, plant_id, rule_id, subject),
  FOREIGN KEY (org_id, plant_id, rule_id) REFERENCES alert_rules ON DELETE CASCADE
);

CREATE TABLE alert_silences (
  org_id text NOT NULL REFERENCES organisations,
  silence_id text NOT NULL,
  -- Null: of any plant, rule, alert.
  plant_id text,
  rule_id text,
  alert_id text,
  reason text NOT NULL,
  from_at timestamptz(3) NOT NULL,
  until_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  ended_at timestamptz(3),
  ended_by text,
  PRIMARY KEY (org_id, silence_id),
  CHECK (num_nonnulls(plant_id, rule_id, alert_id) > 0),
  CHECK (num_nonnulls(ended_at, ended_by) IN (0, 2))
);
CREATE INDEX alert_silences_until ON alert_silences (until_at) WHERE ended_at IS NULL;

CREATE TABLE alerts (
  org_id text NOT NULL REFERENCES organisations,
  alert_id text NOT NULL,
  -- Null: of no one plant.
  plant_id text,
  -- Null: no rule's, but the gateway's own.
  rule_id text,
  rule_version integer,
  kind text NOT NULL,
  -- The device or key it is about; '': the plant as a whole.
  subject text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  name text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'firing', 'acknowledged', 'silenced', 'resolved')),
  -- Somebody was told that it fires.
  told boolean NOT NULL DEFAULT false,
  -- Since when its condition has held, by the time of what was measured.
  since timestamptz(3) NOT NULL,
  fired_at timestamptz(3),
  resolved_at timestamptz(3),
  resolution text,
  acknowledged_at timestamptz(3),
  acknowledged_by text,
  note text,
  value double precision,
  summary text NOT NULL,
  detail jsonb NOT NULL,
  -- The event that it was made of.
  event_id text UNIQUE,
  created_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, alert_id),
  CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
  CHECK (num_nonnulls(acknowledged_at, acknowledged_by) IN (0, 2))
);
CREATE INDEX alerts_newest ON alerts (org_id, created_at DESC, alert_id DESC);
-- One open alert of a rule about one thing: whoever looks twice finds the first.
CREATE UNIQUE INDEX alerts_open ON alerts (org_id, plant_id, rule_id, subject) WHERE state <> 'resolved';
CREATE INDEX alerts_own ON alerts (org_id, alert_id) WHERE rule_id IS NULL AND state <> 'resolved';
CREATE INDEX alerts_changed ON alerts (changed_at) WHERE state = 'resolved';

-- Each change of an alert's state, in order.
CREATE TABLE alert_changes (
  org_id text NOT NULL,
  alert_id text NOT NULL,
  change_no integer NOT NULL,
  change text NOT NULL,
  at timestamptz(3) NOT NULL,
  -- Who did it; null: the gateway.
  actor text,
  note text,
  PRIMARY KEY (org_id, alert_id, change_no),
  FOREIGN KEY (org_id, alert_id) REFERENCES alerts ON DELETE CASCADE
);

-- Where alerts go beside webhooks.
CREATE TABLE alert_channels (
  org_id text NOT NULL REFERENCES organisations,
  channel_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('email', 'alertmanager')),
  -- An address for mail, or the base URL of an Alertmanager.
  target text NOT NULL,
  plants text[],
  least_severity text NOT NULL CHECK (least_severity IN ('info', 'warning', 'critical')),
  created_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  -- Of an address: whoever reads its mail has said yes. Nothing else is sent before.
  confirmed_at timestamptz(3),
  last_sent_at timestamptz(3),
  last_error text,
  last_error_at timestamptz(3),
  PRIMARY KEY (org_id, channel_id),
  UNIQUE (org_id, kind, target)
);

-- Mail that waits to be sent, one for each change and address. It is made with the change.
CREATE TABLE alert_mails (
  org_id text NOT NULL,
  mail_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel_id text NOT NULL,
  -- Null: the code that confirms the address.
  alert_id text,
  change_no integer,
  created_at timestamptz(3) NOT NULL,
  due_at timestamptz(3) NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  UNIQUE (org_id, channel_id, alert_id, change_no),
  FOREIGN KEY (org_id, channel_id) REFERENCES alert_channels ON DELETE CASCADE,
  FOREIGN KEY (org_id, alert_id, change_no) REFERENCES alert_changes ON DELETE CASCADE
);
CREATE INDEX alert_mails_due ON alert_mails (due_at);

-- Alerts that are events already find their way into the list from there.
CREATE INDEX tenant_events_of_alerts ON tenant_events (event_no)
  WHERE type IN ('alert.issuance.record-lost-approval', 'alert.mint.mismatch');

SELECT tenant_table('alert_plants', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('alert_rules', serve => 'SELECT, INSERT, UPDATE, DELETE', worker => 'SELECT, INSERT');
SELECT tenant_table('alert_memories', serve => '', worker => 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenant_table('alert_silences', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT');
SELECT tenant_table('alerts', serve => 'SELECT, UPDATE', worker => 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenant_table('alert_changes', serve => 'SELECT, INSERT', worker => 'SELECT, INSERT');
SELECT tenant_table('alert_channels', serve => 'SELECT, INSERT, UPDATE, DELETE', worker => 'SELECT, UPDATE');
SELECT tenant_table('alert_mails', serve => 'SELECT, INSERT', worker => 'SELECT, INSERT, UPDATE, DELETE');

-- Of keys a rule on their expiry sees when they end, and nothing that opens anything.
GRANT SELECT (org_id, key_id, label, plants, expires_at, revoked_at, rotated_to) ON api_keys TO hydro_worker;
CREATE POLICY hydro_worker_select ON api_keys FOR SELECT TO hydro_worker USING (true);
