-- Project designs, monitoring periods with their statements, and comparisons with manual reports. Local days
-- are ISO text: a day of the plant's calendar is no instant.

CREATE TABLE project_designs (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  version integer NOT NULL CHECK (version >= 1),
  design jsonb NOT NULL,
  -- The record of the plant's chain that holds this version.
  record_id text NOT NULL UNIQUE,
  seq bigint NOT NULL,
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, version),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
);

-- Periods of a plant never overlap: whoever opens, closes or amends one holds the plant's row.
CREATE TABLE monitoring_periods (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  period_id text NOT NULL,
  from_date text NOT NULL CHECK (from_date ~ '^\d{4}-\d{2}-\d{2}$'),
  to_date text NOT NULL CHECK (to_date ~ '^\d{4}-\d{2}-\d{2}$'),
  -- The zone at opening, and the instants of its local midnights: later changes of zone data move no bound.
  time_zone text NOT NULL,
  from_at timestamptz(3) NOT NULL,
  to_at timestamptz(3) NOT NULL,
  opened_at timestamptz(3) NOT NULL,
  opened_by text NOT NULL,
  PRIMARY KEY (org_id, plant_id, period_id),
  UNIQUE (org_id, plant_id, from_date),
  CHECK (from_date < to_date AND from_at < to_at),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
);

-- A period is closed by its first statement; each later one amends the one before. Never updated.
CREATE TABLE period_statements (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  period_id text NOT NULL,
  statement_no integer NOT NULL CHECK (statement_no >= 1),
  record_id text NOT NULL UNIQUE,
  -- Place of the record in the plant's chain: what a later statement builds on are those before its head.
  seq bigint NOT NULL,
  commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
  vintage integer NOT NULL,
  eg_facility_wh bigint NOT NULL,
  er_g bigint NOT NULL,
  issued_units bigint NOT NULL CHECK (issued_units >= 0),
  -- Below zero: a deficit of the plant; else the remainder of this vintage.
  carry_out_g bigint NOT NULL,
  -- Exact canonical (RFC 8785) bytes.
  statement bytea NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, period_id, statement_no),
  FOREIGN KEY (org_id, plant_id, period_id) REFERENCES monitoring_periods
);
CREATE INDEX period_statements_by_seq ON period_statements (org_id, plant_id, seq);

CREATE TABLE shadow_reports (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  report_id text NOT NULL,
  -- The manual report as it was uploaded, and the comparison as it was answered.
  source bytea NOT NULL,
  report json NOT NULL,
  created_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  PRIMARY KEY (org_id, plant_id, report_id),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
);
