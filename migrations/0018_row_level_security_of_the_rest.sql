-- Who may do what to the tables of certificates, units, the API's conventions and devices: they begin closed.

SELECT tenant_table('certificates', serve => 'SELECT', worker => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('holdings', serve => 'SELECT, UPDATE', worker => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('transfers', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, UPDATE');
SELECT tenant_table('retirements', serve => 'SELECT, INSERT', worker => 'SELECT, UPDATE');
SELECT tenant_table('idempotent_calls', serve => 'SELECT, INSERT, UPDATE, DELETE', worker => 'SELECT, DELETE');
-- Given at the machine's console alone.
SELECT tenant_table('org_quotas', serve => 'SELECT');
SELECT tenant_table('quota_use', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, DELETE');
SELECT tenant_table('device_keys', serve => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('signed_readings', serve => 'SELECT, INSERT');
SELECT tenant_table('device_nonces', serve => 'SELECT, INSERT', worker => 'SELECT, DELETE');
SELECT tenant_table('claim_codes', serve => 'SELECT, INSERT, UPDATE');
SELECT gateway_table('claim_attempts', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, DELETE');
-- A device's configuration has versions now.
SELECT allow_rows('devices', 'hydro_serve', 'UPDATE',
  $rows$org_id = ANY (nullif(current_setting('app.orgs', true), '')::text[])$rows$);

-- A guest sees the certificate of a mint that it sees.
CREATE POLICY guest ON certificates FOR SELECT TO hydro_serve USING (EXISTS (
  SELECT FROM mint_intents AS parent WHERE parent.intent_id = certificates.intent_id));

-- The narrow paths across organisations, as in 0012.

-- Before the tenant is known: the device of this claim code, for whoever knows its HMAC.
CREATE FUNCTION find_claim_code(wanted bytea) RETURNS TABLE (
  org_id text, plant_id text, device_id text, claim_id text, expires_at timestamptz
)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT code.org_id, code.plant_id, code.device_id, code.claim_id, code.expires_at::timestamptz
    FROM claim_codes AS code WHERE code.code_hash = wanted;
END $$;
GRANT EXECUTE ON FUNCTION find_claim_code(bytea) TO hydro_serve;

-- Public: the document of a certificate, by its digest.
CREATE FUNCTION certificate_document(wanted bytea) RETURNS TABLE (document bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT one.document FROM certificates AS one WHERE one.sha256 = wanted;
END $$;
GRANT EXECUTE ON FUNCTION certificate_document(bytea) TO hydro_serve;

-- Public of a retirement: what whoever retired disclosed, and where it stands. Never whose units they were.
CREATE FUNCTION find_retirement(wanted text) RETURNS TABLE (
  retirement_id text, state text, statement bytea, memo text, transaction_id text, settled_at timestamptz
)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT one.retirement_id, one.state, one.statement, one.memo, one.transaction_id,
      one.settled_at::timestamptz
    FROM retirements AS one WHERE one.retirement_id = wanted;
END $$;
GRANT EXECUTE ON FUNCTION find_retirement(text) TO hydro_serve;

-- The same of those that the ledger has done, newest first, after a place in that list.
CREATE FUNCTION retired_units(before timestamptz, before_id text, how_many integer) RETURNS TABLE (
  retirement_id text, state text, statement bytea, memo text, transaction_id text, settled_at timestamptz
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT one.retirement_id, one.state, one.statement, one.memo, one.transaction_id,
      one.settled_at::timestamptz
    FROM retirements AS one
    WHERE one.settled_at IS NOT NULL
      AND (before IS NULL OR (one.settled_at, one.retirement_id) < (before, before_id))
    ORDER BY one.settled_at DESC, one.retirement_id DESC LIMIT how_many;
END $$;
GRANT EXECUTE ON FUNCTION retired_units(timestamptz, text, integer) TO hydro_serve;

-- Holds a token against a halt until the transaction ends, for an order in it. Requests change no token, and without
-- the right to change one PostgreSQL lets nobody lock it.
CREATE FUNCTION hold_token(wanted text) RETURNS TABLE (token_key text, treasury_account_id text, halted text)
LANGUAGE plpgsql SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT token.token_key, token.treasury_account_id, token.halted
    FROM tokens AS token WHERE token.token_id = wanted FOR UPDATE;
END $$;
GRANT EXECUTE ON FUNCTION hold_token(text) TO hydro_serve, hydro_worker;

-- Marks a call with an Idempotency-Key in the transaction of its effect, whichever organisation that was opened for: a
-- guest's step is opened for its host. One row when the claim still stands. The claim's id is known to its maker alone.
CREATE FUNCTION mark_call(org text, who text, called text, claim text) RETURNS SETOF boolean
LANGUAGE plpgsql SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- A transaction that has written or locked something has an id by now; one that only read is no effect.
  RETURN QUERY UPDATE idempotent_calls AS call
    SET took_effect = call.took_effect OR pg_current_xact_id_if_assigned() IS NOT NULL
    WHERE call.org_id = org AND call.credential = who AND call.idempotency_key = called
      AND call.claim_id = claim AND call.answer IS NULL
    RETURNING true;
END $$;
GRANT EXECUTE ON FUNCTION mark_call(text, text, text, text) TO hydro_serve;
