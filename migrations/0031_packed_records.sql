-- Records of months that are over and done with, packed: exact bytes in segments, and beside them as columns what lists
-- select by and what readings say. A month of a plant is read here once it is in record_months; until then, from its rows.

-- Records of one plant that were received in one month (UTC), in order of acceptance.
CREATE TABLE packed_records (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  month date NOT NULL CHECK (month = date_trunc('month', month)),
  first_seq bigint NOT NULL,
  last_seq bigint NOT NULL,
  -- Two gateways' clocks may stand on the two sides of a month's end: there may be fewer than the places between.
  records integer NOT NULL CHECK (records BETWEEN 1 AND last_seq - first_seq + 1),
  -- Of the readings and corrections among them.
  first_ended_at timestamptz(3),
  last_ended_at timestamptz(3),
  kinds text[] NOT NULL,
  statuses text[] NOT NULL,
  -- Of the bytes when they are unpacked.
  body_bytes bigint NOT NULL,
  -- What the columns of their rows say, beside id and commitment, which follow from the bytes.
  facts bytea NOT NULL,
  bodies bytea NOT NULL,
  PRIMARY KEY (org_id, plant_id, month, first_seq),
  CHECK ((first_ended_at IS NULL) = (last_ended_at IS NULL))
);
-- Compressed already.
ALTER TABLE packed_records ALTER COLUMN bodies SET STORAGE EXTERNAL;
ALTER TABLE packed_records ALTER COLUMN facts SET STORAGE EXTERNAL;

-- What one device's readings of such a segment say.
CREATE TABLE packed_values (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  device_id text NOT NULL,
  month date NOT NULL,
  first_seq bigint NOT NULL,
  readings integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (org_id, plant_id, month, first_seq, device_id),
  FOREIGN KEY (org_id, plant_id, month, first_seq) REFERENCES packed_records
);
ALTER TABLE packed_values ALTER COLUMN content SET STORAGE EXTERNAL;

-- The handover: from this row's commit on, the plant's records of the month are its segments.
CREATE TABLE record_months (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  month date NOT NULL,
  records bigint NOT NULL,
  first_seq bigint NOT NULL,
  last_seq bigint NOT NULL,
  first_ended_at timestamptz(3),
  last_ended_at timestamptz(3),
  packed_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, plant_id, month)
);

SELECT tenant_table('packed_records', serve => 'SELECT', worker => 'SELECT, INSERT');
SELECT tenant_table('packed_values', serve => 'SELECT', worker => 'SELECT, INSERT');
SELECT tenant_table('record_months', serve => 'SELECT', worker => 'SELECT, INSERT');

-- Whether a month takes no further records.
CREATE FUNCTION record_month_closed(month date) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM pg_constraint
    WHERE conrelid = to_regclass('public.records_' || to_char(month, 'YYYYMM')) AND conname = 'closed')
$$;
GRANT EXECUTE ON FUNCTION record_month_closed(date) TO hydro_worker;

-- Refuses further records of a month that is over, so that what is packed of it is all there will be. A gateway whose
-- clock is months behind cannot write from then on. Safe to call again.
CREATE FUNCTION close_record_month(month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  name text := 'records_' || to_char(month, 'YYYYMM');
BEGIN
  IF month <> date_trunc('month', month) OR (month + interval '1 month')::timestamp AT TIME ZONE 'UTC' > now() THEN
    RAISE 'the month % is not over', month;
  END IF;
  IF NOT record_month_closed(month) THEN
    EXECUTE format('ALTER TABLE public.%I ADD CONSTRAINT closed CHECK (false) NOT VALID', name);
  END IF;
END $$;
GRANT EXECUTE ON FUNCTION close_record_month(date) TO hydro_worker;

-- Drops the rows of a closed month. The caller has read back, in this transaction, what is packed of each plant, and says
-- the SHA-256 over the SHA-256 of each record in order of acceptance: unless the bytes of the rows give the same for
-- each plant that has any, nothing is dropped.
CREATE FUNCTION drop_record_month(month date, orgs text[], plants text[], leaves bytea[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  dropped bigint;
  wrong text;
BEGIN
  IF NOT record_month_closed(month) THEN
    RAISE 'the month % is not closed', month;
  END IF;
  -- By way of the table: whoever asks a partition itself sees no row of it.
  SELECT coalesce(sum(hot.records), 0), min(hot.org_id || '/' || hot.plant_id) FILTER (
      WHERE packed.digest IS DISTINCT FROM hot.digest OR NOT EXISTS (
        SELECT FROM record_months AS handed WHERE handed.org_id = hot.org_id AND handed.plant_id = hot.plant_id
          AND handed.month = drop_record_month.month AND handed.records = hot.records))
    INTO dropped, wrong
    FROM (
      SELECT org_id, plant_id, count(*) AS records, sha256(string_agg(sha256(body), ''::bytea ORDER BY seq)) AS digest
      FROM records WHERE received_at >= month::timestamp AT TIME ZONE 'UTC'
        AND received_at < (month + interval '1 month')::timestamp AT TIME ZONE 'UTC'
      GROUP BY 1, 2
    ) AS hot
    LEFT JOIN unnest(orgs, plants, leaves) AS packed (org_id, plant_id, digest) USING (org_id, plant_id);
  IF wrong IS NOT NULL THEN
    RAISE 'rows of % in % are not what is packed of them: they stay', wrong, month;
  END IF;
  EXECUTE format('DROP TABLE public.%I', 'records_' || to_char(month, 'YYYYMM'));
  RETURN dropped;
END $$;
GRANT EXECUTE ON FUNCTION drop_record_month(date, text[], text[], bytea[]) TO hydro_worker;
