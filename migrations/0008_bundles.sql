-- Evidence bundles: one archive per period and state of its issuance, made again byte for byte whenever it is
-- asked for. Records stay where they are; what cannot be read from them again is kept here.

-- What the assessment remembered at the place that the statement names (canonical bytes; their SHA-256 is in the
-- statement). Null for statements made before this: no bundle begins at one of those.
ALTER TABLE period_statements ADD COLUMN assessment bytea;

CREATE TABLE period_bundles (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  period_id text NOT NULL,
  bundle_no integer NOT NULL CHECK (bundle_no >= 1),
  statement_no integer NOT NULL,
  -- The part of the plant's chain that stands whole in the bundle.
  first_seq bigint NOT NULL CHECK (first_seq >= 1),
  last_seq bigint NOT NULL,
  size bigint NOT NULL CHECK (size > 0),
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  -- The record of the plant's chain that says so.
  record_id text NOT NULL UNIQUE,
  seq bigint NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, period_id, bundle_no),
  CHECK (first_seq <= last_seq AND last_seq < seq),
  UNIQUE (org_id, plant_id, period_id, last_seq),
  FOREIGN KEY (org_id, plant_id, period_id, statement_no) REFERENCES period_statements
);

-- The small files of a bundle, byte for byte, in their order in the archive.
CREATE TABLE bundle_files (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  period_id text NOT NULL,
  bundle_no integer NOT NULL,
  file_no integer NOT NULL,
  path text NOT NULL,
  -- Null: the records of the chain, which are read from there.
  content bytea,
  PRIMARY KEY (org_id, plant_id, period_id, bundle_no, file_no),
  FOREIGN KEY (org_id, plant_id, period_id, bundle_no) REFERENCES period_bundles
);
