import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { column, people, type RoleClients, roleClients, within } from "./role-clients.ts";

/**
 * What PostgreSQL itself holds for each role, whatever the code above it says. A table of a later migration that
 * fails here wants one line in that migration:
 *
 *   SELECT tenant_table('the_table', serve => 'SELECT, INSERT', worker => '');   -- rows belong to org_id
 *   SELECT person_table('the_table', serve => 'SELECT, INSERT', worker => '');   -- rows belong to user_id
 *   SELECT gateway_table('the_table', serve => 'SELECT', worker => 'SELECT');    -- rows belong to nobody
 */

let clients: RoleClients;
let admin: pg.Client;
let serve: pg.Client;
let worker: pg.Client;
beforeAll(async () => {
  clients = await roleClients();
  ({ admin, serve, worker } = clients);
  await admin.query(`
    INSERT INTO organisations (org_id, name, created_at) VALUES ('a', 'A', now()), ('b', 'B', now());
    INSERT INTO plants (org_id, plant_id, config, created_at) VALUES ('a', 'P', '{}', now()), ('b', 'P', '{}', now());
    INSERT INTO api_keys (key_id, org_id, secret_hash, roles, label, created_at)
      SELECT 'key-' || org_id, org_id, sha256(''), '{owner}', '', now() FROM organisations;
    INSERT INTO records (org_id, plant_id, seq, record_id, kind, received_at, commitment, body)
      SELECT org_id, plant_id, 1, 'rec_' || org_id, 'plant', now(), sha256(''), '' FROM plants WHERE plant_id = 'P';
    INSERT INTO log_leaves (leaf_index, org_id, plant_id, seq, record_id, commitment)
      SELECT row_number() OVER () - 1, org_id, plant_id, seq, record_id, commitment FROM records;
    INSERT INTO devices (org_id, plant_id, device_id, config, created_at) VALUES ('b', 'P', 'D', '{}', now());
    INSERT INTO claim_codes (org_id, plant_id, device_id, claim_id, code_hash, created_at, created_by, expires_at)
      VALUES ('b', 'P', 'D', 'clm_b', sha256('code of b'), now(), 'key-b', now());
    INSERT INTO idempotent_calls (org_id, credential, idempotency_key, fingerprint, claim_id, claimed_until, created_at)
      VALUES ('b', 'key-b', 'k', sha256(''), 'claim of b', now(), now())`);
});
afterAll(() => clients?.close());

/** The statement alone, as A's, in a transaction that leaves nothing behind. */
function asA(client: pg.Client, text: string): Promise<pg.QueryResult> {
  return within(client, "set_config('app.orgs', '{a}', true)", text);
}

const ours = "relation.relnamespace = 'public'::regnamespace AND relation.relkind IN ('r', 'p')";

describe("every table", () => {
  test("has forced row-level security, partitions too", async () => {
    const open = await column(
      admin,
      `SELECT relation.relname FROM pg_class AS relation
       WHERE ${ours} AND NOT (relation.relrowsecurity AND relation.relforcerowsecurity)`,
    );
    expect(open, "tables to close, see the head of this file").toEqual([]);
  });

  test("belongs to the owner's role and has a policy for it, so that migrations of data find their rows", async () => {
    const odd = await column(
      admin,
      `SELECT relation.relname FROM pg_class AS relation
       WHERE ${ours} AND NOT relation.relispartition AND (relation.relowner <> 'hydro_owner'::regrole OR NOT EXISTS (
         SELECT FROM pg_policy WHERE polrelid = relation.oid AND 'hydro_owner'::regrole = ANY (polroles) AND polcmd = '*'))`,
    );
    expect(odd, "tables without tenant_table or gateway_table, see the head of this file").toEqual([]);
  });

  test("with org_id shows requests the rows of the transaction's organisations; the exceptions are named here", async () => {
    const others = await admin.query<{ name: string; policy: string }>(
      `SELECT relation.relname || ' ' || rule.polname AS name
       FROM pg_policy AS rule JOIN pg_class AS relation ON relation.oid = rule.polrelid
       WHERE 'hydro_serve'::regrole = ANY (rule.polroles)
         AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation.oid AND attname = 'org_id')
         AND coalesce(pg_get_expr(rule.polqual, rule.polrelid), pg_get_expr(rule.polwithcheck, rule.polrelid))
             <> '(org_id = ANY ((NULLIF(current_setting(''app.orgs''::text, true), ''''::text))::text[]))'
       ORDER BY 1`,
    );
    expect(others.rows.map(({ name }) => name)).toEqual([
      // What an invitation to a period shows.
      "bundle_files guest",
      "certificates guest",
      "issuance_alerts guest",
      "issuance_steps guest",
      "issuances guest",
      // Names plants of two organisations: for the registrar.
      // A person sees the own memberships, and what those organisations are called.
      "memberships person",
      "meter_clashes registrar",
      "mint_intents guest",
      "mint_parts guest",
      "monitoring_periods guest",
      "organisations person",
      "period_bundles guest",
      "period_invitations guest",
      "period_statements guest",
    ]);
  });

  test("of people shows requests the rows of the transaction's one person", async () => {
    const { rows } = await admin.query<{ name: string; rule: string }>(
      `SELECT relation.relname || ' ' || rule.polname AS name,
         coalesce(pg_get_expr(rule.polqual, rule.polrelid), pg_get_expr(rule.polwithcheck, rule.polrelid)) AS rule
       FROM pg_policy AS rule JOIN pg_class AS relation ON relation.oid = rule.polrelid
       WHERE 'hydro_serve'::regrole = ANY (rule.polroles)
         AND relation.relname IN (${people.map((name) => `'${name}'`).join(",")})`,
    );
    expect(new Set(rows.map(({ name }) => name.split(" ")[0]))).toEqual(new Set(people));
    for (const { name, rule } of rows) {
      const ofItsSession =
        "(EXISTS ( SELECT\n   FROM sessions own\n  WHERE (own.session_id = refresh_tokens.session_id)))";
      const ofThePerson = "(user_id = NULLIF(current_setting('app.person'::text, true), ''::text))";
      expect([name, rule]).toEqual([name, name.startsWith("refresh_tokens") ? ofItsSession : ofThePerson]);
    }
  });

  test("without org_id or person is the gateway's own: requests read what is public of it and change nothing", async () => {
    const { rows } = await admin.query<{ name: string; verbs: string }>(
      `SELECT relation.relname AS name,
         string_agg(verb, ',' ORDER BY verb) FILTER (WHERE has_table_privilege('hydro_serve', relation.oid, verb)
                                          OR has_any_column_privilege('hydro_serve', relation.oid, verb)) AS verbs
       FROM pg_class AS relation, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS verb
       WHERE ${ours} AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation.oid AND attname = 'org_id')
         AND relation.relname NOT IN (${people.map((name) => `'${name}'`).join(",")})
       GROUP BY 1 ORDER BY 1`,
    );
    expect(Object.fromEntries(rows.map(({ name, verbs }) => [name, verbs]))).toEqual({
      // Signed heads of the public log, its hashes, its topic.
      checkpoints: "SELECT",
      log_nodes: "SELECT",
      log_predecessors: "SELECT",
      log_state: "SELECT",
      // Of a record's own message: which transaction it is. No payloads, no signed bytes.
      ledger_jobs: "SELECT",
      ledger_attempts: "SELECT",
      // The public register of tokens.
      tokens: "SELECT",
      // Of an issuance that the caller sees.
      token_movements: "SELECT",
      // Wrong claim codes by the caller's network, counted before any organisation is known.
      claim_attempts: "INSERT,SELECT,UPDATE",
      // Wrong passwords by a keyed hash of the address.
      sign_in_failures: "INSERT,SELECT,UPDATE",
      // Put in the box by requests, opened by the loop that sends them.
      letters: "INSERT",
      registration_codes: null,
      anchor_waits: null,
      ledger_charges: null,
      ledger_fees: null,
      leases: null,
      secret_prints: null,
      stream_rollups: null,
      rollup_strip_marks: null,
      schema_migrations: null,
    });
  });

  test("is open to nobody else, nor is any function", async () => {
    const grants = await column(
      admin,
      `SELECT DISTINCT grant_.grantee::regrole::text FROM pg_class AS relation, aclexplode(relation.relacl) AS grant_
       WHERE ${ours} AND grant_.grantee NOT IN ('hydro_owner'::regrole, 'hydro_serve'::regrole, 'hydro_worker'::regrole)
       UNION
       SELECT routine.proname FROM pg_proc AS routine
       WHERE routine.pronamespace = 'public'::regnamespace AND has_function_privilege('public', routine.oid, 'EXECUTE')
         AND routine.proname <> 'refuse_change'`,
    );
    expect(grants).toEqual([]);
  });

  test("that is a partition is reached by its table alone", async () => {
    const direct = await column(
      admin,
      `SELECT relation.relname FROM pg_class AS relation, unnest(ARRAY['hydro_serve', 'hydro_worker']) AS role
       WHERE relation.relispartition AND relation.relkind = 'r'
         AND has_table_privilege(role, relation.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')`,
    );
    expect(direct).toEqual([]);
    await worker.query("SELECT ensure_record_partitions('2031-01-01', 1)");
    await expect(worker.query("SELECT FROM records_203101")).rejects.toThrow("permission denied");
    const [closed] = await column(admin, "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'records_203101'");
    expect(closed).toBe(true);
  });

  test("of a later migration begins closed, and one line opens it to its organisation", async () => {
    await admin.query("BEGIN");
    try {
      await admin.query("SET LOCAL ROLE hydro_owner");
      await admin.query("CREATE TABLE later (org_id text NOT NULL, what text)");
      await admin.query("INSERT INTO later VALUES ('a', 'mine'), ('b', 'theirs')");
      expect(await column(admin, "SELECT has_table_privilege('hydro_serve', 'later', 'SELECT')")).toEqual([false]);
      await admin.query("SELECT tenant_table('later', serve => 'SELECT, INSERT')");
      await admin.query("SET LOCAL ROLE hydro_serve");
      expect(await column(admin, "SELECT what FROM later")).toEqual([]);
      await admin.query("SELECT set_config('app.orgs', '{a}', true)");
      expect(await column(admin, "SELECT what FROM later")).toEqual(["mine"]);
      await expect(admin.query("INSERT INTO later VALUES ('b', 'forged')")).rejects.toThrow("row-level security");
    } finally {
      await admin.query("ROLLBACK");
    }
  });
});

test("functions that look across organisations run as the owner by a fixed search path; the rest as who calls them", async () => {
  const { rows } = await admin.query<{ name: string; path: string[] | null; owner: string }>(
    `SELECT proname AS name, proconfig AS path, proowner::regrole::text AS owner FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual([
    "certificate_document",
    "close_record_month",
    "count_registrations",
    "drop_old_checkpoint_jobs",
    "drop_record_month",
    "drop_rollups",
    "ensure_record_partitions",
    "ensure_rollup_partitions",
    "ensure_sample_partitions",
    "find_api_key",
    "find_claim_code",
    "find_oidc_issuers",
    "find_retirement",
    "find_user",
    "hold_token",
    "log_commitments",
    "mark_call",
    "meter_days_taken",
    "note_meter_clash",
    "note_meter_days_clash",
    "org_of_join_link",
    "organisation_members",
    "published_accreditations",
    "retired_units",
    "take_registration_code",
    "turn_rollup_strips",
    "user_of_password_link",
    "user_of_refresh_token",
  ]);
  for (const { path, owner } of rows) {
    expect(path).toContain("search_path=pg_catalog, public, pg_temp");
    expect(owner).toBe("hydro_owner");
  }
});

test("views, should there ever be one, read as who asks", async () => {
  const views = await column(
    admin,
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
       AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)`,
  );
  expect(views).toEqual([]);
});

describe("whoever serves requests", () => {
  test.each([
    "SET ROLE hydro_owner",
    "SET ROLE hydro_worker",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION hydro_worker",
    "ALTER TABLE records DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE records NO FORCE ROW LEVEL SECURITY",
    "ALTER POLICY hydro_serve_select ON records USING (true)",
    "DROP POLICY hydro_serve_select ON records",
    "CREATE POLICY mine ON records TO hydro_serve USING (true)",
    "CREATE TABLE mine (a int)",
    "CREATE OR REPLACE FUNCTION app_orgs() RETURNS text[] LANGUAGE sql RETURN ARRAY['b']",
    "ALTER ROLE hydro_serve BYPASSRLS",
    "GRANT hydro_worker TO hydro_serve",
    "SELECT tenant_table('records')",
    "SELECT allow_rows('leases', 'hydro_serve', 'SELECT', 'true')",
    "SELECT ensure_record_partitions('2031-01-01', 1)",
    "SELECT ensure_sample_partitions('2031-01-01', 1)",
    "SELECT close_record_month('2026-01-01')",
    "SELECT drop_record_month('2026-01-01', '{}', '{}', '{}')",
    "INSERT INTO packed_records SELECT * FROM packed_records",
    "INSERT INTO record_months SELECT * FROM record_months",
    "DELETE FROM packed_records",
    "TRUNCATE records",
    "DELETE FROM records",
    "UPDATE records SET body = ''",
    "UPDATE organisations SET name = 'x'",
    "SELECT * FROM outbox",
    "SELECT * FROM leases",
    "SELECT * FROM ledger_jobs",
    "SELECT signed_bytes FROM ledger_attempts",
    "INSERT INTO ledger_jobs (job_id, kind, payload, state, created_at) VALUES ('j', 'mint', '', 'open', now())",
    "UPDATE tokens SET halted = NULL, halted_at = NULL",
    "UPDATE log_state SET halted = NULL",
    "INSERT INTO accreditations SELECT * FROM accreditations",
    "INSERT INTO meter_clashes SELECT * FROM meter_clashes",
    "INSERT INTO certificates SELECT * FROM certificates",
    "INSERT INTO holdings SELECT * FROM holdings",
    "UPDATE retirements SET state = 'done'",
    "INSERT INTO org_quotas (org_id, set_at) VALUES ('a', now())",
    "UPDATE signed_readings SET evidence = ''",
    "DELETE FROM device_nonces",
    "DELETE FROM claim_attempts",
    "DO LANGUAGE plpgsql $$ BEGIN EXECUTE 'SET ROLE hydro_worker'; END $$",
  ])("cannot %s", async (text) => {
    await expect(asA(serve, text)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|42P17|22023)$/) });
  });

  test("cannot switch row security off for itself: the query fails instead", async () => {
    await serve.query("SET row_security = off");
    await expect(asA(serve, "SELECT * FROM plants")).rejects.toThrow("row-level security");
    await serve.query("RESET row_security");
  });

  test("sees nothing before it says for whom, and afterwards nothing again", async () => {
    expect(await column(serve, "SELECT org_id FROM plants")).toEqual([]);
    expect((await asA(serve, "SELECT org_id FROM plants")).rows).toEqual([{ org_id: "a" }]);
    // Set once and unset, the setting is empty and no longer null.
    expect(await column(serve, "SELECT current_setting('app.orgs', true)")).toEqual([""]);
    expect(await column(serve, "SELECT org_id FROM plants")).toEqual([]);
  });

  test("sees no other organisation by any statement that leaves out whose rows it wants", async () => {
    for (const table of ["organisations", "plants", "api_keys", "records", "log_leaves"]) {
      expect((await asA(serve, `SELECT DISTINCT org_id FROM ${table}`)).rows).toEqual([{ org_id: "a" }]);
    }
    expect(
      (await asA(serve, "SELECT count(*)::int AS n FROM plants AS p JOIN records AS r USING (plant_id)")).rows,
    ).toEqual([{ n: 1 }]);
  });

  test("writes for no other organisation", async () => {
    const plant = "INSERT INTO plants (org_id, plant_id, config, created_at) VALUES ('b', 'Q', '{}', now())";
    await expect(asA(serve, plant)).rejects.toThrow("row-level security");
    await expect(asA(serve, "UPDATE plants SET org_id = 'b'")).rejects.toThrow("row-level security");
    expect((await asA(serve, "UPDATE plants SET config = '{\"x\":1}'")).rowCount).toBe(1);
    expect((await asA(serve, "UPDATE api_keys SET revoked_at = now() WHERE key_id = 'key-b'")).rowCount).toBe(0);
  });

  test("learns by a violated key no more than its own organisation", async () => {
    const again =
      "INSERT INTO plants (org_id, plant_id, config, created_at) VALUES ('b', 'P', '{}', now()) ON CONFLICT DO NOTHING";
    await expect(asA(serve, again)).rejects.toThrow("row-level security");
  });

  test("finds one key by its id, and commitments without their owners", async () => {
    expect((await asA(serve, "SELECT org_id FROM find_api_key('key-b')")).rows).toEqual([{ org_id: "b" }]);
    const commitments = await asA(serve, "SELECT * FROM log_commitments(0, 10)");
    expect(commitments.rows.map(({ leaf_index }) => leaf_index)).toEqual([0n, 1n]);
    expect(commitments.fields.map(({ name }) => name)).toEqual(["leaf_index", "commitment"]);
  });

  test("finds by a code's digest the device to claim, and by no list the codes of others", async () => {
    const found = await asA(serve, "SELECT org_id, device_id FROM find_claim_code(sha256('code of b'))");
    expect(found.rows).toEqual([{ org_id: "b", device_id: "D" }]);
    expect((await asA(serve, "SELECT * FROM find_claim_code(sha256('another'))")).rows).toEqual([]);
    expect((await asA(serve, "SELECT * FROM claim_codes")).rows).toEqual([]);
  });

  test("marks a call of another organisation only by the id of its claim, and cannot read it", async () => {
    expect((await asA(serve, "SELECT FROM mark_call('b', 'key-b', 'k', 'claim of b')")).rowCount).toBe(1);
    expect((await asA(serve, "SELECT FROM mark_call('b', 'key-b', 'k', 'guessed')")).rowCount).toBe(0);
    expect((await asA(serve, "SELECT * FROM idempotent_calls")).rows).toEqual([]);
    expect((await asA(serve, "DELETE FROM idempotent_calls")).rowCount).toBe(0);
  });

  test("sees of what others retired nothing that says who", async () => {
    for (const asked of ["find_retirement('ret_b')", "retired_units(NULL, NULL, 10)"]) {
      const { fields } = await asA(serve, `SELECT * FROM ${asked}`);
      expect(fields.map(({ name }) => name)).toEqual([
        "retirement_id",
        "state",
        "statement",
        "memo",
        "transaction_id",
        "settled_at",
        "failure",
      ]);
    }
  });

  test("asks after a meter's holder for no plant but its own that waits", async () => {
    const asked = "SELECT note_meter_clash('c', 'b', 'P', 'S', now())";
    await expect(asA(serve, asked)).rejects.toThrow("no plant of this transaction waits");
    const ofDays = "SELECT note_meter_days_clash('c', 'b', 'P', 'S', now(), now(), now())";
    await expect(asA(serve, ofDays)).rejects.toThrow("the plant is not of this transaction");
  });
});

describe("whoever runs the loops", () => {
  test.each([
    "SET ROLE hydro_owner",
    "ALTER TABLE records DISABLE ROW LEVEL SECURITY",
    "SELECT * FROM api_keys",
    "SELECT * FROM find_api_key('key-a')",
    "INSERT INTO accreditations SELECT * FROM accreditations",
    "UPDATE plants SET config = '{}'",
    "UPDATE records SET body = ''",
    "DELETE FROM log_leaves",
    "DELETE FROM records",
    "INSERT INTO organisations VALUES ('c', 'C', now())",
  ])("cannot %s", async (text) => {
    await expect(asA(worker, text)).rejects.toMatchObject({ code: "42501" });
  });

  test("sees all organisations in what it works on", async () => {
    expect(await column(worker, "SELECT org_id FROM records ORDER BY 1")).toEqual(["a", "b"]);
  });
});
