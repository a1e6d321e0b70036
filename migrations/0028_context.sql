-- What others measured around plants: flows of rivers that operators import, and answers of a weather service.

CREATE TABLE river_imports (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  import_id text NOT NULL,
  -- Of the table as it was sent.
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  rows integer NOT NULL,
  accepted integer NOT NULL,
  created_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  PRIMARY KEY (org_id, plant_id, import_id),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
);

CREATE TABLE river_flows (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  station text NOT NULL,
  at timestamptz(3) NOT NULL,
  flow_m3s double precision NOT NULL CHECK (flow_m3s >= 0),
  import_id text NOT NULL,
  PRIMARY KEY (org_id, plant_id, station, at),
  FOREIGN KEY (org_id, plant_id, import_id) REFERENCES river_imports
);
CREATE INDEX river_flows_by_time ON river_flows (org_id, plant_id, at, station);

-- The newest answer about the weather at each plant, and when to ask again. A stale one serves while a new one is asked for.
CREATE TABLE plant_weather (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  -- Where it was asked for; another place is asked for anew.
  place text NOT NULL,
  due_at timestamptz(3) NOT NULL,
  failures integer NOT NULL DEFAULT 0,
  fetched_at timestamptz(3),
  source text,
  -- Of the answer's bytes, which are kept as they came.
  sha256 bytea CHECK (octet_length(sha256) = 32),
  answer bytea,
  -- Its hours: pairs of the hour, ms since the epoch, and the mean air temperature, degrees C.
  hours jsonb,
  PRIMARY KEY (org_id, plant_id),
  CHECK (num_nonnulls(fetched_at, source, sha256, answer, hours) IN (0, 5)),
  FOREIGN KEY (org_id, plant_id) REFERENCES plants
);
CREATE INDEX plant_weather_due ON plant_weather (due_at);

SELECT tenant_table('river_imports', serve => 'SELECT, INSERT', worker => '');
SELECT tenant_table('river_flows', serve => 'SELECT, INSERT', worker => 'SELECT');
SELECT tenant_table('plant_weather', serve => 'SELECT', worker => 'SELECT, INSERT, UPDATE');
