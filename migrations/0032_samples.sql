-- Samples: readings shorter than the accounting interval that their plant declares. Each is durable before it is
-- answered; the samples of a slot become one record of the plant's chain, or one for each run without a gap.

CREATE TABLE samples (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  device_id text NOT NULL,
  ended_at timestamptz(3) NOT NULL,
  interval_s integer NOT NULL CHECK (interval_s > 0),
  -- The slot that was in force when it came.
  slot_from timestamptz(3) NOT NULL,
  slot_s integer NOT NULL CHECK (slot_s > interval_s),
  received_at timestamptz(3) NOT NULL,
  -- What makes two sendings of an interval equal.
  content_hash bytea NOT NULL CHECK (octet_length(content_hash) = 32),
  -- The canonical (RFC 8785) bytes: a leaf of its record's tree.
  body bytea NOT NULL,
  -- What its device signed, byte for byte; null where it did not.
  evidence bytea,
  PRIMARY KEY (org_id, plant_id, device_id, ended_at)
) PARTITION BY RANGE (ended_at);
CREATE TRIGGER samples_stay BEFORE UPDATE OR DELETE ON samples
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Monthly partitions of samples by the time they are of, made ahead by migrate and by a job. Safe to call again.
CREATE FUNCTION ensure_sample_partitions(from_month date, months integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  month date := date_trunc('month', from_month)::date;
  name text;
BEGIN
  FOR i IN 1..months LOOP
    name := 'samples_' || to_char(month, 'YYYYMM');
    IF to_regclass('public.' || name) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.samples FOR VALUES FROM (%L) TO (%L)',
        name, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
      EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION ensure_sample_partitions(date, integer) TO hydro_worker;

-- History from before this gateway knew of samples.
DO $$
BEGIN
  EXECUTE format('CREATE TABLE samples_before PARTITION OF samples FOR VALUES FROM (MINVALUE) TO (%L)',
    date_trunc('month', (now() AT TIME ZONE 'UTC'))::date::text || ' 00:00:00+00');
  ALTER TABLE samples_before ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
END $$;

-- Numbers that devices signed samples under: a key counts each once, for samples and readings together.
CREATE TABLE sample_counters (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  device_id text NOT NULL,
  key_id text NOT NULL,
  device_seq bigint NOT NULL,
  ended_at timestamptz(3) NOT NULL,
  content_hash bytea NOT NULL CHECK (octet_length(content_hash) = 32),
  PRIMARY KEY (org_id, plant_id, device_id, key_id, device_seq)
);

-- Slots with samples that are in no record yet. Changed under the lock of the plant's head only.
CREATE TABLE sample_slots (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  device_id text NOT NULL,
  slot_from timestamptz(3) NOT NULL,
  slot_s integer NOT NULL,
  samples integer NOT NULL CHECK (samples > 0),
  -- What they cover together, s; all of the slot: it is complete.
  covered_s integer NOT NULL CHECK (covered_s BETWEEN 1 AND slot_s),
  first_received_at timestamptz(3) NOT NULL,
  newest_received_at timestamptz(3) NOT NULL,
  -- When the device was first heard of a later time; null: it was not.
  later_at timestamptz(3),
  due_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, plant_id, device_id, slot_from, slot_s)
);
CREATE INDEX sample_slots_due ON sample_slots (due_at);

SELECT tenant_table('samples', serve => 'SELECT, INSERT');
SELECT tenant_table('sample_counters', serve => 'SELECT, INSERT');
SELECT tenant_table('sample_slots', serve => 'SELECT, INSERT, UPDATE, DELETE', worker => 'SELECT');

-- Whether anything of a plant is to be looked for among samples.
ALTER TABLE plant_heads ADD COLUMN has_samples boolean NOT NULL DEFAULT false;

-- A record made of samples: whatever comes for its time is held against those.
ALTER TABLE device_readings ADD COLUMN is_sampled boolean NOT NULL DEFAULT false;

-- Null: the key was used for a sample, which its body finds.
ALTER TABLE idempotency_keys ALTER COLUMN record_id DROP NOT NULL;
