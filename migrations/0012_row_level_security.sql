-- Row-level security underneath the application's own filters (docs/tenancy.md). Three roles, made by migrate before
-- this file runs: hydro_owner has every object, hydro_serve answers requests, hydro_worker runs the loops. Every table
-- has forced row-level security, so what no policy allows nobody sees, its owner included.

-- The organisations that the transaction was opened for. Nothing set: none, and every test on it fails.
CREATE FUNCTION app_orgs() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.orgs', true), '')::text[];

-- Whatever a later migration makes begins closed.
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON SEQUENCES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON ROUTINES FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_orgs() TO hydro_serve, hydro_worker;

-- Lets a role do the verbs to those rows of a table for which the condition holds. LOCK: rows may be locked against
-- others' changes (FOR SHARE, FOR UPDATE), and not changed.
CREATE FUNCTION allow_rows(relation regclass, who name, verbs text, condition text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  verb text;
  clause text;
BEGIN
  FOREACH verb IN ARRAY string_to_array(replace(verbs, ' ', ''), ',') LOOP
    clause := CASE verb
      WHEN 'SELECT' THEN 'USING (%1$s)'
      WHEN 'DELETE' THEN 'USING (%1$s)'
      WHEN 'INSERT' THEN 'WITH CHECK (%1$s)'
      WHEN 'UPDATE' THEN 'USING (%1$s) WITH CHECK (%1$s)'
      WHEN 'LOCK' THEN 'USING (%1$s) WITH CHECK (false)'
    END;
    IF clause IS NULL THEN RAISE EXCEPTION '% is no verb', verb; END IF;
    EXECUTE format('GRANT %s ON %s TO %I', replace(verb, 'LOCK', 'UPDATE'), relation, who);
    EXECUTE format('CREATE POLICY %I ON %s FOR %s TO %I %s', who || '_' || lower(verb), relation,
      replace(verb, 'LOCK', 'UPDATE'), who, format(clause, condition));
  END LOOP;
END $$;

-- A table of the gateway: no row is anybody's in particular, so the roles' verbs are all there is.
CREATE FUNCTION gateway_table(relation regclass, serve text, worker text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', relation);
  EXECUTE format('CREATE POLICY owner ON %s TO hydro_owner USING (true) WITH CHECK (true)', relation);
  PERFORM allow_rows(relation, 'hydro_serve', serve, 'true');
  PERFORM allow_rows(relation, 'hydro_worker', worker, 'true');
END $$;

-- A table whose rows belong to organisations (org_id). A later migration calls this for each of its own:
--   SELECT tenant_table('x', serve => 'SELECT, INSERT', worker => '');
CREATE FUNCTION tenant_table(
  relation regclass, serve text DEFAULT 'SELECT, INSERT, UPDATE, DELETE', worker text DEFAULT ''
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM gateway_table(relation, '', worker);
  -- app_orgs(), written out: the planner would take it apart again for every statement.
  PERFORM allow_rows(relation, 'hydro_serve', serve,
    $rows$org_id = ANY (nullif(current_setting('app.orgs', true), '')::text[])$rows$);
END $$;

-- What an organisation owns. Verbs are those that requests and loops have, and no more: a record is never changed.
SELECT tenant_table('organisations', serve => 'SELECT, INSERT');
SELECT tenant_table('api_keys', serve => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('plants', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, LOCK');
SELECT tenant_table('devices', serve => 'SELECT, INSERT', worker => 'SELECT');
SELECT tenant_table('plant_heads', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, UPDATE');
SELECT tenant_table('records', serve => 'SELECT, INSERT', worker => 'SELECT, INSERT');
SELECT tenant_table('record_ids', serve => 'SELECT, INSERT', worker => 'SELECT, INSERT');
SELECT tenant_table('device_readings', serve => 'SELECT, INSERT', worker => 'SELECT');
SELECT tenant_table('idempotency_keys', serve => 'SELECT, INSERT');
SELECT tenant_table('audit_trail', serve => 'SELECT, INSERT');
SELECT tenant_table('outbox', serve => 'INSERT', worker => 'SELECT, INSERT, DELETE');
SELECT tenant_table('log_leaves', serve => 'SELECT', worker => 'SELECT, INSERT');
SELECT tenant_table('reviews', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT');
SELECT tenant_table('review_changes', serve => 'SELECT, INSERT', worker => 'SELECT');
SELECT tenant_table('corrections', serve => 'SELECT, INSERT', worker => 'SELECT');
SELECT tenant_table('plant_models', serve => 'SELECT, UPDATE', worker => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('plant_model_decisions', serve => 'SELECT, INSERT', worker => 'SELECT');
SELECT tenant_table('model_training', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('project_designs', serve => 'SELECT, INSERT', worker => 'SELECT');
SELECT tenant_table('monitoring_periods', serve => 'SELECT, INSERT, DELETE', worker => 'SELECT');
SELECT tenant_table('period_statements', serve => 'SELECT, INSERT', worker => 'SELECT');
SELECT tenant_table('period_bundles', serve => 'SELECT, INSERT');
SELECT tenant_table('bundle_files', serve => 'SELECT, INSERT');
SELECT tenant_table('grid_tables', serve => 'SELECT, INSERT');
SELECT tenant_table('shadow_reports', serve => 'SELECT, INSERT');
SELECT tenant_table('period_invitations', serve => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('issuances', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, UPDATE');
SELECT tenant_table('issuance_steps', serve => 'SELECT, INSERT', worker => 'SELECT, INSERT');
SELECT tenant_table('issuance_alerts', serve => 'SELECT', worker => 'SELECT, INSERT');
SELECT tenant_table('mint_intents', serve => 'SELECT, INSERT', worker => 'SELECT, UPDATE');
SELECT tenant_table('mint_parts', serve => 'SELECT, INSERT', worker => 'SELECT, UPDATE');
-- The registrar's console alone writes them; whoever acts under one holds it against a withdrawal.
SELECT tenant_table('accreditations', serve => 'SELECT, LOCK');
SELECT tenant_table('energy_claims', serve => 'SELECT, INSERT');
SELECT tenant_table('meter_serials', serve => 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenant_table('meter_clashes', serve => '');

-- The gateway's own: hashes and transactions that are public, or what only its loops touch.
SELECT gateway_table('schema_migrations', serve => '', worker => 'SELECT');
SELECT gateway_table('leases', serve => '', worker => 'SELECT, INSERT, UPDATE');
SELECT gateway_table('log_nodes', serve => 'SELECT', worker => 'SELECT, INSERT');
SELECT gateway_table('log_state', serve => 'SELECT', worker => 'SELECT, INSERT, UPDATE');
SELECT gateway_table('checkpoints', serve => 'SELECT', worker => 'SELECT, INSERT, UPDATE');
SELECT gateway_table('tokens', serve => 'SELECT', worker => 'SELECT, INSERT, UPDATE');
SELECT gateway_table('ledger_jobs', serve => '', worker => 'SELECT, INSERT, UPDATE');
SELECT gateway_table('ledger_attempts', serve => '', worker => 'SELECT, INSERT, UPDATE');

-- Of jobs a request sees whether a record's own message is on the ledger, and which one it is; not what others' say.
GRANT SELECT (job_id, kind, leaf_index, state) ON ledger_jobs TO hydro_serve;
CREATE POLICY hydro_serve_select ON ledger_jobs FOR SELECT TO hydro_serve USING (kind = 'record');
GRANT SELECT (job_id, phase, sequence_number, transaction_id) ON ledger_attempts TO hydro_serve;
CREATE POLICY hydro_serve_select ON ledger_attempts FOR SELECT TO hydro_serve USING (true);

-- A guest sees its standing invitations, and of the period they are to what an invitation shows. Records and plants are
-- not among it: a guest's export and its steps are opened for the owner's organisation, after the invitation was found.
CREATE POLICY guest ON period_invitations FOR SELECT TO hydro_serve
  USING (guest_org_id = ANY (app_orgs()) AND withdrawn_at IS NULL);
DO $$
DECLARE
  relation text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['monitoring_periods', 'period_statements', 'period_bundles', 'bundle_files',
                                  'issuances', 'issuance_alerts', 'mint_intents'] LOOP
    EXECUTE format('CREATE POLICY guest ON %1$I FOR SELECT TO hydro_serve USING (EXISTS (
      SELECT FROM period_invitations AS invitation
      WHERE invitation.org_id = %1$I.org_id AND invitation.plant_id = %1$I.plant_id
        AND invitation.period_id = %1$I.period_id AND invitation.guest_org_id = ANY (app_orgs())
        AND invitation.withdrawn_at IS NULL))', relation);
  END LOOP;
END $$;
-- What hangs on a row that the guest sees.
CREATE POLICY guest ON issuance_steps FOR SELECT TO hydro_serve USING (EXISTS (
  SELECT FROM issuances AS parent WHERE parent.issuance_id = issuance_steps.issuance_id));
CREATE POLICY guest ON mint_parts FOR SELECT TO hydro_serve USING (EXISTS (
  SELECT FROM mint_intents AS parent WHERE parent.intent_id = mint_parts.intent_id));

-- Clashes name plants of several organisations: the registrar reads them, nobody else.
GRANT SELECT ON meter_clashes TO hydro_serve;
CREATE POLICY registrar ON meter_clashes FOR SELECT TO hydro_serve USING ('registrar' = ANY (app_orgs()));

-- The narrow paths across organisations. Each runs as hydro_owner, names its tables' schema by a fixed search path, and
-- gives back the least.

-- Before the tenant is known: the one key of this id.
CREATE FUNCTION find_api_key(wanted text) RETURNS SETOF api_keys
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT * FROM api_keys WHERE key_id = wanted;
END $$;
GRANT EXECUTE ON FUNCTION find_api_key(text) TO hydro_serve;

-- The public log: commitments of any leaves, never whose they are.
CREATE FUNCTION log_commitments(first bigint, how_many bigint) RETURNS TABLE (leaf_index bigint, commitment bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT leaf.leaf_index, leaf.commitment FROM log_leaves AS leaf
    WHERE leaf.leaf_index >= first AND leaf.leaf_index < first + how_many ORDER BY leaf.leaf_index;
END $$;
GRANT EXECUTE ON FUNCTION log_commitments(bigint, bigint) TO hydro_serve;

-- What is public of accreditations: all but who holds them.
CREATE FUNCTION published_accreditations() RETURNS TABLE (
  accreditation_id text, role text, rulebook text, public_key bytea, valid_from timestamptz, valid_to timestamptz,
  record_id text, commitment bytea, created_at timestamptz, withdrawn_at timestamptz, withdrawal_record_id text,
  withdrawal_reason text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT one.accreditation_id, one.role, one.rulebook, one.public_key, one.valid_from, one.valid_to,
    one.record_id, one.commitment, one.created_at, one.withdrawn_at, one.withdrawal_record_id, one.withdrawal_reason
    FROM accreditations AS one;
END $$;
GRANT EXECUTE ON FUNCTION published_accreditations() TO hydro_serve;

-- A serial that is active in another plant: the clash is noted for the registrar, and who holds it is told to nobody.
-- False when nobody holds it any more. Only for a plant of the transaction's own that waits for the serial.
CREATE FUNCTION note_meter_clash(id text, org text, plant text, wanted text, at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  holder meter_serials;
BEGIN
  IF NOT EXISTS (SELECT FROM meter_serials AS own WHERE own.org_id = org AND own.plant_id = plant
                   AND own.serial = wanted AND own.state = 'waiting' AND own.org_id = ANY (app_orgs())) THEN
    RAISE insufficient_privilege USING MESSAGE = 'no plant of this transaction waits for the serial';
  END IF;
  SELECT * INTO holder FROM meter_serials AS other WHERE other.serial = wanted AND other.state = 'active';
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO meter_clashes (org_id, plant_id, clash_id, serial, holder_org_id, holder_plant_id, raised_at)
    VALUES (org, plant, id, wanted, holder.org_id, holder.plant_id, at)
    ON CONFLICT DO NOTHING;
  RETURN true;
END $$;
GRANT EXECUTE ON FUNCTION note_meter_clash(text, text, text, text, timestamptz) TO hydro_serve;

-- Partitions are reached by way of their table alone: no grants on them, and closed should there ever be one.
CREATE OR REPLACE FUNCTION ensure_record_partitions(from_month date, months integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  month date := date_trunc('month', from_month)::date;
  name text;
BEGIN
  FOR i IN 1..months LOOP
    name := 'records_' || to_char(month, 'YYYYMM');
    IF to_regclass('public.' || name) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.records FOR VALUES FROM (%L) TO (%L)',
        name, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
      EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION ensure_record_partitions(date, integer) TO hydro_worker;
DO $$
DECLARE
  partition regclass;
BEGIN
  FOR partition IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'records'::regclass LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', partition);
  END LOOP;
END $$;
