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
  payload bytea NOT NULL
  state text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  settled_at timestamp(3) with time zone
  ledger_jobs_kind_check CHECK ((kind = ANY (ARRAY['create-topic'::text, 'announce'::text, 'checkpoint'::text])))
  ledger_jobs_pkey PRIMARY KEY (job_id)
  ledger_jobs_state_check CHECK ((state = ANY (ARRAY['open'::text, 'settled'::text])))
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
  created_at timestamp(3) with time zone NOT NULL
  outbox_commitment_check CHECK ((octet_length(commitment) = 32))
  outbox_pkey PRIMARY KEY (outbox_id)
  outbox_verdict_check CHECK ((verdict = ANY (ARRAY['approved'::text, 'flagged'::text, 'rejected'::text, 'other'::text])))

TABLE plant_heads
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  commitment bytea
  memory jsonb NOT NULL
  plant_heads_commitment_check CHECK ((octet_length(commitment) = 32))
  plant_heads_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  plant_heads_pkey PRIMARY KEY (org_id, plant_id)

TABLE plants
  org_id text NOT NULL
  plant_id text NOT NULL
  config jsonb NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  plants_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  plants_pkey PRIMARY KEY (org_id, plant_id)

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

TABLE schema_migrations
  version integer NOT NULL
  name text NOT NULL
  sha256 text NOT NULL
  applied_at timestamp with time zone NOT NULL DEFAULT now()
  schema_migrations_pkey PRIMARY KEY (version)

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

