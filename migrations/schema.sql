TABLE accreditations
  org_id text NOT NULL
  accreditation_id text NOT NULL
  role text NOT NULL
  rulebook text NOT NULL
  public_key bytea NOT NULL
  valid_from timestamp(3) with time zone NOT NULL
  valid_to timestamp(3) with time zone NOT NULL
  record_id text NOT NULL
  commitment bytea NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  withdrawn_at timestamp(3) with time zone
  withdrawal_record_id text
  withdrawal_reason text
  accreditations_accreditation_id_key UNIQUE (accreditation_id)
  accreditations_check CHECK ((valid_from < valid_to))
  accreditations_check1 CHECK ((num_nonnulls(withdrawn_at, withdrawal_record_id, withdrawal_reason) = ANY (ARRAY[0, 3])))
  accreditations_commitment_check CHECK ((octet_length(commitment) = 32))
  accreditations_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  accreditations_pkey PRIMARY KEY (org_id, accreditation_id)
  accreditations_public_key_check CHECK ((octet_length(public_key) = 32))
  accreditations_record_id_key UNIQUE (record_id)
  accreditations_role_check CHECK ((role = ANY (ARRAY['verifier'::text, 'issuer'::text])))
  accreditations_withdrawal_record_id_key UNIQUE (withdrawal_record_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT, UPDATE hydro_serve
POLICY hydro_serve_lock FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK (false)
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE admin_acts
  org_id text NOT NULL
  act_no bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  at timestamp(3) with time zone NOT NULL
  actor text
  act text NOT NULL
  object text NOT NULL
  detail jsonb NOT NULL
  record_id text
  admin_acts_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  admin_acts_pkey PRIMARY KEY (act_no)
CREATE INDEX admin_acts_of ON public.admin_acts USING btree (org_id, act_no);
CREATE INDEX admin_acts_unsealed ON public.admin_acts USING btree (org_id, act_no) WHERE (record_id IS NULL);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE alert_changes
  org_id text NOT NULL
  alert_id text NOT NULL
  change_no integer NOT NULL
  change text NOT NULL
  at timestamp(3) with time zone NOT NULL
  actor text
  note text
  alert_changes_org_id_alert_id_fkey FOREIGN KEY (org_id, alert_id) REFERENCES alerts(org_id, alert_id) ON DELETE CASCADE
  alert_changes_pkey PRIMARY KEY (org_id, alert_id, change_no)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE alert_channels
  org_id text NOT NULL
  channel_id text NOT NULL
  kind text NOT NULL
  target text NOT NULL
  plants text[]
  least_severity text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  created_by text NOT NULL
  confirmed_at timestamp(3) with time zone
  last_sent_at timestamp(3) with time zone
  last_error text
  last_error_at timestamp(3) with time zone
  alert_channels_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'alertmanager'::text])))
  alert_channels_least_severity_check CHECK ((least_severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text])))
  alert_channels_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  alert_channels_org_id_kind_target_key UNIQUE (org_id, kind, target)
  alert_channels_pkey PRIMARY KEY (org_id, channel_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE hydro_serve
MAY SELECT, UPDATE hydro_worker
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE alert_mails
  org_id text NOT NULL
  mail_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  channel_id text NOT NULL
  alert_id text
  change_no integer
  created_at timestamp(3) with time zone NOT NULL
  due_at timestamp(3) with time zone NOT NULL
  tries integer NOT NULL DEFAULT 0
  alert_mails_org_id_alert_id_change_no_fkey FOREIGN KEY (org_id, alert_id, change_no) REFERENCES alert_changes(org_id, alert_id, change_no) ON DELETE CASCADE
  alert_mails_org_id_channel_id_alert_id_change_no_key UNIQUE (org_id, channel_id, alert_id, change_no)
  alert_mails_org_id_channel_id_fkey FOREIGN KEY (org_id, channel_id) REFERENCES alert_channels(org_id, channel_id) ON DELETE CASCADE
  alert_mails_pkey PRIMARY KEY (mail_id)
CREATE INDEX alert_mails_due ON public.alert_mails USING btree (due_at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY DELETE, INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE alert_memories
  org_id text NOT NULL
  plant_id text NOT NULL
  rule_id text NOT NULL
  subject text NOT NULL
  rule_version integer NOT NULL
  memory jsonb NOT NULL
  alert_memories_org_id_plant_id_rule_id_fkey FOREIGN KEY (org_id, plant_id, rule_id) REFERENCES alert_rules(org_id, plant_id, rule_id) ON DELETE CASCADE
  alert_memories_pkey PRIMARY KEY (org_id, plant_id, rule_id, subject)
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE alert_plants
  org_id text NOT NULL
  plant_id text NOT NULL
  defaults_on boolean NOT NULL
  read_to bigint
  alert_plants_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  alert_plants_pkey PRIMARY KEY (org_id, plant_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE alert_rules
  org_id text NOT NULL
  plant_id text NOT NULL
  rule_id text NOT NULL
  default_name text
  rule jsonb NOT NULL
  version integer NOT NULL DEFAULT 1
  created_at timestamp(3) with time zone NOT NULL
  updated_at timestamp(3) with time zone NOT NULL
  begins_after bigint
  alert_rules_org_id_plant_id_default_name_key UNIQUE (org_id, plant_id, default_name)
  alert_rules_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  alert_rules_pkey PRIMARY KEY (org_id, plant_id, rule_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE alert_silences
  org_id text NOT NULL
  silence_id text NOT NULL
  plant_id text
  rule_id text
  alert_id text
  reason text NOT NULL
  from_at timestamp(3) with time zone NOT NULL
  until_at timestamp(3) with time zone NOT NULL
  created_by text NOT NULL
  ended_at timestamp(3) with time zone
  ended_by text
  alert_silences_check CHECK ((num_nonnulls(plant_id, rule_id, alert_id) > 0))
  alert_silences_check1 CHECK ((num_nonnulls(ended_at, ended_by) = ANY (ARRAY[0, 2])))
  alert_silences_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  alert_silences_pkey PRIMARY KEY (org_id, silence_id)
CREATE INDEX alert_silences_until ON public.alert_silences USING btree (until_at) WHERE (ended_at IS NULL);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE alerts
  org_id text NOT NULL
  alert_id text NOT NULL
  plant_id text
  rule_id text
  rule_version integer
  kind text NOT NULL
  subject text NOT NULL
  severity text NOT NULL
  name text NOT NULL
  state text NOT NULL
  told boolean NOT NULL DEFAULT false
  since timestamp(3) with time zone NOT NULL
  fired_at timestamp(3) with time zone
  resolved_at timestamp(3) with time zone
  resolution text
  acknowledged_at timestamp(3) with time zone
  acknowledged_by text
  note text
  value double precision
  summary text NOT NULL
  detail jsonb NOT NULL
  event_id text
  created_at timestamp(3) with time zone NOT NULL
  changed_at timestamp(3) with time zone NOT NULL
  alerts_check CHECK (((state = 'resolved'::text) = (resolved_at IS NOT NULL)))
  alerts_check1 CHECK ((num_nonnulls(acknowledged_at, acknowledged_by) = ANY (ARRAY[0, 2])))
  alerts_event_id_key UNIQUE (event_id)
  alerts_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  alerts_pkey PRIMARY KEY (org_id, alert_id)
  alerts_severity_check CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text])))
  alerts_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'firing'::text, 'acknowledged'::text, 'silenced'::text, 'resolved'::text])))
CREATE INDEX alerts_changed ON public.alerts USING btree (changed_at) WHERE (state = 'resolved'::text);
CREATE INDEX alerts_newest ON public.alerts USING btree (org_id, created_at DESC, alert_id DESC);
CREATE INDEX alerts_own ON public.alerts USING btree (org_id, alert_id) WHERE ((rule_id IS NULL) AND (state <> 'resolved'::text));
CREATE UNIQUE INDEX alerts_open ON public.alerts USING btree (org_id, plant_id, rule_id, subject) WHERE (state <> 'resolved'::text);
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT, UPDATE hydro_serve
MAY DELETE, INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE anchor_waits
  size bigint NOT NULL
  recorded_at timestamp(3) with time zone NOT NULL
  late boolean NOT NULL
  records integer NOT NULL
  anchor_waits_records_check CHECK ((records > 0))
  anchor_waits_size_fkey FOREIGN KEY (size) REFERENCES checkpoints(size)
CREATE INDEX anchor_waits_by_size ON public.anchor_waits USING btree (size);
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE api_keys
  key_id text NOT NULL
  org_id text NOT NULL
  secret_hash bytea NOT NULL
  roles text[] NOT NULL
  label text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  expires_at timestamp(3) with time zone
  revoked_at timestamp(3) with time zone
  scopes text[]
  plants text[]
  devices text[]
  networks text[]
  last_used_at timestamp(3) with time zone
  rotated_to text
  api_keys_devices_check CHECK ((cardinality(devices) > 0))
  api_keys_networks_check CHECK ((cardinality(networks) > 0))
  api_keys_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  api_keys_pkey PRIMARY KEY (key_id)
  api_keys_plants_check CHECK ((cardinality(plants) > 0))
  api_keys_roles_check CHECK ((cardinality(roles) > 0))
  api_keys_scopes_check CHECK ((cardinality(scopes) > 0))
  api_keys_secret_hash_check CHECK ((octet_length(secret_hash) = 32))
CREATE INDEX api_keys_by_org ON public.api_keys USING btree (org_id);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY SELECT (key_id, org_id, label, expires_at, revoked_at, plants, rotated_to) hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE audit_trail
  org_id text NOT NULL
  audit_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  at timestamp(3) with time zone NOT NULL
  actor text NOT NULL
  act text NOT NULL
  subject text NOT NULL
  detail jsonb NOT NULL
  content_hash bytea
  audit_trail_content_hash_check CHECK ((octet_length(content_hash) = 32))
  audit_trail_pkey PRIMARY KEY (org_id, audit_id)
CREATE UNIQUE INDEX audit_trail_once ON public.audit_trail USING btree (org_id, content_hash) WHERE (content_hash IS NOT NULL);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE bundle_files
  org_id text NOT NULL
  plant_id text NOT NULL
  period_id text NOT NULL
  bundle_no integer NOT NULL
  file_no integer NOT NULL
  path text NOT NULL
  content bytea
  bundle_files_org_id_plant_id_period_id_bundle_no_fkey FOREIGN KEY (org_id, plant_id, period_id, bundle_no) REFERENCES period_bundles(org_id, plant_id, period_id, bundle_no)
  bundle_files_pkey PRIMARY KEY (org_id, plant_id, period_id, bundle_no, file_no)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
POLICY guest FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM period_invitations invitation WHERE ((invitation.org_id = bundle_files.org_id) AND (invitation.plant_id = bundle_files.plant_id) AND (invitation.period_id = bundle_files.period_id) AND (invitation.guest_org_id = ANY (app_orgs())) AND (invitation.withdrawn_at IS NULL)))))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE certificates
  org_id text NOT NULL
  plant_id text NOT NULL
  intent_id text NOT NULL
  token_key text NOT NULL
  document bytea NOT NULL
  sha256 bytea NOT NULL
  uri text NOT NULL
  state text NOT NULL
  job_id text NOT NULL
  token_id text NOT NULL
  transaction_id text
  serial bigint
  created_at timestamp(3) with time zone NOT NULL
  minted_at timestamp(3) with time zone
  certificates_check CHECK (((state = 'minted'::text) = (minted_at IS NOT NULL)))
  certificates_job_id_fkey FOREIGN KEY (job_id) REFERENCES ledger_jobs(job_id)
  certificates_job_id_key UNIQUE (job_id)
  certificates_org_id_plant_id_intent_id_fkey FOREIGN KEY (org_id, plant_id, intent_id) REFERENCES mint_intents(org_id, plant_id, intent_id)
  certificates_pkey PRIMARY KEY (org_id, plant_id, intent_id)
  certificates_serial_check CHECK ((serial > 0))
  certificates_sha256_check CHECK ((octet_length(sha256) = 32))
  certificates_sha256_key UNIQUE (sha256)
  certificates_state_check CHECK ((state = ANY (ARRAY['ordered'::text, 'minted'::text])))
  certificates_token_id_serial_key UNIQUE (token_id, serial)
  certificates_token_key_fkey FOREIGN KEY (token_key) REFERENCES tokens(token_key)
  certificates_transaction_id_key UNIQUE (transaction_id)
  certificates_uri_check CHECK ((octet_length(uri) <= 100))
  certificates_uri_key UNIQUE (uri)
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY DELETE, INSERT, SELECT, UPDATE hydro_worker
POLICY guest FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM mint_intents parent WHERE (parent.intent_id = certificates.intent_id))))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE claim_attempts
  network text NOT NULL
  since timestamp(3) with time zone NOT NULL
  failures integer NOT NULL
  claim_attempts_pkey PRIMARY KEY (network, since)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY DELETE, SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK (true)
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING (true)
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING (true) WITH CHECK (true)
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE claim_codes
  org_id text NOT NULL
  plant_id text NOT NULL
  device_id text NOT NULL
  claim_id text NOT NULL
  code_hash bytea NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  created_by text NOT NULL
  expires_at timestamp(3) with time zone NOT NULL
  claimed_at timestamp(3) with time zone
  claim_codes_code_hash_check CHECK ((octet_length(code_hash) = 32))
  claim_codes_code_hash_key UNIQUE (code_hash)
  claim_codes_org_id_plant_id_device_id_fkey FOREIGN KEY (org_id, plant_id, device_id) REFERENCES devices(org_id, plant_id, device_id)
  claim_codes_pkey PRIMARY KEY (org_id, plant_id, device_id, claim_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE device_keys
  org_id text NOT NULL
  plant_id text NOT NULL
  device_id text NOT NULL
  key_id text NOT NULL
  public_key bytea NOT NULL
  registered_at timestamp(3) with time zone NOT NULL
  record_id text NOT NULL
  ends_at timestamp(3) with time zone
  revoked_at timestamp(3) with time zone
  device_keys_org_id_key_id_key UNIQUE (org_id, key_id)
  device_keys_org_id_plant_id_device_id_fkey FOREIGN KEY (org_id, plant_id, device_id) REFERENCES devices(org_id, plant_id, device_id)
  device_keys_pkey PRIMARY KEY (org_id, plant_id, device_id, key_id)
  device_keys_public_key_check CHECK ((octet_length(public_key) = 32))
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE device_learnt
  org_id text NOT NULL
  plant_id text NOT NULL
  device_id text NOT NULL
  learnt text NOT NULL
  device_learnt_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plant_heads(org_id, plant_id)
  device_learnt_pkey PRIMARY KEY (org_id, plant_id, device_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE device_nonces
  org_id text NOT NULL
  key_id text NOT NULL
  nonce text NOT NULL
  expires_at timestamp(3) with time zone NOT NULL
  device_nonces_pkey PRIMARY KEY (org_id, key_id, nonce)
CREATE INDEX device_nonces_over ON public.device_nonces USING btree (expires_at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY DELETE, SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
  is_sampled boolean NOT NULL DEFAULT false
  power_w bigint DEFAULT '-1'::integer
  device_readings_commitment_check CHECK ((octet_length(commitment) = 32))
  device_readings_pkey PRIMARY KEY (org_id, plant_id, device_id, is_interval, ended_at)
  device_readings_status_check CHECK ((status = ANY (ARRAY['APPROVED'::text, 'FLAGGED'::text, 'REJECTED'::text])))
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE devices
  org_id text NOT NULL
  plant_id text NOT NULL
  device_id text NOT NULL
  config jsonb NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  version integer NOT NULL DEFAULT 1
  devices_org_id_device_id_key UNIQUE (org_id, device_id)
  devices_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  devices_pkey PRIMARY KEY (org_id, plant_id, device_id)
  devices_version_check CHECK ((version >= 1))
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE energy_claims
  org_id text NOT NULL
  plant_id text NOT NULL
  claim_id text NOT NULL
  scheme text NOT NULL
  reference text NOT NULL
  from_at timestamp(3) with time zone NOT NULL
  to_at timestamp(3) with time zone NOT NULL
  energy_wh bigint
  recorded_by text NOT NULL
  record_id text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  withdrawn_at timestamp(3) with time zone
  withdrawal_record_id text
  withdrawal_reason text
  energy_claims_check CHECK ((from_at < to_at))
  energy_claims_check1 CHECK ((num_nonnulls(withdrawn_at, withdrawal_record_id, withdrawal_reason) = ANY (ARRAY[0, 3])))
  energy_claims_claim_id_key UNIQUE (claim_id)
  energy_claims_energy_wh_check CHECK ((energy_wh > 0))
  energy_claims_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  energy_claims_pkey PRIMARY KEY (org_id, plant_id, claim_id)
  energy_claims_record_id_key UNIQUE (record_id)
  energy_claims_withdrawal_record_id_key UNIQUE (withdrawal_record_id)
CREATE UNIQUE INDEX energy_claims_once ON public.energy_claims USING btree (org_id, plant_id, scheme, reference, from_at) WHERE (withdrawn_at IS NULL);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE holdings
  org_id text NOT NULL
  plant_id text NOT NULL
  issuance_id text NOT NULL
  token_id text NOT NULL
  minted bigint NOT NULL
  free bigint NOT NULL
  moving bigint NOT NULL
  transferred bigint NOT NULL
  retired bigint NOT NULL
  holdings_check CHECK ((minted = (((free + moving) + transferred) + retired)))
  holdings_free_check CHECK ((free >= 0))
  holdings_minted_check CHECK ((minted > 0))
  holdings_moving_check CHECK ((moving >= 0))
  holdings_org_id_plant_id_issuance_id_fkey FOREIGN KEY (org_id, plant_id, issuance_id) REFERENCES issuances(org_id, plant_id, issuance_id)
  holdings_pkey PRIMARY KEY (org_id, plant_id, issuance_id, token_id)
  holdings_retired_check CHECK ((retired >= 0))
  holdings_transferred_check CHECK ((transferred >= 0))
CREATE INDEX holdings_by_token ON public.holdings USING btree (token_id);
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT, UPDATE hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE idempotency_keys
  org_id text NOT NULL
  idempotency_key text NOT NULL
  fingerprint bytea NOT NULL
  record_id text
  created_at timestamp(3) with time zone NOT NULL
  idempotency_keys_pkey PRIMARY KEY (org_id, idempotency_key)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE idempotent_calls
  org_id text NOT NULL
  credential text NOT NULL
  idempotency_key text NOT NULL
  fingerprint bytea NOT NULL
  claim_id text NOT NULL
  claimed_until timestamp(3) with time zone NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  took_effect boolean NOT NULL DEFAULT false
  answer bytea
  idempotent_calls_fingerprint_check CHECK ((octet_length(fingerprint) = 32))
  idempotent_calls_pkey PRIMARY KEY (org_id, credential, idempotency_key)
CREATE INDEX idempotent_calls_by_age ON public.idempotent_calls USING btree (created_at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE hydro_serve
MAY DELETE, SELECT hydro_worker
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE issuance_alerts
  org_id text NOT NULL
  plant_id text NOT NULL
  alert_id text NOT NULL
  period_id text NOT NULL
  statement_no integer NOT NULL
  record_id text NOT NULL
  effective_status text NOT NULL
  raised_at timestamp(3) with time zone NOT NULL
  issuance_alerts_alert_id_key UNIQUE (alert_id)
  issuance_alerts_org_id_plant_id_period_id_statement_no_fkey FOREIGN KEY (org_id, plant_id, period_id, statement_no) REFERENCES period_statements(org_id, plant_id, period_id, statement_no)
  issuance_alerts_org_id_plant_id_period_id_statement_no_reco_key UNIQUE (org_id, plant_id, period_id, statement_no, record_id)
  issuance_alerts_pkey PRIMARY KEY (org_id, plant_id, alert_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY guest FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM period_invitations invitation WHERE ((invitation.org_id = issuance_alerts.org_id) AND (invitation.plant_id = issuance_alerts.plant_id) AND (invitation.period_id = issuance_alerts.period_id) AND (invitation.guest_org_id = ANY (app_orgs())) AND (invitation.withdrawn_at IS NULL)))))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE issuance_steps
  org_id text NOT NULL
  plant_id text NOT NULL
  issuance_id text NOT NULL
  step_no integer NOT NULL
  step text NOT NULL
  party_org_id text
  party_key_id text
  accreditation_id text
  signature bytea
  reason text
  record_id text NOT NULL
  seq bigint NOT NULL
  commitment bytea NOT NULL
  at timestamp(3) with time zone NOT NULL
  issuance_steps_accreditation_id_fkey FOREIGN KEY (accreditation_id) REFERENCES accreditations(accreditation_id)
  issuance_steps_check CHECK ((num_nonnulls(party_org_id, party_key_id) = ANY (ARRAY[0, 2])))
  issuance_steps_check1 CHECK (((step = 'verify'::text) = (signature IS NOT NULL)))
  issuance_steps_commitment_check CHECK ((octet_length(commitment) = 32))
  issuance_steps_org_id_plant_id_issuance_id_fkey FOREIGN KEY (org_id, plant_id, issuance_id) REFERENCES issuances(org_id, plant_id, issuance_id)
  issuance_steps_pkey PRIMARY KEY (org_id, plant_id, issuance_id, step_no)
  issuance_steps_record_id_key UNIQUE (record_id)
  issuance_steps_signature_check CHECK ((octet_length(signature) = 64))
  issuance_steps_step_check CHECK ((step = ANY (ARRAY['request'::text, 'verify'::text, 'reject'::text, 'approve'::text, 'mint'::text, 'issue'::text, 'void'::text])))
  issuance_steps_step_no_check CHECK ((step_no >= 1))
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY guest FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM issuances parent WHERE (parent.issuance_id = issuance_steps.issuance_id))))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE issuances
  org_id text NOT NULL
  plant_id text NOT NULL
  issuance_id text NOT NULL
  period_id text NOT NULL
  statement_no integer NOT NULL
  state text NOT NULL
  rulebook text NOT NULL
  vintage integer NOT NULL
  unit_g bigint NOT NULL
  units bigint NOT NULL
  statement_sha256 bytea NOT NULL
  requested_at timestamp(3) with time zone NOT NULL
  issuances_issuance_id_key UNIQUE (issuance_id)
  issuances_org_id_plant_id_period_id_statement_no_fkey FOREIGN KEY (org_id, plant_id, period_id, statement_no) REFERENCES period_statements(org_id, plant_id, period_id, statement_no)
  issuances_pkey PRIMARY KEY (org_id, plant_id, issuance_id)
  issuances_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'verified'::text, 'rejected'::text, 'approved'::text, 'minting'::text, 'issued'::text, 'voided'::text])))
  issuances_statement_sha256_check CHECK ((octet_length(statement_sha256) = 32))
  issuances_unit_g_check CHECK ((unit_g > 0))
  issuances_units_check CHECK ((units >= 0))
CREATE UNIQUE INDEX issuances_one_pending ON public.issuances USING btree (org_id, plant_id, period_id) WHERE (state = ANY (ARRAY['requested'::text, 'verified'::text, 'approved'::text]));
CREATE UNIQUE INDEX issuances_one_per_statement ON public.issuances USING btree (org_id, plant_id, period_id, statement_no) WHERE (state <> ALL (ARRAY['rejected'::text, 'voided'::text]));
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY SELECT, UPDATE hydro_worker
POLICY guest FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM period_invitations invitation WHERE ((invitation.org_id = issuances.org_id) AND (invitation.plant_id = issuances.plant_id) AND (invitation.period_id = issuances.period_id) AND (invitation.guest_org_id = ANY (app_orgs())) AND (invitation.withdrawn_at IS NULL)))))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE leases
  name text NOT NULL
  holder text NOT NULL
  token bigint NOT NULL
  expires_at timestamp(3) with time zone NOT NULL
  leases_pkey PRIMARY KEY (name)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
  entity_id text
  created_at timestamp(3) with time zone NOT NULL
  ended_at timestamp(3) with time zone
  scheduled_transaction_id text
  part_ids text[]
  ledger_attempts_job_id_fkey FOREIGN KEY (job_id) REFERENCES ledger_jobs(job_id)
  ledger_attempts_phase_check CHECK ((phase = ANY (ARRAY['open'::text, 'succeeded'::text, 'dead'::text])))
  ledger_attempts_pkey PRIMARY KEY (job_id, attempt_no)
  ledger_attempts_transaction_id_key UNIQUE (transaction_id)
CREATE INDEX ledger_attempts_by_payer ON public.ledger_attempts USING btree (split_part(transaction_id, '@'::text, 1), valid_start) WHERE (phase = 'succeeded'::text);
CREATE UNIQUE INDEX ledger_attempts_one_open ON public.ledger_attempts USING btree (job_id) WHERE (phase = 'open'::text);
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT (job_id, transaction_id, phase, sequence_number) hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE ledger_charges
  transaction_id text NOT NULL
  kind text NOT NULL
  signed_at timestamp(3) with time zone NOT NULL
  ledger_charges_pkey PRIMARY KEY (transaction_id)
CREATE INDEX ledger_charges_by_time ON public.ledger_charges USING btree (signed_at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT hydro_worker
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE ledger_fees
  day date NOT NULL
  kind text NOT NULL
  transactions bigint NOT NULL
  tinybars bigint NOT NULL
  newest_tinybars bigint NOT NULL
  newest_at timestamp(3) with time zone NOT NULL
  first_at timestamp(3) with time zone NOT NULL
  ledger_fees_newest_tinybars_check CHECK ((newest_tinybars >= 0))
  ledger_fees_pkey PRIMARY KEY (day, kind)
  ledger_fees_tinybars_check CHECK ((tinybars >= 0))
  ledger_fees_transactions_check CHECK ((transactions > 0))
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE ledger_jobs
  job_id text NOT NULL
  kind text NOT NULL
  topic_id text
  leaf_index bigint
  payload bytea NOT NULL
  state text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  settled_at timestamp(3) with time zone
  subject text
  held boolean NOT NULL DEFAULT false
  trace text
  traces text[]
  ledger_jobs_check CHECK (((kind = 'record'::text) = (leaf_index IS NOT NULL)))
  ledger_jobs_kind_check CHECK ((kind = ANY (ARRAY['create-topic'::text, 'announce'::text, 'checkpoint'::text, 'record'::text, 'create-token'::text, 'mint'::text, 'burn'::text, 'transfer'::text])))
  ledger_jobs_pkey PRIMARY KEY (job_id)
  ledger_jobs_state_check CHECK ((state = ANY (ARRAY['open'::text, 'settled'::text])))
  ledger_jobs_trace_check CHECK ((trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'::text))
CREATE INDEX ledger_jobs_direct ON public.ledger_jobs USING btree (leaf_index) WHERE ((state = 'open'::text) AND (kind = 'record'::text));
CREATE INDEX ledger_jobs_old_checkpoints ON public.ledger_jobs USING btree (settled_at) WHERE ((kind = 'checkpoint'::text) AND (state = 'settled'::text));
CREATE INDEX ledger_jobs_tokens ON public.ledger_jobs USING btree (job_id) WHERE (kind = 'create-token'::text);
CREATE INDEX ledger_jobs_works ON public.ledger_jobs USING btree (created_at, job_id) WHERE ((state = 'open'::text) AND (kind = ANY (ARRAY['create-token'::text, 'mint'::text, 'burn'::text, 'transfer'::text])));
CREATE UNIQUE INDEX ledger_jobs_by_leaf ON public.ledger_jobs USING btree (leaf_index) WHERE (kind = 'record'::text);
CREATE UNIQUE INDEX ledger_jobs_one_open ON public.ledger_jobs USING btree (state) WHERE ((state = 'open'::text) AND (kind = ANY (ARRAY['create-topic'::text, 'announce'::text, 'checkpoint'::text])));
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT (job_id, kind, leaf_index, state) hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((kind = 'record'::text))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE letters
  letter_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  kind text NOT NULL
  email text NOT NULL
  invitation_id text
  created_at timestamp(3) with time zone NOT NULL
  tries integer NOT NULL DEFAULT 0
  due_at timestamp(3) with time zone NOT NULL
  letters_pkey PRIMARY KEY (letter_id)
CREATE INDEX letters_by_due ON public.letters USING btree (due_at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT hydro_serve
MAY DELETE, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK (true)
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE log_leaves
  leaf_index bigint NOT NULL
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  record_id text NOT NULL
  commitment bytea NOT NULL
  log_leaves_commitment_check CHECK ((octet_length(commitment) = 32))
  log_leaves_pkey PRIMARY KEY (leaf_index)
CREATE UNIQUE INDEX log_leaves_by_plant ON public.log_leaves USING btree (org_id, plant_id, seq);
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE log_nodes
  level smallint NOT NULL
  first_index bigint NOT NULL
  hashes bytea NOT NULL
  log_nodes_hashes_check CHECK ((((octet_length(hashes) % 32) = 0) AND ((octet_length(hashes) >= 32) AND (octet_length(hashes) <= 1024))))
  log_nodes_pkey PRIMARY KEY (level, first_index)
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE log_predecessors
  log_no integer NOT NULL
  origin text NOT NULL
  verifier_key text NOT NULL
  size bigint NOT NULL
  reason text NOT NULL
  ended_by text NOT NULL
  ended_at timestamp(3) with time zone NOT NULL
  log_predecessors_log_no_check CHECK ((log_no > 0))
  log_predecessors_origin_key UNIQUE (origin)
  log_predecessors_pkey PRIMARY KEY (log_no)
  log_predecessors_size_check CHECK ((size > 0))
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE member_invitations
  org_id text NOT NULL
  invitation_id text NOT NULL
  email text NOT NULL
  email_key text NOT NULL
  name text NOT NULL
  roles text[] NOT NULL
  token_hash bytea
  created_by text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  expires_at timestamp(3) with time zone NOT NULL
  accepted_at timestamp(3) with time zone
  withdrawn_at timestamp(3) with time zone
  member_invitations_check CHECK (((accepted_at IS NULL) OR (withdrawn_at IS NULL)))
  member_invitations_invitation_id_key UNIQUE (invitation_id)
  member_invitations_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  member_invitations_pkey PRIMARY KEY (org_id, invitation_id)
  member_invitations_roles_check CHECK ((cardinality(roles) > 0))
  member_invitations_token_hash_check CHECK ((octet_length(token_hash) = 32))
  member_invitations_token_hash_key UNIQUE (token_hash)
CREATE INDEX member_invitations_by_email ON public.member_invitations USING btree (email_key) WHERE ((accepted_at IS NULL) AND (withdrawn_at IS NULL));
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE (token_hash, accepted_at, withdrawn_at) hydro_serve
MAY SELECT (org_id, invitation_id, email, email_key, name, roles, created_by, created_at, expires_at, accepted_at, withdrawn_at), UPDATE (token_hash, expires_at) hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE memberships
  org_id text NOT NULL
  user_id text NOT NULL
  roles text[] NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  memberships_check CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['owner'::text, 'operator'::text, 'verifier'::text, 'auditor'::text, 'issuer'::text, 'registrar'::text]) AND ((org_id = 'registrar'::text) = ('registrar'::text = ANY (roles)))))
  memberships_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  memberships_pkey PRIMARY KEY (org_id, user_id)
  memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id)
CREATE INDEX memberships_by_user ON public.memberships USING btree (user_id);
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE (roles) hydro_serve
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)
POLICY person FOR SELECT TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))

TABLE meter_clashes
  org_id text NOT NULL
  plant_id text NOT NULL
  clash_id text NOT NULL
  serial text NOT NULL
  holder_org_id text NOT NULL
  holder_plant_id text NOT NULL
  raised_at timestamp(3) with time zone NOT NULL
  resolution text
  reason text
  record_id text
  resolved_at timestamp(3) with time zone
  from_at timestamp(3) with time zone
  to_at timestamp(3) with time zone
  meter_clashes_check CHECK ((num_nonnulls(resolution, reason, record_id, resolved_at) = ANY (ARRAY[0, 4])))
  meter_clashes_check1 CHECK (((from_at IS NULL) = (to_at IS NULL)))
  meter_clashes_check2 CHECK ((from_at < to_at))
  meter_clashes_clash_id_key UNIQUE (clash_id)
  meter_clashes_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  meter_clashes_pkey PRIMARY KEY (org_id, plant_id, clash_id)
  meter_clashes_record_id_key UNIQUE (record_id)
  meter_clashes_resolution_check CHECK ((resolution = ANY (ARRAY['claimant'::text, 'holder'::text, 'distinct'::text])))
CREATE UNIQUE INDEX meter_clashes_open ON public.meter_clashes USING btree (org_id, plant_id, serial) WHERE (resolved_at IS NULL);
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)
POLICY registrar FOR SELECT TO hydro_serve USING (('registrar'::text = ANY (app_orgs())))

TABLE meter_days
  org_id text NOT NULL
  plant_id text NOT NULL
  issuance_id text NOT NULL
  serial text NOT NULL
  from_at timestamp(3) with time zone NOT NULL
  to_at timestamp(3) with time zone NOT NULL
  claim_no bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  meter_days_check CHECK ((from_at < to_at))
  meter_days_org_id_plant_id_issuance_id_fkey FOREIGN KEY (org_id, plant_id, issuance_id) REFERENCES issuances(org_id, plant_id, issuance_id)
  meter_days_pkey PRIMARY KEY (org_id, plant_id, issuance_id, serial, from_at)
CREATE INDEX meter_days_by_serial ON public.meter_days USING btree (serial, from_at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE meter_serials
  org_id text NOT NULL
  plant_id text NOT NULL
  serial text NOT NULL
  state text NOT NULL
  since timestamp(3) with time zone NOT NULL
  meter_serials_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  meter_serials_pkey PRIMARY KEY (org_id, plant_id, serial)
  meter_serials_state_check CHECK ((state = ANY (ARRAY['active'::text, 'waiting'::text, 'cleared'::text, 'refused'::text])))
CREATE UNIQUE INDEX meter_serials_active ON public.meter_serials USING btree (serial) WHERE (state = 'active'::text);
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE hydro_serve
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE mint_intents
  org_id text NOT NULL
  plant_id text NOT NULL
  intent_id text NOT NULL
  issuance_id text NOT NULL
  period_id text NOT NULL
  statement_no integer NOT NULL
  rulebook text NOT NULL
  vintage integer NOT NULL
  unit_g bigint NOT NULL
  token_key text NOT NULL
  amount bigint NOT NULL
  statement_sha256 bytea NOT NULL
  state text NOT NULL
  record_id text NOT NULL
  seq bigint NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  minted_at timestamp(3) with time zone
  trace text
  mint_intents_amount_check CHECK ((amount > 0))
  mint_intents_check CHECK (((state = 'minted'::text) = (minted_at IS NOT NULL)))
  mint_intents_intent_id_key UNIQUE (intent_id)
  mint_intents_org_id_plant_id_issuance_id_fkey FOREIGN KEY (org_id, plant_id, issuance_id) REFERENCES issuances(org_id, plant_id, issuance_id)
  mint_intents_org_id_plant_id_issuance_id_key UNIQUE (org_id, plant_id, issuance_id)
  mint_intents_org_id_plant_id_period_id_statement_no_fkey FOREIGN KEY (org_id, plant_id, period_id, statement_no) REFERENCES period_statements(org_id, plant_id, period_id, statement_no)
  mint_intents_org_id_plant_id_period_id_statement_no_key UNIQUE (org_id, plant_id, period_id, statement_no)
  mint_intents_pkey PRIMARY KEY (org_id, plant_id, intent_id)
  mint_intents_record_id_key UNIQUE (record_id)
  mint_intents_state_check CHECK ((state = ANY (ARRAY['committed'::text, 'minted'::text])))
  mint_intents_statement_sha256_check CHECK ((octet_length(statement_sha256) = 32))
  mint_intents_statement_sha256_key UNIQUE (statement_sha256)
  mint_intents_trace_check CHECK ((trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'::text))
  mint_intents_unit_g_check CHECK ((unit_g > 0))
CREATE INDEX mint_intents_committed ON public.mint_intents USING btree (created_at) WHERE (state = 'committed'::text);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT, UPDATE hydro_worker
POLICY guest FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM period_invitations invitation WHERE ((invitation.org_id = mint_intents.org_id) AND (invitation.plant_id = mint_intents.plant_id) AND (invitation.period_id = mint_intents.period_id) AND (invitation.guest_org_id = ANY (app_orgs())) AND (invitation.withdrawn_at IS NULL)))))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE mint_parts
  org_id text NOT NULL
  plant_id text NOT NULL
  intent_id text NOT NULL
  part_no integer NOT NULL
  amount bigint NOT NULL
  memo text NOT NULL
  state text NOT NULL
  job_id text
  token_id text
  transaction_id text
  minted_at timestamp(3) with time zone
  token_key text
  message_transaction_id text
  mint_parts_amount_check CHECK ((amount > 0))
  mint_parts_check CHECK ((num_nonnulls(token_id, transaction_id, minted_at) =
CASE state
    WHEN 'minted'::text THEN 3
    ELSE 0
END))
  mint_parts_check1 CHECK ((num_nonnulls(job_id, token_key) = ANY (ARRAY[0, 2])))
  mint_parts_job_id_fkey FOREIGN KEY (job_id) REFERENCES ledger_jobs(job_id)
  mint_parts_job_id_key UNIQUE (job_id)
  mint_parts_memo_check CHECK ((octet_length(memo) <= 100))
  mint_parts_memo_key UNIQUE (memo)
  mint_parts_message_transaction_id_key UNIQUE (message_transaction_id)
  mint_parts_org_id_plant_id_intent_id_fkey FOREIGN KEY (org_id, plant_id, intent_id) REFERENCES mint_intents(org_id, plant_id, intent_id)
  mint_parts_part_no_check CHECK ((part_no >= 1))
  mint_parts_pkey PRIMARY KEY (org_id, plant_id, intent_id, part_no)
  mint_parts_state_check CHECK ((state = ANY (ARRAY['committed'::text, 'minted'::text])))
  mint_parts_token_key_fkey FOREIGN KEY (token_key) REFERENCES tokens(token_key)
  mint_parts_transaction_id_key UNIQUE (transaction_id)
CREATE INDEX mint_parts_token ON public.mint_parts USING btree (token_key) WHERE (token_key IS NOT NULL);
CREATE INDEX mint_parts_waiting ON public.mint_parts USING btree (intent_id, part_no) WHERE (state = 'committed'::text);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT, UPDATE hydro_worker
POLICY guest FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM mint_intents parent WHERE (parent.intent_id = mint_parts.intent_id))))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE model_training
  org_id text NOT NULL
  plant_id text NOT NULL
  requested_at timestamp(3) with time zone
  requested_by text
  checked_at timestamp(3) with time zone
  trained_at timestamp(3) with time zone
  head_seq bigint NOT NULL DEFAULT 0
  outcome text
  model_training_check CHECK (((requested_at IS NULL) = (requested_by IS NULL)))
  model_training_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  model_training_pkey PRIMARY KEY (org_id, plant_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT hydro_serve
MAY SELECT hydro_worker
POLICY guest FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM period_invitations invitation WHERE ((invitation.org_id = monitoring_periods.org_id) AND (invitation.plant_id = monitoring_periods.plant_id) AND (invitation.period_id = monitoring_periods.period_id) AND (invitation.guest_org_id = ANY (app_orgs())) AND (invitation.withdrawn_at IS NULL)))))
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE oidc_issuers
  org_id text NOT NULL
  issuer_id text NOT NULL
  issuer text NOT NULL
  audience text NOT NULL
  jwks_uri text NOT NULL
  roles_claim text NOT NULL
  role_map jsonb NOT NULL
  created_by text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  oidc_issuers_issuer_audience_key UNIQUE (issuer, audience)
  oidc_issuers_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  oidc_issuers_pkey PRIMARY KEY (org_id, issuer_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT hydro_serve
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE org_quotas
  org_id text NOT NULL
  org_per_minute integer
  key_per_minute integer
  set_at timestamp(3) with time zone NOT NULL
  org_quotas_key_per_minute_check CHECK ((key_per_minute >= 0))
  org_quotas_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  org_quotas_org_per_minute_check CHECK ((org_per_minute >= 0))
  org_quotas_pkey PRIMARY KEY (org_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE organisations
  org_id text NOT NULL
  name text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  organisations_pkey PRIMARY KEY (org_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT (org_id, name) hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)
POLICY person FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM memberships own WHERE ((own.org_id = organisations.org_id) AND (own.user_id = NULLIF(current_setting('app.person'::text, true), ''::text))))))

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
  late boolean NOT NULL DEFAULT false
  trace text
  outbox_check CHECK (((public_form IS NULL) OR (verdict = 'approved'::text)))
  outbox_commitment_check CHECK ((octet_length(commitment) = 32))
  outbox_pkey PRIMARY KEY (outbox_id)
  outbox_public_form_check CHECK ((octet_length(public_form) <= 700))
  outbox_trace_check CHECK ((trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'::text))
  outbox_verdict_check CHECK ((verdict = ANY (ARRAY['approved'::text, 'flagged'::text, 'rejected'::text, 'other'::text])))
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT hydro_serve
MAY DELETE, INSERT, SELECT, UPDATE (late) hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE packed_records
  org_id text NOT NULL
  plant_id text NOT NULL
  month date NOT NULL
  first_seq bigint NOT NULL
  last_seq bigint NOT NULL
  records integer NOT NULL
  first_ended_at timestamp(3) with time zone
  last_ended_at timestamp(3) with time zone
  kinds text[] NOT NULL
  statuses text[] NOT NULL
  body_bytes bigint NOT NULL
  facts bytea NOT NULL
  bodies bytea NOT NULL
  packed_records_check CHECK (((records >= 1) AND (records <= ((last_seq - first_seq) + 1))))
  packed_records_check1 CHECK (((first_ended_at IS NULL) = (last_ended_at IS NULL)))
  packed_records_month_check CHECK ((month = date_trunc('month'::text, (month)::timestamp with time zone)))
  packed_records_pkey PRIMARY KEY (org_id, plant_id, month, first_seq)
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE packed_values
  org_id text NOT NULL
  plant_id text NOT NULL
  device_id text NOT NULL
  month date NOT NULL
  first_seq bigint NOT NULL
  readings integer NOT NULL
  content bytea NOT NULL
  packed_values_org_id_plant_id_month_first_seq_fkey FOREIGN KEY (org_id, plant_id, month, first_seq) REFERENCES packed_records(org_id, plant_id, month, first_seq)
  packed_values_pkey PRIMARY KEY (org_id, plant_id, month, first_seq, device_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE password_links
  user_id text NOT NULL
  token_hash bytea NOT NULL
  expires_at timestamp(3) with time zone NOT NULL
  password_links_pkey PRIMARY KEY (user_id)
  password_links_token_hash_check CHECK ((octet_length(token_hash) = 32))
  password_links_token_hash_key UNIQUE (token_hash)
  password_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, SELECT hydro_serve
MAY INSERT, SELECT (user_id), UPDATE hydro_worker
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE period_bundles
  org_id text NOT NULL
  plant_id text NOT NULL
  period_id text NOT NULL
  bundle_no integer NOT NULL
  statement_no integer NOT NULL
  first_seq bigint NOT NULL
  last_seq bigint NOT NULL
  size bigint NOT NULL
  sha256 bytea NOT NULL
  record_id text NOT NULL
  seq bigint NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  period_bundles_bundle_no_check CHECK ((bundle_no >= 1))
  period_bundles_check CHECK (((first_seq <= last_seq) AND (last_seq < seq)))
  period_bundles_first_seq_check CHECK ((first_seq >= 1))
  period_bundles_org_id_plant_id_period_id_last_seq_key UNIQUE (org_id, plant_id, period_id, last_seq)
  period_bundles_org_id_plant_id_period_id_statement_no_fkey FOREIGN KEY (org_id, plant_id, period_id, statement_no) REFERENCES period_statements(org_id, plant_id, period_id, statement_no)
  period_bundles_pkey PRIMARY KEY (org_id, plant_id, period_id, bundle_no)
  period_bundles_record_id_key UNIQUE (record_id)
  period_bundles_sha256_check CHECK ((octet_length(sha256) = 32))
  period_bundles_size_check CHECK ((size > 0))
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
POLICY guest FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM period_invitations invitation WHERE ((invitation.org_id = period_bundles.org_id) AND (invitation.plant_id = period_bundles.plant_id) AND (invitation.period_id = period_bundles.period_id) AND (invitation.guest_org_id = ANY (app_orgs())) AND (invitation.withdrawn_at IS NULL)))))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE period_invitations
  org_id text NOT NULL
  plant_id text NOT NULL
  period_id text NOT NULL
  invitation_id text NOT NULL
  guest_org_id text NOT NULL
  role text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  created_by text NOT NULL
  withdrawn_at timestamp(3) with time zone
  period_invitations_check CHECK ((guest_org_id <> org_id))
  period_invitations_invitation_id_key UNIQUE (invitation_id)
  period_invitations_org_id_plant_id_period_id_fkey FOREIGN KEY (org_id, plant_id, period_id) REFERENCES monitoring_periods(org_id, plant_id, period_id) ON DELETE CASCADE
  period_invitations_pkey PRIMARY KEY (org_id, plant_id, period_id, invitation_id)
  period_invitations_role_check CHECK ((role = ANY (ARRAY['verifier'::text, 'issuer'::text, 'auditor'::text])))
CREATE INDEX period_invitations_by_guest ON public.period_invitations USING btree (guest_org_id, created_at);
CREATE UNIQUE INDEX period_invitations_standing ON public.period_invitations USING btree (org_id, plant_id, period_id, guest_org_id, role) WHERE (withdrawn_at IS NULL);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
POLICY guest FOR SELECT TO hydro_serve USING (((guest_org_id = ANY (app_orgs())) AND (withdrawn_at IS NULL)))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
  unit_g bigint NOT NULL
  taken_back_g bigint NOT NULL DEFAULT 0
  assessment bytea
  period_statements_commitment_check CHECK ((octet_length(commitment) = 32))
  period_statements_issued_units_check CHECK ((issued_units >= 0))
  period_statements_org_id_plant_id_period_id_fkey FOREIGN KEY (org_id, plant_id, period_id) REFERENCES monitoring_periods(org_id, plant_id, period_id)
  period_statements_pkey PRIMARY KEY (org_id, plant_id, period_id, statement_no)
  period_statements_record_id_key UNIQUE (record_id)
  period_statements_statement_no_check CHECK ((statement_no >= 1))
  period_statements_taken_back_g_check CHECK ((taken_back_g >= 0))
CREATE INDEX period_statements_by_seq ON public.period_statements USING btree (org_id, plant_id, seq);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT hydro_worker
POLICY guest FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM period_invitations invitation WHERE ((invitation.org_id = period_statements.org_id) AND (invitation.plant_id = period_statements.plant_id) AND (invitation.period_id = period_statements.period_id) AND (invitation.guest_org_id = ANY (app_orgs())) AND (invitation.withdrawn_at IS NULL)))))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE plant_heads
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  commitment bytea
  device_memory text NOT NULL
  public_fields text[]
  model_hash bytea
  has_samples boolean NOT NULL DEFAULT false
  plant_heads_commitment_check CHECK ((octet_length(commitment) = 32))
  plant_heads_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  plant_heads_org_id_plant_id_model_hash_fkey FOREIGN KEY (org_id, plant_id, model_hash) REFERENCES plant_models(org_id, plant_id, hash)
  plant_heads_pkey PRIMARY KEY (org_id, plant_id)
  plant_heads_public_fields_check CHECK ((cardinality(public_fields) > 0))
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK ((plant_id = 'ORGANISATION'::text))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE plant_model_decisions
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  record_id text NOT NULL
  hash bytea NOT NULL
  decision text NOT NULL
  reason text NOT NULL
  decided_by text NOT NULL
  at timestamp(3) with time zone NOT NULL
  plant_model_decisions_decision_check CHECK ((decision = ANY (ARRAY['approve'::text, 'reject'::text])))
  plant_model_decisions_pkey PRIMARY KEY (org_id, plant_id, seq)
CREATE TRIGGER plant_model_decisions_stay BEFORE DELETE OR UPDATE ON public.plant_model_decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE plant_models
  org_id text NOT NULL
  plant_id text NOT NULL
  hash bytea NOT NULL
  model_id text NOT NULL
  content bytea NOT NULL
  training jsonb NOT NULL
  drift jsonb NOT NULL
  state text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  requested_by text
  plant_models_check CHECK ((hash = sha256(content)))
  plant_models_content_check CHECK ((octet_length(content) <= 200000))
  plant_models_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  plant_models_pkey PRIMARY KEY (org_id, plant_id, hash)
  plant_models_state_check CHECK ((state = ANY (ARRAY['candidate'::text, 'approved'::text, 'rejected'::text, 'retired'::text])))
CREATE UNIQUE INDEX plant_models_in_force ON public.plant_models USING btree (org_id, plant_id) WHERE (state = 'approved'::text);
CREATE TRIGGER plant_models_stay BEFORE DELETE OR UPDATE OF hash, model_id, content, training ON public.plant_models FOR EACH ROW EXECUTE FUNCTION refuse_change();
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT, UPDATE hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE plant_weather
  org_id text NOT NULL
  plant_id text NOT NULL
  place text NOT NULL
  due_at timestamp(3) with time zone NOT NULL
  failures integer NOT NULL DEFAULT 0
  fetched_at timestamp(3) with time zone
  source text
  sha256 bytea
  answer bytea
  hours jsonb
  plant_weather_check CHECK ((num_nonnulls(fetched_at, source, sha256, answer, hours) = ANY (ARRAY[0, 5])))
  plant_weather_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  plant_weather_pkey PRIMARY KEY (org_id, plant_id)
  plant_weather_sha256_check CHECK ((octet_length(sha256) = 32))
CREATE INDEX plant_weather_due ON public.plant_weather USING btree (due_at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE plants
  org_id text NOT NULL
  plant_id text NOT NULL
  config jsonb NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  version integer NOT NULL DEFAULT 1
  plants_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  plants_pkey PRIMARY KEY (org_id, plant_id)
  plants_version_check CHECK ((version >= 1))
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK ((plant_id = 'ORGANISATION'::text))
POLICY hydro_worker_lock FOR UPDATE TO hydro_worker USING (true) WITH CHECK (false)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE quota_use
  org_id text NOT NULL
  subject text NOT NULL
  window_no bigint NOT NULL
  taken bigint NOT NULL
  asked_at timestamp(3) with time zone NOT NULL
  quota_use_pkey PRIMARY KEY (org_id, subject)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY DELETE, SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE record_ids
  record_id text NOT NULL
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  received_at timestamp(3) with time zone NOT NULL
  record_ids_pkey PRIMARY KEY (record_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE record_months
  org_id text NOT NULL
  plant_id text NOT NULL
  month date NOT NULL
  records bigint NOT NULL
  first_seq bigint NOT NULL
  last_seq bigint NOT NULL
  first_ended_at timestamp(3) with time zone
  last_ended_at timestamp(3) with time zone
  packed_at timestamp(3) with time zone NOT NULL DEFAULT now()
  record_months_pkey PRIMARY KEY (org_id, plant_id, month)
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE recovery_codes
  user_id text NOT NULL
  code_hash bytea NOT NULL
  used_at timestamp(3) with time zone
  recovery_codes_code_hash_check CHECK ((octet_length(code_hash) = 32))
  recovery_codes_pkey PRIMARY KEY (user_id, code_hash)
  recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES second_factors(user_id) ON DELETE CASCADE
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE (used_at) hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text))) WITH CHECK ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE refresh_tokens
  token_hash bytea NOT NULL
  session_id text NOT NULL
  expires_at timestamp(3) with time zone NOT NULL
  used_at timestamp(3) with time zone
  refresh_tokens_pkey PRIMARY KEY (token_hash)
  refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(session_id) ON DELETE CASCADE
  refresh_tokens_token_hash_check CHECK ((octet_length(token_hash) = 32))
CREATE INDEX refresh_tokens_by_session ON public.refresh_tokens USING btree (session_id);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE (used_at) hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((EXISTS ( SELECT FROM sessions own WHERE (own.session_id = refresh_tokens.session_id))))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM sessions own WHERE (own.session_id = refresh_tokens.session_id))))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((EXISTS ( SELECT FROM sessions own WHERE (own.session_id = refresh_tokens.session_id)))) WITH CHECK ((EXISTS ( SELECT FROM sessions own WHERE (own.session_id = refresh_tokens.session_id))))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE registration_codes
  code_hash bytea NOT NULL
  note text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  expires_at timestamp(3) with time zone NOT NULL
  used_at timestamp(3) with time zone
  registration_codes_code_hash_check CHECK ((octet_length(code_hash) = 32))
  registration_codes_pkey PRIMARY KEY (code_hash)
OWNER hydro_owner, ROW SECURITY FORCED
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE retirements
  org_id text NOT NULL
  plant_id text NOT NULL
  retirement_id text NOT NULL
  issuance_id text NOT NULL
  token_id text NOT NULL
  units bigint NOT NULL
  method text NOT NULL
  account_id text
  state text NOT NULL
  idempotency_key text NOT NULL
  fingerprint bytea NOT NULL
  requested_by text NOT NULL
  statement bytea NOT NULL
  memo text NOT NULL
  record_id text NOT NULL
  seq bigint NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  job_id text
  transaction_id text
  last_seq bigint NOT NULL
  settled_at timestamp(3) with time zone
  trace text
  failure text
  retirements_check CHECK (((method = 'account'::text) = (account_id IS NOT NULL)))
  retirements_check2 CHECK (((state = 'done'::text) = (transaction_id IS NOT NULL)))
  retirements_failure_check CHECK (((state = 'failed'::text) = (failure IS NOT NULL)))
  retirements_fingerprint_check CHECK ((octet_length(fingerprint) = 32))
  retirements_job_id_fkey FOREIGN KEY (job_id) REFERENCES ledger_jobs(job_id)
  retirements_job_id_key UNIQUE (job_id)
  retirements_memo_check CHECK ((memo ~ '^[0-9a-f]{64}$'::text))
  retirements_memo_key UNIQUE (memo)
  retirements_method_check CHECK ((method = ANY (ARRAY['burn'::text, 'account'::text])))
  retirements_org_id_idempotency_key_key UNIQUE (org_id, idempotency_key)
  retirements_org_id_plant_id_issuance_id_token_id_fkey FOREIGN KEY (org_id, plant_id, issuance_id, token_id) REFERENCES holdings(org_id, plant_id, issuance_id, token_id)
  retirements_pkey PRIMARY KEY (org_id, plant_id, retirement_id)
  retirements_record_id_key UNIQUE (record_id)
  retirements_retirement_id_key UNIQUE (retirement_id)
  retirements_settled_check CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text])) = (settled_at IS NOT NULL)))
  retirements_state_check CHECK ((state = ANY (ARRAY['ordered'::text, 'done'::text, 'failed'::text])))
  retirements_trace_check CHECK ((trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'::text))
  retirements_transaction_id_key UNIQUE (transaction_id)
  retirements_units_check CHECK ((units > 0))
CREATE INDEX retirements_public ON public.retirements USING btree (settled_at DESC, retirement_id DESC) WHERE (state = 'done'::text);
CREATE INDEX retirements_unsettled ON public.retirements USING btree (created_at) WHERE (settled_at IS NULL);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
CREATE INDEX review_changes_by_change ON public.review_changes USING btree (org_id, plant_id, changed_seq);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE river_flows
  org_id text NOT NULL
  plant_id text NOT NULL
  station text NOT NULL
  at timestamp(3) with time zone NOT NULL
  flow_m3s double precision NOT NULL
  import_id text NOT NULL
  river_flows_flow_m3s_check CHECK ((flow_m3s >= (0)::double precision))
  river_flows_org_id_plant_id_import_id_fkey FOREIGN KEY (org_id, plant_id, import_id) REFERENCES river_imports(org_id, plant_id, import_id)
  river_flows_pkey PRIMARY KEY (org_id, plant_id, station, at)
CREATE INDEX river_flows_by_time ON public.river_flows USING btree (org_id, plant_id, at, station);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE river_imports
  org_id text NOT NULL
  plant_id text NOT NULL
  import_id text NOT NULL
  sha256 bytea NOT NULL
  rows integer NOT NULL
  accepted integer NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  created_by text NOT NULL
  river_imports_org_id_plant_id_fkey FOREIGN KEY (org_id, plant_id) REFERENCES plants(org_id, plant_id)
  river_imports_pkey PRIMARY KEY (org_id, plant_id, import_id)
  river_imports_sha256_check CHECK ((octet_length(sha256) = 32))
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE rollup_lines
  org_id text NOT NULL
  line_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  plant_id text NOT NULL
  device_id text NOT NULL
  metric text NOT NULL
  last_at timestamp(3) with time zone NOT NULL
  last_seq bigint NOT NULL
  last_value double precision NOT NULL
  rollup_lines_org_id_plant_id_metric_device_id_key UNIQUE (org_id, plant_id, metric, device_id)
  rollup_lines_pkey PRIMARY KEY (org_id, line_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY DELETE, INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE rollup_positions
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  rolled_at timestamp(3) with time zone NOT NULL
  rollup_positions_pkey PRIMARY KEY (org_id, plant_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE rollup_strip_marks
  width_s integer NOT NULL
  ended_at timestamp(3) with time zone NOT NULL
  rollup_strip_marks_pkey PRIMARY KEY (width_s)
  rollup_strip_marks_width_s_check CHECK ((width_s = ANY (ARRAY[60, 300, 3600])))
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT, UPDATE hydro_worker
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE rollup_strips
  org_id text NOT NULL
  line_id bigint NOT NULL
  width_s integer NOT NULL
  ended_at timestamp(3) with time zone NOT NULL
  means bytea
  rest bytea
  rollup_strips_check CHECK (((means IS NULL) = (rest IS NULL)))
  rollup_strips_means_check CHECK ((octet_length(means) = 4320))
  rollup_strips_pkey PRIMARY KEY (org_id, line_id, width_s, ended_at)
  rollup_strips_rest_check CHECK ((octet_length(rest) = 15840))
CREATE INDEX rollup_strips_ended_at_idx ON public.rollup_strips USING btree (ended_at) WHERE (means IS NULL);
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY DELETE, INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE rollups
  org_id text NOT NULL
  line_id bigint NOT NULL
  width_s integer NOT NULL
  ended_at timestamp(3) with time zone NOT NULL
  count integer NOT NULL
  sum numeric NOT NULL
  min double precision
  max double precision
  last double precision
  last_at timestamp(3) with time zone
  approved integer NOT NULL
  flagged integer NOT NULL
  rejected integer NOT NULL
  LIST (width_s)
  rollups_check CHECK (((count = 0) = (last_at IS NULL)))
  rollups_pkey PRIMARY KEY (org_id, line_id, width_s, ended_at)
  rollups_width_s_check CHECK ((width_s = ANY (ARRAY[60, 300, 3600, 86400])))
CREATE TRIGGER turn_strips_of_added AFTER INSERT ON public.rollups REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION turn_rollup_strips();
CREATE TRIGGER turn_strips_of_changed AFTER UPDATE ON public.rollups REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION turn_rollup_strips();
CREATE TRIGGER turn_strips_of_gone AFTER DELETE ON public.rollups REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION turn_rollup_strips();
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY DELETE, INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE sample_counters
  org_id text NOT NULL
  plant_id text NOT NULL
  device_id text NOT NULL
  key_id text NOT NULL
  device_seq bigint NOT NULL
  ended_at timestamp(3) with time zone NOT NULL
  content_hash bytea NOT NULL
  sample_counters_content_hash_check CHECK ((octet_length(content_hash) = 32))
  sample_counters_pkey PRIMARY KEY (org_id, plant_id, device_id, key_id, device_seq)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE sample_slots
  org_id text NOT NULL
  plant_id text NOT NULL
  device_id text NOT NULL
  slot_from timestamp(3) with time zone NOT NULL
  slot_s integer NOT NULL
  samples integer NOT NULL
  covered_s integer NOT NULL
  first_received_at timestamp(3) with time zone NOT NULL
  newest_received_at timestamp(3) with time zone NOT NULL
  later_at timestamp(3) with time zone
  due_at timestamp(3) with time zone NOT NULL
  sample_slots_check CHECK (((covered_s >= 1) AND (covered_s <= slot_s)))
  sample_slots_pkey PRIMARY KEY (org_id, plant_id, device_id, slot_from, slot_s)
  sample_slots_samples_check CHECK ((samples > 0))
CREATE INDEX sample_slots_due ON public.sample_slots USING btree (due_at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE samples
  org_id text NOT NULL
  plant_id text NOT NULL
  device_id text NOT NULL
  ended_at timestamp(3) with time zone NOT NULL
  interval_s integer NOT NULL
  slot_from timestamp(3) with time zone NOT NULL
  slot_s integer NOT NULL
  received_at timestamp(3) with time zone NOT NULL
  content_hash bytea NOT NULL
  body bytea NOT NULL
  evidence bytea
  RANGE (ended_at)
  samples_check CHECK ((slot_s > interval_s))
  samples_content_hash_check CHECK ((octet_length(content_hash) = 32))
  samples_interval_s_check CHECK ((interval_s > 0))
  samples_pkey PRIMARY KEY (org_id, plant_id, device_id, ended_at)
CREATE TRIGGER samples_stay BEFORE DELETE OR UPDATE ON public.samples FOR EACH ROW EXECUTE FUNCTION refuse_change();
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE schema_migrations
  version integer NOT NULL
  name text NOT NULL
  sha256 text NOT NULL
  applied_at timestamp with time zone NOT NULL DEFAULT now()
  statements_sha256 text
  schema_migrations_pkey PRIMARY KEY (version)
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_worker
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE second_factors
  user_id text NOT NULL
  sealed_secret bytea NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  confirmed_at timestamp(3) with time zone
  last_step bigint
  second_factors_pkey PRIMARY KEY (user_id)
  second_factors_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE hydro_serve
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text))) WITH CHECK ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE secret_prints
  setting text NOT NULL
  holder text NOT NULL
  print bytea NOT NULL
  seen_at timestamp(3) with time zone NOT NULL
  secret_prints_pkey PRIMARY KEY (setting, holder)
  secret_prints_print_check CHECK ((octet_length(print) = 32))
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE sessions
  session_id text NOT NULL
  user_id text NOT NULL
  in_org_id text NOT NULL
  second_factor_at timestamp(3) with time zone
  created_at timestamp(3) with time zone NOT NULL
  expires_at timestamp(3) with time zone NOT NULL
  ended_at timestamp(3) with time zone
  ended_by text
  sessions_check CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
  sessions_ended_by_check CHECK ((ended_by = ANY (ARRAY['sign-out'::text, 'sign-out-everywhere'::text, 'reuse'::text, 'password'::text, 'console'::text])))
  sessions_in_org_id_fkey FOREIGN KEY (in_org_id) REFERENCES organisations(org_id)
  sessions_pkey PRIMARY KEY (session_id)
  sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id)
CREATE INDEX sessions_by_user ON public.sessions USING btree (user_id) WHERE (ended_at IS NULL);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE (in_org_id, second_factor_at, ended_at, ended_by) hydro_serve
MAY DELETE, SELECT (expires_at) hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text))) WITH CHECK ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

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
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE sign_in_failures
  subject bytea NOT NULL
  failures integer NOT NULL
  last_at timestamp(3) with time zone NOT NULL
  blocked_until timestamp(3) with time zone
  sign_in_failures_pkey PRIMARY KEY (subject)
  sign_in_failures_subject_check CHECK ((octet_length(subject) = 32))
CREATE INDEX sign_in_failures_by_age ON public.sign_in_failures USING btree (last_at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE hydro_serve
MAY DELETE, SELECT hydro_worker
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING (true)
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK (true)
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING (true)
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING (true) WITH CHECK (true)
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE signed_readings
  org_id text NOT NULL
  plant_id text NOT NULL
  seq bigint NOT NULL
  record_id text NOT NULL
  device_id text NOT NULL
  key_id text NOT NULL
  device_seq bigint
  content_hash bytea NOT NULL
  sha256 bytea NOT NULL
  evidence bytea NOT NULL
  signed_readings_content_hash_check CHECK ((octet_length(content_hash) = 32))
  signed_readings_pkey PRIMARY KEY (org_id, plant_id, seq)
  signed_readings_sha256_check CHECK ((octet_length(sha256) = 32))
CREATE UNIQUE INDEX signed_readings_by_counter ON public.signed_readings USING btree (org_id, plant_id, device_id, key_id, device_seq) WHERE (device_seq IS NOT NULL);
CREATE TRIGGER signed_readings_stay BEFORE DELETE OR UPDATE ON public.signed_readings FOR EACH ROW EXECUTE FUNCTION refuse_change();
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE stream_heads
  org_id text NOT NULL
  last_no bigint NOT NULL
  last_at timestamp(3) with time zone NOT NULL
  stream_heads_pkey PRIMARY KEY (org_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE stream_rollups
  only_row boolean NOT NULL DEFAULT true
  told_to timestamp(3) with time zone NOT NULL
  stream_rollups_only_row_check CHECK (only_row)
  stream_rollups_pkey PRIMARY KEY (only_row)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE stream_runs
  org_id text NOT NULL
  last_no bigint NOT NULL
  length integer NOT NULL
  at timestamp(3) with time zone NOT NULL
  told json NOT NULL
  stream_runs_length_check CHECK ((length > 0))
  stream_runs_pkey PRIMARY KEY (org_id, last_no)
CREATE INDEX stream_runs_old ON public.stream_runs USING brin (at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY DELETE, INSERT, SELECT hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE tenant_events
  org_id text NOT NULL
  event_no bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  event_id text NOT NULL
  type text NOT NULL
  plant_id text
  at timestamp(3) with time zone NOT NULL
  body text NOT NULL
  handed_on boolean NOT NULL DEFAULT false
  tenant_events_body_check CHECK ((octet_length(body) <= 20000))
  tenant_events_event_id_key UNIQUE (event_id)
  tenant_events_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  tenant_events_pkey PRIMARY KEY (event_no)
CREATE INDEX tenant_events_new ON public.tenant_events USING btree (event_no) WHERE (NOT handed_on);
CREATE INDEX tenant_events_of_alerts ON public.tenant_events USING btree (event_no) WHERE (type = ANY (ARRAY['alert.issuance.record-lost-approval'::text, 'alert.mint.mismatch'::text]));
CREATE INDEX tenant_events_old ON public.tenant_events USING btree (at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY DELETE, INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE token_movements
  token_key text NOT NULL
  transaction_id text NOT NULL
  kind text NOT NULL
  units bigint NOT NULL
  to_account text
  memo text
  consensus_timestamp text NOT NULL
  reason text NOT NULL
  found_at timestamp(3) with time zone NOT NULL
  booked_as text
  issuance_id text
  move_id text
  seq bigint
  booked_by text
  booked_because text
  booked_at timestamp(3) with time zone
  token_movements_booked_as_check CHECK ((booked_as = ANY (ARRAY['mint'::text, 'transfer'::text, 'retirement'::text, 'nobody'::text])))
  token_movements_check CHECK ((num_nonnulls(booked_as, booked_by, booked_because, booked_at) = ANY (ARRAY[0, 4])))
  token_movements_check1 CHECK (((issuance_id IS NOT NULL) = (COALESCE(booked_as, 'nobody'::text) <> 'nobody'::text)))
  token_movements_check2 CHECK ((num_nonnulls(move_id, seq) = ANY (ARRAY[0, 2])))
  token_movements_check3 CHECK (((move_id IS NOT NULL) = (COALESCE(booked_as, 'nobody'::text) = ANY (ARRAY['transfer'::text, 'retirement'::text]))))
  token_movements_issuance_id_fkey FOREIGN KEY (issuance_id) REFERENCES issuances(issuance_id)
  token_movements_kind_check CHECK ((kind = ANY (ARRAY['mint'::text, 'burn'::text, 'transfer'::text])))
  token_movements_move_id_key UNIQUE (move_id)
  token_movements_pkey PRIMARY KEY (token_key, transaction_id)
  token_movements_token_key_fkey FOREIGN KEY (token_key) REFERENCES tokens(token_key)
  token_movements_units_check CHECK ((units > 0))
CREATE INDEX token_movements_of_issuance ON public.token_movements USING btree (issuance_id) WHERE (issuance_id IS NOT NULL);
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY DELETE, INSERT, SELECT hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((EXISTS ( SELECT FROM issuances WHERE (issuances.issuance_id = token_movements.issuance_id))))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE tokens
  token_key text NOT NULL
  rulebook text NOT NULL
  vintage integer NOT NULL
  unit_g bigint NOT NULL
  treasury_account_id text NOT NULL
  job_id text NOT NULL
  token_id text
  transaction_id text
  created_at timestamp(3) with time zone NOT NULL
  halted text
  halted_transaction text
  halted_at timestamp(3) with time zone
  accepted_transactions text[] NOT NULL DEFAULT '{}'::text[]
  ledger_minted bigint
  ledger_burned bigint
  reconciled_to text
  reconciled_at timestamp(3) with time zone
  kind text NOT NULL DEFAULT 'units'::text
  series integer NOT NULL DEFAULT 1
  max_supply bigint NOT NULL
  ledger_treasury bigint
  ledger_spare bigint
  deleted_at timestamp(3) with time zone
  replaced_at timestamp(3) with time zone
  tokens_check CHECK ((num_nonnulls(token_id, transaction_id) = ANY (ARRAY[0, 2])))
  tokens_check1 CHECK ((num_nonnulls(halted, halted_at) = ANY (ARRAY[0, 2])))
  tokens_check2 CHECK (((replaced_at IS NULL) OR ((deleted_at IS NOT NULL) AND (halted IS NOT NULL))))
  tokens_job_id_fkey FOREIGN KEY (job_id) REFERENCES ledger_jobs(job_id)
  tokens_job_id_key UNIQUE (job_id)
  tokens_kind_check CHECK ((kind = ANY (ARRAY['units'::text, 'certificates'::text])))
  tokens_max_supply_check CHECK ((max_supply > 0))
  tokens_pkey PRIMARY KEY (token_key)
  tokens_rulebook_vintage_unit_g_kind_series_key UNIQUE (rulebook, vintage, unit_g, kind, series)
  tokens_series_check CHECK ((series >= 1))
  tokens_token_id_key UNIQUE (token_id)
  tokens_transaction_id_key UNIQUE (transaction_id)
  tokens_unit_g_check CHECK ((unit_g > 0))
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING (true)
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE transfers
  org_id text NOT NULL
  plant_id text NOT NULL
  transfer_id text NOT NULL
  issuance_id text NOT NULL
  token_id text NOT NULL
  units bigint NOT NULL
  to_account text NOT NULL
  state text NOT NULL
  idempotency_key text NOT NULL
  fingerprint bytea NOT NULL
  requested_by text NOT NULL
  statement bytea NOT NULL
  memo text NOT NULL
  record_id text NOT NULL
  seq bigint NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  route text
  job_id text
  recall_job_id text
  transaction_id text
  claim_transaction_id text
  recalled_at timestamp(3) with time zone
  gone_after text
  reason text
  last_seq bigint NOT NULL
  settled_at timestamp(3) with time zone
  trace text
  transfers_check CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text, 'cancelled'::text])) = (settled_at IS NOT NULL)))
  transfers_check1 CHECK (((state = ANY (ARRAY['failed'::text, 'cancelled'::text])) = (reason IS NOT NULL)))
  transfers_check2 CHECK (((state <> ALL (ARRAY['pending_claim'::text, 'done'::text])) OR (transaction_id IS NOT NULL)))
  transfers_claim_transaction_id_token_id_key UNIQUE (claim_transaction_id, token_id)
  transfers_fingerprint_check CHECK ((octet_length(fingerprint) = 32))
  transfers_job_id_fkey FOREIGN KEY (job_id) REFERENCES ledger_jobs(job_id)
  transfers_job_id_key UNIQUE (job_id)
  transfers_memo_check CHECK ((memo ~ '^[0-9a-f]{64}$'::text))
  transfers_memo_key UNIQUE (memo)
  transfers_org_id_idempotency_key_key UNIQUE (org_id, idempotency_key)
  transfers_org_id_plant_id_issuance_id_token_id_fkey FOREIGN KEY (org_id, plant_id, issuance_id, token_id) REFERENCES holdings(org_id, plant_id, issuance_id, token_id)
  transfers_pkey PRIMARY KEY (org_id, plant_id, transfer_id)
  transfers_recall_job_id_fkey FOREIGN KEY (recall_job_id) REFERENCES ledger_jobs(job_id)
  transfers_recall_job_id_key UNIQUE (recall_job_id)
  transfers_record_id_key UNIQUE (record_id)
  transfers_route_check CHECK ((route = ANY (ARRAY['transfer'::text, 'airdrop'::text])))
  transfers_state_check CHECK ((state = ANY (ARRAY['ordered'::text, 'pending_claim'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
  transfers_trace_check CHECK ((trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'::text))
  transfers_transaction_id_key UNIQUE (transaction_id)
  transfers_transfer_id_key UNIQUE (transfer_id)
  transfers_units_check CHECK ((units > 0))
CREATE INDEX transfers_unsettled ON public.transfers USING btree (created_at) WHERE (settled_at IS NULL);
CREATE UNIQUE INDEX transfers_one_airdrop ON public.transfers USING btree (token_id, to_account) WHERE ((route = 'airdrop'::text) AND (settled_at IS NULL));
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE users
  user_id text NOT NULL
  email text NOT NULL
  email_key text NOT NULL
  name text NOT NULL
  password_hash text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  locked_at timestamp(3) with time zone
  users_email_key_key UNIQUE (email_key)
  users_password_hash_check CHECK ((password_hash ~~ '$argon2id$%'::text))
  users_pkey PRIMARY KEY (user_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE (password_hash) hydro_serve
MAY SELECT (user_id, email_key, locked_at) hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text))) WITH CHECK ((user_id = NULLIF(current_setting('app.person'::text, true), ''::text)))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE webhook_anchored
  org_id text NOT NULL
  told_to bigint NOT NULL
  webhook_anchored_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  webhook_anchored_pkey PRIMARY KEY (org_id)
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT hydro_serve
MAY DELETE, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_delete FOR DELETE TO hydro_worker USING (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE webhook_attempts
  org_id text NOT NULL
  delivery_id bigint NOT NULL
  at timestamp(3) with time zone NOT NULL
  status integer
  error text
  elapsed_ms integer NOT NULL
  webhook_attempts_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES webhook_deliveries(delivery_id) ON DELETE CASCADE
CREATE INDEX webhook_attempts_of ON public.webhook_attempts USING btree (delivery_id, at);
OWNER hydro_owner, ROW SECURITY FORCED
MAY SELECT hydro_serve
MAY INSERT, SELECT hydro_worker
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE webhook_deliveries
  org_id text NOT NULL
  endpoint_id text NOT NULL
  delivery_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY
  event_id text NOT NULL
  state text NOT NULL DEFAULT 'pending'::text
  created_at timestamp(3) with time zone NOT NULL
  attempts integer NOT NULL DEFAULT 0
  next_at timestamp(3) with time zone NOT NULL
  ended_at timestamp(3) with time zone
  webhook_deliveries_endpoint_id_event_id_key UNIQUE (endpoint_id, event_id)
  webhook_deliveries_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(endpoint_id) ON DELETE CASCADE
  webhook_deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES tenant_events(event_id) ON DELETE CASCADE
  webhook_deliveries_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  webhook_deliveries_pkey PRIMARY KEY (delivery_id)
  webhook_deliveries_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'dead'::text])))
CREATE INDEX webhook_deliveries_due ON public.webhook_deliveries USING btree (endpoint_id, next_at) WHERE (state = 'pending'::text);
CREATE INDEX webhook_deliveries_of_event ON public.webhook_deliveries USING btree (event_id);
OWNER hydro_owner, ROW SECURITY FORCED
MAY INSERT, SELECT, UPDATE hydro_serve
MAY INSERT, SELECT, UPDATE hydro_worker
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_insert FOR INSERT TO hydro_worker WITH CHECK (true)
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

TABLE webhook_endpoints
  org_id text NOT NULL
  endpoint_id text NOT NULL
  url text NOT NULL
  types text[] NOT NULL
  plants text[]
  description text NOT NULL
  created_at timestamp(3) with time zone NOT NULL
  updated_at timestamp(3) with time zone NOT NULL
  secret_no integer NOT NULL DEFAULT 1
  earlier_secret_until timestamp(3) with time zone
  disabled_at timestamp(3) with time zone
  disabled_why text
  webhook_endpoints_check CHECK ((num_nonnulls(disabled_at, disabled_why) = ANY (ARRAY[0, 2])))
  webhook_endpoints_org_id_fkey FOREIGN KEY (org_id) REFERENCES organisations(org_id)
  webhook_endpoints_pkey PRIMARY KEY (endpoint_id)
CREATE INDEX webhook_endpoints_of ON public.webhook_endpoints USING btree (org_id, endpoint_id);
OWNER hydro_owner, ROW SECURITY FORCED
MAY DELETE, INSERT, SELECT, UPDATE hydro_serve
MAY SELECT, UPDATE hydro_worker
POLICY hydro_serve_delete FOR DELETE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_insert FOR INSERT TO hydro_serve WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_select FOR SELECT TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_serve_update FOR UPDATE TO hydro_serve USING ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]))) WITH CHECK ((org_id = ANY ((NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[])))
POLICY hydro_worker_select FOR SELECT TO hydro_worker USING (true)
POLICY hydro_worker_update FOR UPDATE TO hydro_worker USING (true) WITH CHECK (true)
POLICY owner FOR ALL TO hydro_owner USING (true) WITH CHECK (true)

CREATE OR REPLACE FUNCTION public.allow_rows(relation regclass, who name, verbs text, condition text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION public.app_orgs()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.orgs'::text, true), ''::text))::text[]
MAY EXECUTE hydro_serve, hydro_worker

CREATE OR REPLACE FUNCTION public.certificate_document(wanted bytea)
 RETURNS TABLE(document bytea)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT one.document FROM certificates AS one WHERE one.sha256 = wanted;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.close_record_month(month date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE
  name text := 'records_' || to_char(month, 'YYYYMM');
BEGIN
  IF month <> date_trunc('month', month) OR (month + interval '1 month')::timestamp AT TIME ZONE 'UTC' > now() THEN
    RAISE 'the month % is not over', month;
  END IF;
  IF NOT record_month_closed(month) THEN
    EXECUTE format('ALTER TABLE public.%I ADD CONSTRAINT closed CHECK (false) NOT VALID', name);
  END IF;
END $function$
MAY EXECUTE hydro_worker

CREATE OR REPLACE FUNCTION public.count_registrations(since timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN (SELECT count(*) FROM member_invitations WHERE created_by = 'registration' AND created_at > since);
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.drop_old_checkpoint_jobs(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_sort TO 'off'
AS $function$
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
$function$
MAY EXECUTE hydro_worker

CREATE OR REPLACE FUNCTION public.drop_record_month(month date, orgs text[], plants text[], leaves bytea[])
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
END $function$
MAY EXECUTE hydro_worker

CREATE OR REPLACE FUNCTION public.drop_rollups(width text, before timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE
  parent text := 'rollups_' || width;
  old text;
  dropped integer := 0;
BEGIN
  IF width NOT IN ('1m', '5m') THEN RAISE 'rollups of % are kept for good', width; END IF;
  FOR old IN
    SELECT part.relname FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid
    WHERE inhparent = ('public.' || parent)::regclass AND part.relname ~ '_[0-9]{6}$'
      AND (to_date(right(part.relname, 6), 'YYYYMM') + interval '1 month')::timestamp AT TIME ZONE 'UTC' <= before
  LOOP
    EXECUTE format('DROP TABLE public.%I', old);
    dropped := dropped + 1;
  END LOOP;
  EXECUTE format('DELETE FROM public.%I WHERE ended_at <= %L', parent || '_other', before);
  RETURN dropped;
END $function$
MAY EXECUTE hydro_worker

CREATE OR REPLACE FUNCTION public.ensure_record_partitions(from_month date, months integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
END $function$
MAY EXECUTE hydro_worker

CREATE OR REPLACE FUNCTION public.ensure_rollup_partitions(width text, from_month date, months integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE
  parent text := 'rollups_' || width;
  month date := date_trunc('month', from_month)::date;
  name text;
  first text;
  next text;
  taken boolean;
BEGIN
  IF width NOT IN ('1m', '5m') THEN RAISE 'rollups of % have no months', width; END IF;
  FOR i IN 1..months LOOP
    name := parent || '_' || to_char(month, 'YYYYMM');
    first := month::text || ' 00:00:00+00';
    next := (month + interval '1 month')::date::text || ' 00:00:00+00';
    IF to_regclass('public.' || name) IS NULL THEN
      EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE ended_at >= %L AND ended_at < %L)',
        parent || '_other', first, next) INTO taken;
      IF NOT taken THEN
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', name, parent, first, next);
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
      END IF;
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
END $function$
MAY EXECUTE hydro_worker

CREATE OR REPLACE FUNCTION public.ensure_sample_partitions(from_month date, months integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
END $function$
MAY EXECUTE hydro_worker

CREATE OR REPLACE FUNCTION public.find_api_key(wanted text)
 RETURNS SETOF api_keys
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT * FROM api_keys WHERE key_id = wanted;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.find_claim_code(wanted bytea)
 RETURNS TABLE(org_id text, plant_id text, device_id text, claim_id text, expires_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT code.org_id, code.plant_id, code.device_id, code.claim_id, code.expires_at::timestamptz
    FROM claim_codes AS code WHERE code.code_hash = wanted;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.find_oidc_issuers(wanted text, audiences text[])
 RETURNS TABLE(org_id text, issuer text, audience text, jwks_uri text, roles_claim text, role_map jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 2
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT one.org_id, one.issuer, one.audience, one.jwks_uri, one.roles_claim, one.role_map
    FROM oidc_issuers AS one WHERE one.issuer = wanted AND one.audience = ANY (audiences) LIMIT 2;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.find_retirement(wanted text)
 RETURNS TABLE(retirement_id text, state text, statement bytea, memo text, transaction_id text, settled_at timestamp with time zone, failure text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT one.retirement_id, one.state, one.statement, one.memo, one.transaction_id,
      one.settled_at::timestamptz, one.failure
    FROM retirements AS one WHERE one.retirement_id = wanted;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.find_user(wanted text)
 RETURNS SETOF users
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT * FROM users WHERE email_key = wanted;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.gateway_table(relation regclass, serve text, worker text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', relation);
  EXECUTE format('CREATE POLICY owner ON %s TO hydro_owner USING (true) WITH CHECK (true)', relation);
  PERFORM allow_rows(relation, 'hydro_serve', serve, 'true');
  PERFORM allow_rows(relation, 'hydro_worker', worker, 'true');
END $function$

CREATE OR REPLACE FUNCTION public.hold_token(wanted text)
 RETURNS TABLE(token_key text, treasury_account_id text, halted text)
 LANGUAGE plpgsql
 SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT token.token_key, token.treasury_account_id, token.halted
    FROM tokens AS token WHERE token.token_id = wanted FOR UPDATE;
END $function$
MAY EXECUTE hydro_serve, hydro_worker

CREATE OR REPLACE FUNCTION public.log_commitments(first bigint, how_many bigint)
 RETURNS TABLE(leaf_index bigint, commitment bytea)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT leaf.leaf_index, leaf.commitment FROM log_leaves AS leaf
    WHERE leaf.leaf_index >= first AND leaf.leaf_index < first + how_many ORDER BY leaf.leaf_index;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.mark_call(org text, who text, called text, claim text)
 RETURNS SETOF boolean
 LANGUAGE plpgsql
 SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  -- A transaction that has written or locked something has an id by now; one that only read is no effect.
  RETURN QUERY UPDATE idempotent_calls AS call
    SET took_effect = call.took_effect OR pg_current_xact_id_if_assigned() IS NOT NULL
    WHERE call.org_id = org AND call.credential = who AND call.idempotency_key = called
      AND call.claim_id = claim AND call.answer IS NULL
    RETURNING true;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.meter_days_taken(wanted text)
 RETURNS SETOF text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY
    SELECT DISTINCT own.serial FROM meter_days AS own
    CROSS JOIN LATERAL (
      SELECT other.org_id, other.plant_id, other.claim_no, other.from_at, other.to_at, held.state IN ('minting', 'issued') AS is_minted
      FROM meter_days AS other JOIN issuances AS held USING (org_id, plant_id, issuance_id)
      WHERE other.serial = own.serial AND held.state NOT IN ('rejected', 'voided')
      UNION ALL
      -- What the registrar found to be the other's stays so, also where that one has asked for nothing yet.
      SELECT party.org_id, party.plant_id, NULL, clash.from_at, clash.to_at, false FROM meter_clashes AS clash
      CROSS JOIN LATERAL (VALUES (clash.org_id, clash.plant_id), (clash.holder_org_id, clash.holder_plant_id))
        AS party (org_id, plant_id)
      WHERE clash.serial = own.serial AND clash.resolved_at IS NOT NULL AND clash.from_at IS NOT NULL
        AND (own.org_id, own.plant_id) IN ((clash.org_id, clash.plant_id), (clash.holder_org_id, clash.holder_plant_id))
    ) AS other
    LEFT JOIN LATERAL (
      SELECT CASE
        WHEN clash.resolution = 'distinct' THEN 'distinct'
        WHEN (clash.resolution = 'claimant') = ((clash.org_id, clash.plant_id) = (own.org_id, own.plant_id)) THEN 'own'
        ELSE 'other' END AS is_of
      FROM meter_clashes AS clash
      WHERE clash.serial = own.serial AND clash.resolved_at IS NOT NULL AND (
        (clash.org_id, clash.plant_id, clash.holder_org_id, clash.holder_plant_id)
          = (own.org_id, own.plant_id, other.org_id, other.plant_id)
        OR (clash.holder_org_id, clash.holder_plant_id, clash.org_id, clash.plant_id)
          = (own.org_id, own.plant_id, other.org_id, other.plant_id))
      ORDER BY clash.resolved_at DESC, clash.clash_id LIMIT 1
    ) AS decided ON true
    WHERE own.issuance_id = wanted AND own.org_id = ANY (app_orgs())
      AND (other.org_id, other.plant_id) <> (own.org_id, own.plant_id)
      AND other.from_at < own.to_at AND own.from_at < other.to_at
      AND CASE decided.is_of
        WHEN 'distinct' THEN false
        WHEN 'other' THEN true
        WHEN 'own' THEN other.is_minted AND other.claim_no < own.claim_no
        ELSE other.claim_no < own.claim_no END;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.note_meter_clash(id text, org text, plant text, wanted text, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.note_meter_days_clash(id text, org text, plant text, wanted text, begins timestamp with time zone, ends timestamp with time zone, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  IF org <> ALL (coalesce(app_orgs(), '{}')) THEN
    RAISE insufficient_privilege USING MESSAGE = 'the plant is not of this transaction';
  END IF;
  INSERT INTO meter_clashes (org_id, plant_id, clash_id, serial, holder_org_id, holder_plant_id, from_at, to_at, raised_at)
    SELECT org, plant, id, wanted, other.org_id, other.plant_id, begins, ends, at
    FROM meter_days AS other JOIN issuances AS held USING (org_id, plant_id, issuance_id)
    WHERE other.serial = wanted AND (other.org_id, other.plant_id) <> (org, plant) AND other.from_at < ends AND begins < other.to_at
      AND held.state NOT IN ('rejected', 'voided')
      AND NOT EXISTS (
        SELECT FROM meter_clashes AS clash
        WHERE (clash.org_id, clash.plant_id, clash.holder_org_id, clash.holder_plant_id)
            = (org, plant, other.org_id, other.plant_id)
          AND clash.serial = wanted AND clash.from_at <= begins AND ends <= clash.to_at)
    ORDER BY other.claim_no LIMIT 1
    ON CONFLICT DO NOTHING;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.org_of_join_link(wanted bytea)
 RETURNS SETOF text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT invitation.org_id FROM member_invitations AS invitation WHERE invitation.token_hash = wanted;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.organisation_members()
 RETURNS TABLE(org_id text, roles text[], member_since timestamp with time zone, user_id text, email text, name text, created_at timestamp with time zone, locked_at timestamp with time zone, has_second_factor boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT member.org_id, member.roles, member.created_at::timestamptz, account.user_id, account.email,
      account.name, account.created_at::timestamptz, account.locked_at::timestamptz,
      EXISTS (SELECT FROM second_factors AS factor
              WHERE factor.user_id = account.user_id AND factor.confirmed_at IS NOT NULL)
    FROM memberships AS member JOIN users AS account USING (user_id)
    WHERE member.org_id = ANY (app_orgs());
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.person_table(relation regclass, serve text, worker text DEFAULT ''::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  PERFORM gateway_table(relation, '', worker);
  PERFORM allow_rows(relation, 'hydro_serve', serve, $rows$user_id = nullif(current_setting('app.person', true), '')$rows$);
END $function$

CREATE OR REPLACE FUNCTION public.published_accreditations()
 RETURNS TABLE(accreditation_id text, role text, rulebook text, public_key bytea, valid_from timestamp with time zone, valid_to timestamp with time zone, record_id text, commitment bytea, created_at timestamp with time zone, withdrawn_at timestamp with time zone, withdrawal_record_id text, withdrawal_reason text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT one.accreditation_id, one.role, one.rulebook, one.public_key, one.valid_from, one.valid_to,
    one.record_id, one.commitment, one.created_at, one.withdrawn_at, one.withdrawal_record_id, one.withdrawal_reason
    FROM accreditations AS one;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.record_month_closed(month date)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  SELECT EXISTS (
    SELECT FROM pg_constraint
    WHERE conrelid = to_regclass('public.records_' || to_char(month, 'YYYYMM')) AND conname = 'closed')
$function$
MAY EXECUTE hydro_worker

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END $function$

CREATE OR REPLACE FUNCTION public.retired_units(before timestamp with time zone, before_id text, how_many integer)
 RETURNS TABLE(retirement_id text, state text, statement bytea, memo text, transaction_id text, settled_at timestamp with time zone, failure text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT one.retirement_id, one.state, one.statement, one.memo, one.transaction_id,
      one.settled_at::timestamptz, one.failure
    FROM retirements AS one
    WHERE one.state = 'done'
      AND (before IS NULL OR (one.settled_at, one.retirement_id) < (before, before_id))
    ORDER BY one.settled_at DESC, one.retirement_id DESC LIMIT how_many;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.rollup_strip_end(bucket_ended_at timestamp with time zone, width_s integer)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT to_timestamp(ceil(extract(epoch FROM bucket_ended_at) / (360 * width_s)) * 360 * width_s)
$function$

CREATE OR REPLACE FUNCTION public.take_registration_code(wanted bytea, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  UPDATE registration_codes SET used_at = at WHERE code_hash = wanted AND used_at IS NULL AND expires_at > at;
  RETURN FOUND;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.tenant_table(relation regclass, serve text DEFAULT 'SELECT, INSERT, UPDATE, DELETE'::text, worker text DEFAULT ''::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  PERFORM gateway_table(relation, '', worker);
  -- app_orgs(), written out: the planner would take it apart again for every statement.
  PERFORM allow_rows(relation, 'hydro_serve', serve,
    $rows$org_id = ANY (nullif(current_setting('app.orgs', true), '')::text[])$rows$);
END $function$

CREATE OR REPLACE FUNCTION public.turn_rollup_strips()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO public.rollup_strips AS strip (org_id, line_id, width_s, ended_at)
  SELECT DISTINCT changed.org_id, changed.line_id, changed.width_s, public.rollup_strip_end(changed.ended_at, changed.width_s)
  FROM public.rollup_strip_marks AS mark
  JOIN changed ON changed.width_s = mark.width_s AND changed.ended_at <= mark.ended_at
  ON CONFLICT (org_id, line_id, width_s, ended_at) DO UPDATE SET means = NULL, rest = NULL WHERE strip.means IS NOT NULL;
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION public.user_of_password_link(wanted bytea)
 RETURNS SETOF text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT link.user_id FROM password_links AS link WHERE link.token_hash = wanted;
END $function$
MAY EXECUTE hydro_serve

CREATE OR REPLACE FUNCTION public.user_of_refresh_token(wanted bytea)
 RETURNS SETOF text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT session.user_id FROM refresh_tokens AS token JOIN sessions AS session USING (session_id)
    WHERE token.token_hash = wanted;
END $function$
MAY EXECUTE hydro_serve
