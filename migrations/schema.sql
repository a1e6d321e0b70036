TABLE api_keys
  key_id text NOT NULL
  org_id text NOT NULL
  secret_hash bytea NOT NULL
  roles text[] NOT NULL
  label text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  expires_at timestamp(3) with time zone
  revoked_at timestamp(3) with time zone
  api_keys_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  api_keys_pkey PRIMARY KEY (key_id)
  api_keys_roles_check CHECK ((cardinality(roles) > 0))
  api_keys_secret_hash_check CHECK ((octet_length(secret_hash) = 32))
CREATE INDEX api_keys_by_org ON public.api_keys USING btree (org_id);

TABLE audit_trail
  org_id text NOT NULL
  audit_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  at timestamp(3) with time zone NOT NULL
  actor text NOT NULL
  act text NOT NULL
  subject text NOT NULL
  detail jsonb NOT NULL
  audit_trail_pkey PRIMARY KEY (org_id, audit_id)

TABLE checkpoints
  size bigint NOT NULL
  first_leaf bigint NOT NULL
  root bytea NOT NULL
  note text NOT NULL
  message bytea NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  job_id text NOT NULL
  transaction_id text
  sequence_number bigint
  consensus_timestamp text
  running_hash bytea
  anchored_at timestamp(3) with time zone
  checkpoints_job_id_key UNIQUE (job_id)
  checkpoints_pkey PRIMARY KEY (size)
  checkpoints_root_check CHECK ((octet_length(root) = 32))
CREATE INDEX checkpoints_unconfirmed ON public.checkpoints USING btree (size) WHERE ((anchored_at IS NOT NULL) AND (consensus_timestamp IS NULL));
CREATE UNIQUE INDEX checkpoints_by_sequence ON public.checkpoints USING btree (sequence_number);

TABLE corrections
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  record_id text NOT NULL
  replaces_seq bigint NOT NULL
  reading_seq bigint NOT NULL
  fingerprint bytea NOT NULL
  commitment bytea NOT NULL
  energy_wh bigint
  export_wh bigint
  import_wh bigint
  gross_wh bigint
  corrections_commitment_check CHECK ((octet_length(commitment) = 32))
  corrections_fingerprint_check CHECK ((octet_length(fingerprint) = 32))
  corrections_org_id_plant_id_fingerprint_key UNIQUE (org_id, plant_id, fingerprint)
  corrections_pkey PRIMARY KEY (org_id, plant_id, seq)
CREATE INDEX corrections_by_reading ON public.corrections USING btree (org_id, plant_id, reading_seq);

TABLE device_readings
  org_id text NOT NULL
  plant_id text NOT NULL
  device_id text NOT NULL
  is_interval boolean NOT NULL
  ended_at timestamp(3) with time zone NOT NULL
  interval_s integer
  covers_from timestamp(3) with time zone NOT NULL
  covers_to timestamp(3) with time zone NOT NULL
  content_hash bytea NOT NULL
  record_id text NOT NULL
  seq bigint NOT NULL
  status text NOT NULL
  commitment bytea NOT NULL
  energy_wh bigint
  export_wh bigint
  import_wh bigint
  gross_wh bigint
  device_readings_commitment_check CHECK ((octet_length(commitment) = 32))
  device_readings_pkey PRIMARY KEY (org_id, plant_id, device_id, is_interval, ended_at)
  device_readings_status_check CHECK ((status = ANY (ARRAY['APPROVED'::text, 'FLAGGED'::text, 'REJECTED'::text])))

TABLE devices
  org_id text NOT NULL
  plant_id text NOT NULL
  device_id text NOT NULL
  config jsonb NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  devices_org_id_device_id_key UNIQUE (org_id, device_id)
  devices_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  devices_pkey PRIMARY KEY (org_id, plant_id, device_id)

TABLE grid_tables
  org_id text NOT NULL
  table_id text NOT NULL
  content bytea NOT NULL
  hash bytea NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  created_by text NOT NULL
  grid_tables_check CHECK ((hash = sha256(content)))
  grid_tables_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  grid_tables_pkey PRIMARY KEY (org_id, table_id)
CREATE TRIGGER grid_tables_stay BEFORE DELETE OR UPDATE ON public.grid_tables FOR EACH ROW EXECUTE FUNCTION refuse_change();

TABLE idempotency_keys
  org_id text NOT NULL
  idempotency_key text NOT NULL
  fingerprint bytea NOT NULL
  record_id text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  idempotency_keys_pkey PRIMARY KEY (org_id, idempotency_key)

TABLE leases
  name text NOT NULL
  holder text NOT NULL
  token bigint NOT NULL
  expires_at timestamp(3) with time zone NOT NULL
  leases_pkey PRIMARY KEY (name)

TABLE ledger_attempts
  job_id text NOT NULL
  attempt_no integer NOT NULL
  transaction_id text NOT NULL
  valid_start text NOT NULL
  valid_duration_s integer NOT NULL
  node_account_id text NOT NULL
  signed_bytes bytea NOT NULL
  transaction_hash text NOT NULL
  after_sequence bigint
  phase text NOT NULL
  ending text
  sequence_number bigint
  topic_id text
  created_at timestamp(3) with time zone NOT NULL
  ended_at timestamp(3) with time zone
  ledger_attempts_job_id_fkey FOREIGN KEY (job_id) REFERENCES ledger_jobs(job_id)
  ledger_attempts_phase_check CHECK ((phase = ANY (ARRAY['open'::text, 'succeeded'::text, 'dead'::text])))
  ledger_attempts_pkey PRIMARY KEY (job_id, attempt_no)
  ledger_attempts_transaction_id_key UNIQUE (transaction_id)
CREATE UNIQUE INDEX ledger_attempts_one_open ON public.ledger_attempts USING btree (job_id) WHERE (phase = 'open'::text);

TABLE ledger_jobs
  job_id text NOT NULL
  kind text NOT NULL
  topic_id text
  leaf_index bigint
  payload bytea NOT NULL
  state text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  settled_at timestamp(3) with time zone
  ledger_jobs_check CHECK (((kind = 'record'::text) = (leaf_index IS NOT NULL)))
  ledger_jobs_kind_check CHECK ((kind = ANY (ARRAY['create-topic'::text, 'announce'::text, 'checkpoint'::text, 'record'::text])))
  ledger_jobs_pkey PRIMARY KEY (job_id)
  ledger_jobs_state_check CHECK ((state = ANY (ARRAY['open'::text, 'settled'::text])))
CREATE INDEX ledger_jobs_direct ON public.ledger_jobs USING btree (leaf_index) WHERE ((state = 'open'::text) AND (kind = 'record'::text));
CREATE UNIQUE INDEX ledger_jobs_by_leaf ON public.ledger_jobs USING btree (leaf_index) WHERE (kind = 'record'::text);
CREATE UNIQUE INDEX ledger_jobs_one_open ON public.ledger_jobs USING btree (state) WHERE ((state = 'open'::text) AND (kind = ANY (ARRAY['create-topic'::text, 'announce'::text, 'checkpoint'::text])));

TABLE log_leaves
  leaf_index bigint NOT NULL
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  record_id text NOT NULL
  commitment bytea NOT NULL
  log_leaves_commitment_check CHECK ((octet_length(commitment) = 32))
  log_leaves_pkey PRIMARY KEY (leaf_index)
  log_leaves_record_id_key UNIQUE (record_id)
CREATE UNIQUE INDEX log_leaves_by_plant ON public.log_leaves USING btree (org_id, plant_id, seq);

TABLE log_nodes
  level smallint NOT NULL
  node_index bigint NOT NULL
  hash bytea NOT NULL
  log_nodes_hash_check CHECK ((octet_length(hash) = 32))
  log_nodes_pkey PRIMARY KEY (level, node_index)

TABLE log_state
  only_row boolean NOT NULL DEFAULT true
  origin text NOT NULL
  verifier_key text NOT NULL
  network text NOT NULL
  payer_account_id text NOT NULL
  topic_id text
  size bigint NOT NULL
  root bytea NOT NULL
  scanned_sequence bigint NOT NULL
  announced boolean NOT NULL
  fence_token bigint NOT NULL
  halted text
  halt_kind text
  log_state_check CHECK (((halted IS NULL) = (halt_kind IS NULL)))
  log_state_halt_kind_check CHECK ((halt_kind = ANY (ARRAY['history'::text, 'key'::text])))
  log_state_only_row_check CHECK (only_row)
  log_state_pkey PRIMARY KEY (only_row)
  log_state_root_check CHECK ((octet_length(root) = 32))

TABLE monitoring_periods
  org_id text NOT NULL
  plant_id text NOT NULL
  period_id text NOT NULL
  from_date text NOT NULL
  to_date text NOT NULL
  time_zone text NOT NULL
  from_at timestamp(3) with time zone NOT NULL
  to_at timestamp(3) with time zone NOT NULL
  opened_at timestamp(3) with time zone NOT NULL
  opened_by text NOT NULL
  monitoring_periods_check CHECK (((from_date < to_date) AND (from_at < to_at)))
  monitoring_periods_from_date_check CHECK ((from_date ~ '^\d{4}-\d{2}-\d{2}$'::text))
  monitoring_periods_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  monitoring_periods_org_id_plant_id_from_date_key UNIQUE (org_id, plant_id, from_date)
  monitoring_periods_pkey PRIMARY KEY (org_id, plant_id, period_id)
  monitoring_periods_to_date_check CHECK ((to_date ~ '^\d{4}-\d{2}-\d{2}$'::text))

TABLE organisations
  org_id text NOT NULL
  name text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  organisations_pkey PRIMARY KEY (org_id)

TABLE outbox
  outbox_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  record_id text NOT NULL
  verdict text NOT NULL
  commitment bytea NOT NULL
  public_form bytea
  created_at timestamp(3) with time zone NOT NULL
  outbox_check CHECK (((public_form IS NULL) OR (verdict = 'approved'::text)))
  outbox_commitment_check CHECK ((octet_length(commitment) = 32))
  outbox_pkey PRIMARY KEY (outbox_id)
  outbox_public_form_check CHECK ((octet_length(public_form) <= 700))
  outbox_verdict_check CHECK ((verdict = ANY (ARRAY['approved'::text, 'flagged'::text, 'rejected'::text, 'other'::text])))

TABLE period_statements
  org_id text NOT NULL
  plant_id text NOT NULL
  period_id text NOT NULL
  statement_no integer NOT NULL
  record_id text NOT NULL
  seq bigint NOT NULL
  commitment bytea NOT NULL
  vintage integer NOT NULL
  eg_facility_wh bigint NOT NULL
  er_g bigint NOT NULL
  issued_units bigint NOT NULL
  carry_out_g bigint NOT NULL
  statement bytea NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  period_statements_commitment_check CHECK ((octet_length(commitment) = 32))
  period_statements_issued_units_check CHECK ((issued_units >= 0))
  period_statements_org_id_plant_id_period_id_fkey FOREIGN KEY (org_id, plant_id, period_id) REFERENCES monitoring_periods(org_id, plant_id, period_id)
  period_statements_pkey PRIMARY KEY (org_id, plant_id, period_id, statement_no)
  period_statements_record_id_key UNIQUE (record_id)
  period_statements_statement_no_check CHECK ((statement_no >= 1))
CREATE INDEX period_statements_by_seq ON public.period_statements USING btree (org_id, plant_id, seq);

TABLE plant_heads
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  commitment bytea
  memory jsonb NOT NULL
  public_fields text[]
  plant_heads_commitment_check CHECK ((octet_length(commitment) = 32))
  plant_heads_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  plant_heads_pkey PRIMARY KEY (org_id, plant_id)
  plant_heads_public_fields_check CHECK ((cardinality(public_fields) > 0))

TABLE plants
  org_id text NOT NULL
  plant_id text NOT NULL
  config jsonb NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  plants_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  plants_pkey PRIMARY KEY (org_id, plant_id)

TABLE project_designs
  org_id text NOT NULL
  plant_id text NOT NULL
  version integer NOT NULL
  design jsonb NOT NULL
  record_id text NOT NULL
  seq bigint NOT NULL
  commitment bytea NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  project_designs_commitment_check CHECK ((octet_length(commitment) = 32))
  project_designs_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  project_designs_pkey PRIMARY KEY (org_id, plant_id, version)
  project_designs_record_id_key UNIQUE (record_id)
  project_designs_version_check CHECK ((version >= 1))

TABLE record_ids
  record_id text NOT NULL
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  received_at timestamp(3) with time zone NOT NULL
  record_ids_pkey PRIMARY KEY (record_id)

TABLE records
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  record_id text NOT NULL
  kind text NOT NULL
  device_id text
  received_at timestamp(3) with time zone NOT NULL
  ended_at timestamp(3) with time zone
  interval_s integer
  status text
  trust_score numeric(5,4)
  commitment bytea NOT NULL
  body bytea NOT NULL
  RANGE (received_at)
  records_commitment_check CHECK ((octet_length(commitment) = 32))
  records_status_check CHECK ((status = ANY (ARRAY['APPROVED'::text, 'FLAGGED'::text, 'REJECTED'::text])))
CREATE INDEX records_by_event ON ONLY public.records USING btree (org_id, plant_id, ended_at, seq) WHERE (ended_at IS NOT NULL);
CREATE INDEX records_by_receipt ON ONLY public.records USING brin (received_at);
CREATE INDEX records_by_seq ON ONLY public.records USING btree (org_id, plant_id, seq);

TABLE review_changes
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  changed_seq bigint NOT NULL
  cause text NOT NULL
  cause_record_id text NOT NULL
  effective_status text NOT NULL
  decision text
  reason text
  decided_by text
  at timestamp(3) with time zone NOT NULL
  review_changes_cause_check CHECK ((cause = ANY (ARRAY['reopen'::text, 'decision'::text, 'replacement'::text])))
  review_changes_check CHECK ((num_nonnulls(decision, reason, decided_by) =
CASE cause
    WHEN 'decision'::text THEN 3
    ELSE 0
END))
  review_changes_decision_check CHECK ((decision = ANY (ARRAY['approve'::text, 'reject'::text])))
  review_changes_effective_status_check CHECK ((effective_status = ANY (ARRAY['APPROVED'::text, 'FLAGGED'::text, 'REJECTED'::text, 'REOPENED'::text, 'REPLACED'::text])))
  review_changes_org_id_plant_id_seq_fkey FOREIGN KEY (org_id, plant_id, seq) REFERENCES reviews(org_id, plant_id, seq)
  review_changes_pkey PRIMARY KEY (org_id, plant_id, seq, changed_seq)

TABLE reviews
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  record_id text NOT NULL
  status text NOT NULL
  effective_status text NOT NULL
  replaced_by text
  comes_back_as text
  reviews_check CHECK (((effective_status = 'REPLACED'::text) = (replaced_by IS NOT NULL)))
  reviews_check1 CHECK (((replaced_by IS NULL) = (comes_back_as IS NULL)))
  reviews_comes_back_as_check CHECK ((comes_back_as = ANY (ARRAY['FLAGGED'::text, 'REJECTED'::text, 'REOPENED'::text])))
  reviews_effective_status_check CHECK ((effective_status = ANY (ARRAY['APPROVED'::text, 'FLAGGED'::text, 'REJECTED'::text, 'REOPENED'::text, 'PROPOSED'::text, 'REPLACED'::text])))
  reviews_pkey PRIMARY KEY (org_id, plant_id, seq)
  reviews_status_check CHECK ((status = ANY (ARRAY['APPROVED'::text, 'FLAGGED'::text, 'REJECTED'::text])))
CREATE INDEX reviews_waiting ON public.reviews USING btree (org_id, plant_id, seq) WHERE (effective_status = ANY (ARRAY['FLAGGED'::text, 'REOPENED'::text, 'PROPOSED'::text]));

TABLE schema_migrations
  version integer NOT NULL
  name text NOT NULL
  sha256 text NOT NULL
  applied_at timestamp with time zone NOT NULL DEFAULT now()
  schema_migrations_pkey PRIMARY KEY (version)

TABLE shadow_reports
  org_id text NOT NULL
  plant_id text NOT NULL
  report_id text NOT NULL
  source bytea NOT NULL
  report json NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  created_by text NOT NULL
  shadow_reports_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  shadow_reports_pkey PRIMARY KEY (org_id, plant_id, report_id)

CREATE OR REPLACE FUNCTION public.ensure_record_partitions(from_month date, months integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
  month date := date_trunc('month', from_month)::date;
  name text;
BEGIN
  FOR i IN 1..months LOOP
    name := 'records_' || to_char(month, 'YYYYMM');
    IF to_regclass(name) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF records FOR VALUES FROM (%L) TO (%L)',
        name, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
END $function$


CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END $function$

