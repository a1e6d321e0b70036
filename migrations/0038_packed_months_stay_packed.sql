-- A clock that was set back for longer than records stay rows had the partition of a packed month made again: what was
-- accepted then lay in rows that nobody reads, since the plant's month is read from its segments. Of such a month none is
-- made: until the clock is right, nothing is taken.
CREATE OR REPLACE FUNCTION ensure_record_partitions(from_month date, months integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  wanted date := date_trunc('month', from_month)::date;
  name text;
BEGIN
  FOR i IN 1..months LOOP
    name := 'records_' || to_char(wanted, 'YYYYMM');
    IF to_regclass('public.' || name) IS NULL
        AND NOT EXISTS (SELECT FROM public.record_months AS handed WHERE handed.month = wanted) THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.records FOR VALUES FROM (%L) TO (%L)',
        name, wanted::text || ' 00:00:00+00', (wanted + interval '1 month')::date::text || ' 00:00:00+00');
      EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    END IF;
    wanted := (wanted + interval '1 month')::date;
  END LOOP;
END $$;
