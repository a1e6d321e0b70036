-- A retirement whose token was deleted on the ledger before it was done never will be: it has failed, and failure says why.
ALTER TABLE retirements ADD COLUMN failure text,
  DROP CONSTRAINT retirements_state_check, DROP CONSTRAINT retirements_check1,
  ADD CONSTRAINT retirements_state_check CHECK (state IN ('ordered', 'done', 'failed')),
  ADD CONSTRAINT retirements_settled_check CHECK ((state IN ('done', 'failed')) = (settled_at IS NOT NULL)),
  ADD CONSTRAINT retirements_failure_check CHECK ((state = 'failed') = (failure IS NOT NULL));
-- The public list is of what was retired.
DROP INDEX retirements_public;
CREATE INDEX retirements_public ON retirements (settled_at DESC, retirement_id DESC) WHERE state = 'done';

DROP FUNCTION find_retirement(text);
CREATE FUNCTION find_retirement(wanted text) RETURNS TABLE (
  retirement_id text, state text, statement bytea, memo text, transaction_id text, settled_at timestamptz, failure text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT one.retirement_id, one.state, one.statement, one.memo, one.transaction_id,
      one.settled_at::timestamptz, one.failure
    FROM retirements AS one WHERE one.retirement_id = wanted;
END $$;
REVOKE ALL ON FUNCTION find_retirement(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_retirement(text) TO hydro_serve;

DROP FUNCTION retired_units(timestamptz, text, integer);
CREATE FUNCTION retired_units(before timestamptz, before_id text, how_many integer) RETURNS TABLE (
  retirement_id text, state text, statement bytea, memo text, transaction_id text, settled_at timestamptz, failure text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT one.retirement_id, one.state, one.statement, one.memo, one.transaction_id,
      one.settled_at::timestamptz, one.failure
    FROM retirements AS one
    WHERE one.state = 'done'
      AND (before IS NULL OR (one.settled_at, one.retirement_id) < (before, before_id))
    ORDER BY one.settled_at DESC, one.retirement_id DESC LIMIT how_many;
END $$;
REVOKE ALL ON FUNCTION retired_units(timestamptz, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION retired_units(timestamptz, text, integer) TO hydro_serve;
