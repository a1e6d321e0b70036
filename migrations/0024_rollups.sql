-- Rollups of readings: a device's quantity over a minute, five minutes, an hour and a day, kept by a loop that follows
-- each plant's chain. All of it can be made again from the records; nothing that is proven or credited rests on it.

-- How far a plant's chain is rolled up. Whoever moves a plant on holds its row.
CREATE TABLE rollup_positions (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  seq bigint NOT NULL,
  rolled_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id)
) WITH (fillfactor = 50);

-- One quantity of one device, with its newest value that stands or was rejected: by event time, then order of acceptance.
CREATE TABLE rollup_lines (
  org_id text NOT NULL,
  line_id bigint GENERATED ALWAYS AS IDENTITY,
  plant_id text NOT NULL,
  device_id text NOT NULL,
  metric text NOT NULL,
  last_at timestamptz(3) NOT NULL,
  last_seq bigint NOT NULL,
  last_value double precision NOT NULL,
  PRIMARY KEY (org_id, line_id),
  UNIQUE (org_id, plant_id, metric, device_id)
) WITH (fillfactor = 70);

CREATE TABLE rollups (
  org_id text NOT NULL,
  line_id bigint NOT NULL,
  width_s integer NOT NULL CHECK (width_s IN (60, 300, 3600, 86400)),
  -- A bucket is (ended_at - width_s, ended_at], as the interval of a reading is; a reading lies where it ends. UTC.
  ended_at timestamptz(3) NOT NULL,
  -- Of the readings that are not rejected; the sum is exact, so that the order in which they came leaves no trace.
  count integer NOT NULL,
  sum numeric NOT NULL,
  min double precision,
  max double precision,
  last double precision,
  last_at timestamptz(3),
  -- Readings by where they stand; flagged are all that wait for a verifier.
  approved integer NOT NULL,
  flagged integer NOT NULL,
  rejected integer NOT NULL,
  PRIMARY KEY (org_id, line_id, width_s, ended_at),
  CHECK ((count = 0) = (last_at IS NULL))
) PARTITION BY LIST (width_s);
-- The fine ones are kept for a time, in months that are dropped as a whole; the coarse ones for good.
CREATE TABLE rollups_1m PARTITION OF rollups FOR VALUES IN (60) PARTITION BY RANGE (ended_at);
CREATE TABLE rollups_5m PARTITION OF rollups FOR VALUES IN (300) PARTITION BY RANGE (ended_at);
CREATE TABLE rollups_1h PARTITION OF rollups FOR VALUES IN (3600);
CREATE TABLE rollups_1d PARTITION OF rollups FOR VALUES IN (86400);
-- For a month that was not made ahead.
CREATE TABLE rollups_1m_other PARTITION OF rollups_1m DEFAULT;
CREATE TABLE rollups_5m_other PARTITION OF rollups_5m DEFAULT;

SELECT tenant_table('rollup_positions', serve => 'SELECT', worker => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('rollup_lines', serve => 'SELECT', worker => 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenant_table('rollups', serve => 'SELECT', worker => 'SELECT, INSERT, UPDATE, DELETE');
ALTER TABLE rollups_1m ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE rollups_5m ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE rollups_1h ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE rollups_1d ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE rollups_1m_other ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE rollups_5m_other ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Months of the fine rollups of one width, made ahead. A month of which rows lie in the default partition stays there.
CREATE FUNCTION ensure_rollup_partitions(width text, from_month date, months integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  parent text := 'rollups_' || width;
  month date := date_trunc('month', from_month)::date;
  name text;
  first text;
  next text;
  taken boolean;
BEGIN
  IF width NOT IN ('1m', '5m') THEN RAISE 'rollups of % have no months', width; END IF;
  FOR i IN 1..months LOOP
    name := parent || '_' || to_char(month, 'YYYYMM');
    first := month::text || ' 00:00:00+00';
    next := (month + interval '1 month')::date::text || ' 00:00:00+00';
    IF to_regclass('public.' || name) IS NULL THEN
      EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE ended_at >= %L AND ended_at < %L)',
        parent || '_other', first, next) INTO taken;
      IF NOT taken THEN
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', name, parent, first, next);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
      END IF;
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION ensure_rollup_partitions(text, date, integer) TO hydro_worker;

-- Drops the months of one width that end before an instant, and deletes what lies in the default partition.
CREATE FUNCTION drop_rollups(width text, before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  parent text := 'rollups_' || width;
  old text;
  dropped integer := 0;
BEGIN
  IF width NOT IN ('1m', '5m') THEN RAISE 'rollups of % are kept for good', width; END IF;
  FOR old IN
    SELECT part.relname FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid
    WHERE inhparent = ('public.' || parent)::regclass AND part.relname ~ '_[0-9]{6}$'
      AND (to_date(right(part.relname, 6), 'YYYYMM') + interval '1 month')::timestamp AT TIME ZONE 'UTC' <= before
  LOOP
    EXECUTE format('DROP TABLE public.%I', old);
    dropped := dropped + 1;
  END LOOP;
  EXECUTE format('DELETE FROM public.%I WHERE ended_at <= %L', parent || '_other', before);
  RETURN dropped;
END $$;
GRANT EXECUTE ON FUNCTION drop_rollups(text, timestamptz) TO hydro_worker;

-- What a record of the chain changed in others: the loop asks by it.
CREATE INDEX review_changes_by_change ON review_changes (org_id, plant_id, changed_seq);
