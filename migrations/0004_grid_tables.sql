-- Grid-factor tables of an organisation's own. Never updated or deleted: designs and statements name them by id
-- and hash, so a correction is a table of another id.
CREATE TABLE grid_tables (
  org_id text NOT NULL REFERENCES organisations,
  table_id text NOT NULL,
  -- Exact canonical (RFC 8785) bytes of the upload as it was checked, and their SHA-256.
  content bytea NOT NULL,
  hash bytea NOT NULL CHECK (hash = sha256(content)),
  created_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  PRIMARY KEY (org_id, table_id)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER grid_tables_stay BEFORE UPDATE OR DELETE ON grid_tables
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
