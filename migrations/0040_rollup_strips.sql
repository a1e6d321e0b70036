-- Strips of rollups: 360 buckets of a line in a row as one value, for series. As they come, a line's buckets lie between those
-- of all others, each in a page of its own: a year of hours is 8,760 pages without strips and some dozens with them. A strip
-- can be made again at any time from the buckets, and where there is none they are read instead.
CREATE TABLE rollup_strips (
  org_id text NOT NULL,
  line_id bigint NOT NULL,
  width_s integer NOT NULL,
  -- Buckets that end in (ended_at - 360 * width_s, ended_at], a multiple of that since 1970.
  ended_at timestamptz(3) NOT NULL,
  -- Of each bucket by time 12 bytes that a series is chosen by: its count as int4 (-1: there is no bucket), its sum as float8.
  -- Null: to be made.
  means bytea STORAGE EXTERNAL CHECK (octet_length(means) = 4320),
  -- And 44 bytes: min, max and last as float8, last_at as timestamptz; approved, flagged and rejected as int4.
  rest bytea CHECK (octet_length(rest) = 15840),
  PRIMARY KEY (org_id, line_id, width_s, ended_at),
  CHECK ((means IS NULL) = (rest IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX ON rollup_strips (ended_at) WHERE means IS NULL;

-- Up to where strips of a width have been asked for: what changes up to there asks for its own again.
CREATE TABLE rollup_strip_marks (
  width_s integer PRIMARY KEY CHECK (width_s IN (60, 300, 3600)),
  ended_at timestamptz(3) NOT NULL
);

SELECT tenant_table('rollup_strips', serve => 'SELECT', worker => 'SELECT, INSERT, UPDATE, DELETE');
SELECT gateway_table('rollup_strip_marks', serve => '', worker => 'SELECT, UPDATE');

-- The end of the strip that a bucket lies in.
CREATE FUNCTION rollup_strip_end(bucket_ended_at timestamptz, width_s integer) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_timestamp(ceil(extract(epoch FROM bucket_ended_at) / (360 * width_s)) * 360 * width_s)
$$;

-- By the database, not by who writes: a gateway of the version before knows nothing of strips, and its loop may still run.
-- Whoever writes a plant's buckets holds its row in rollup_positions, and so does whoever makes its strips.
CREATE FUNCTION turn_rollup_strips() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.rollup_strips AS strip (org_id, line_id, width_s, ended_at)
  SELECT DISTINCT changed.org_id, changed.line_id, changed.width_s, public.rollup_strip_end(changed.ended_at, changed.width_s)
  FROM public.rollup_strip_marks AS mark
  JOIN changed ON changed.width_s = mark.width_s AND changed.ended_at <= mark.ended_at
  ON CONFLICT (org_id, line_id, width_s, ended_at) DO UPDATE SET means = NULL, rest = NULL WHERE strip.means IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER turn_strips_of_added AFTER INSERT ON rollups
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION turn_rollup_strips();
CREATE TRIGGER turn_strips_of_changed AFTER UPDATE ON rollups
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION turn_rollup_strips();
CREATE TRIGGER turn_strips_of_gone AFTER DELETE ON rollups
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION turn_rollup_strips();

-- The loop asks for strips behind its marks by and by: what series usually reach back to. Earlier hours, and fine buckets that soon
-- end, are read as they were.
INSERT INTO rollup_strip_marks (width_s, ended_at)
SELECT width_s, rollup_strip_end(now() - kept, width_s)
FROM (VALUES (60, interval '5 days'), (300, interval '45 days'), (3600, interval '3 years')) AS mark (width_s, kept);
