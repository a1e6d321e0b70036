-- Partitions of samples without a hole: a gateway that stood still for half a year, or one with a database of then, is
-- sent the samples of the months between too. So they are made from where `samples_before` ends, up to the months ahead.
-- Of a clock that was set back nothing is made: what it says is of `samples_before`.
CREATE OR REPLACE FUNCTION ensure_sample_partitions(from_month date, months integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  month date;
  after date := (date_trunc('month', from_month) + make_interval(months => months))::date;
  name text;
BEGIN
  SELECT (substring(pg_get_expr(relpartbound, oid) FROM $bound$ TO \('([^']+)'\)$bound$)::timestamptz AT TIME ZONE 'UTC')::date
    INTO STRICT month FROM pg_class WHERE oid = 'public.samples_before'::regclass;
  WHILE month < after LOOP
    name := 'samples_' || to_char(month, 'YYYYMM');
    IF to_regclass('public.' || name) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.samples FOR VALUES FROM (%L) TO (%L)',
        name, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
      EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
END $$;
