-- What was done to an organisation itself: its keys, members and settings. Written with what was done, and sealed into a
-- chain of the organisation's own soon after, so that every act is a leaf of the log.
CREATE TABLE admin_acts (
  org_id text NOT NULL REFERENCES organisations,
  act_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz(3) NOT NULL,
  -- Id of the key or user; null: the operator's console on the machine.
  actor text,
  act text NOT NULL,
  -- What it was done to: an id, never a secret.
  object text NOT NULL,
  detail jsonb NOT NULL,
  -- The record that holds it; null until it is sealed.
  record_id text
);
CREATE INDEX admin_acts_of ON admin_acts (org_id, act_no);
CREATE INDEX admin_acts_unsealed ON admin_acts (org_id, act_no) WHERE record_id IS NULL;
