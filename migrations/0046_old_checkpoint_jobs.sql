-- Of a checkpoint that the ledger has had for a month its row in `checkpoints` is what it is known by. The job and its attempts
-- were for bringing it there, and are the most of what a small fleet leaves behind.
CREATE INDEX ledger_jobs_old_checkpoints ON ledger_jobs (settled_at) WHERE kind = 'checkpoint' AND state = 'settled';

-- Jobs of nothing else, least of all at tokens, whose journal is kept for good; no login of the gateway may delete by itself.
-- How old is said by the ledger's time and the database's, not a gateway's. Of each account the newest success that is so old
-- stays: before a token is made, the mirror is held to who ever paid.
CREATE FUNCTION drop_old_checkpoint_jobs(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_sort = off AS $$
DECLARE
  before CONSTANT timestamptz := now() - interval '30 days';
  old text[] := '{}';
  candidate text;
BEGIN
  -- One by one, in the order of the index: else all that is old would be read and sorted before the first of them is taken.
  FOR candidate IN
    SELECT job_id FROM ledger_jobs WHERE kind = 'checkpoint' AND state = 'settled' AND settled_at < before
    ORDER BY settled_at FOR UPDATE SKIP LOCKED
  LOOP
    CONTINUE WHEN NOT EXISTS (
      SELECT FROM checkpoints
      WHERE job_id = candidate AND anchored_at IS NOT NULL AND consensus_timestamp::numeric < extract(epoch FROM before));
    CONTINUE WHEN EXISTS (
      SELECT FROM ledger_attempts AS own
      WHERE own.job_id = candidate AND (own.phase = 'open' OR own.ended_at >= before
        OR own.phase = 'succeeded' AND NOT EXISTS (
          SELECT FROM ledger_attempts AS newer
          WHERE newer.phase = 'succeeded' AND newer.ended_at < before AND newer.valid_start > own.valid_start
            AND split_part(newer.transaction_id, '@', 1) = split_part(own.transaction_id, '@', 1))));
    old := old || candidate;
    EXIT WHEN cardinality(old) >= most;
  END LOOP;
  DELETE FROM ledger_attempts WHERE job_id = ANY (old);
  DELETE FROM ledger_jobs WHERE job_id = ANY (old);
  RETURN cardinality(old);
END;
$$;
REVOKE ALL ON FUNCTION drop_old_checkpoint_jobs(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_old_checkpoint_jobs(integer) TO hydro_worker;
