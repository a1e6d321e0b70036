import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { column, people, type RoleClients, roleClients, within } from "./role-clients.ts";

/** What PostgreSQL itself holds of people and of how they sign in, whatever the code above it says. */

let clients: RoleClients;
let serve: pg.Client;
let worker: pg.Client;
beforeAll(async () => {
  clients = await roleClients();
  ({ serve, worker } = clients);
  await clients.admin.query(`
    INSERT INTO organisations (org_id, name, created_at) VALUES ('a', 'A', now()), ('b', 'B', now());
    INSERT INTO users (user_id, email, email_key, name, password_hash, created_at)
      SELECT 'usr_' || name, name || '@x.example', name || '@x.example', name, '$argon2id$' || name, now()
      FROM unnest(ARRAY['anna', 'bela', 'both']) AS name;
    INSERT INTO memberships (org_id, user_id, roles, created_at)
      VALUES ('a', 'usr_anna', '{owner}', now()), ('b', 'usr_bela', '{owner}', now()),
        ('a', 'usr_both', '{operator}', now()), ('b', 'usr_both', '{verifier}', now());
    INSERT INTO sessions (session_id, user_id, in_org_id, created_at, expires_at)
      SELECT 'ses_' || user_id, user_id, 'b', now(), now() + interval '1 day' FROM users;
    INSERT INTO refresh_tokens (token_hash, session_id, expires_at)
      SELECT sha256(convert_to('refresh ' || user_id, 'UTF8')), session_id, now() FROM sessions;
    INSERT INTO password_links (user_id, token_hash, expires_at)
      SELECT user_id, sha256(convert_to('link ' || user_id, 'UTF8')), now() FROM users;
    INSERT INTO second_factors (user_id, sealed_secret, created_at, confirmed_at)
      SELECT user_id, '\\x01', now(), now() FROM users;
    INSERT INTO recovery_codes (user_id, code_hash) SELECT user_id, sha256(user_id::bytea) FROM users;
    INSERT INTO member_invitations (org_id, invitation_id, email, email_key, name, roles, token_hash, created_by,
        created_at, expires_at)
      SELECT org_id, 'inv_' || org_id, 'new@x.example', 'new@x.example', '', '{operator}',
        sha256(convert_to('join ' || org_id, 'UTF8')), 'registration', now(), now() FROM organisations WHERE org_id <> 'registrar';
    INSERT INTO oidc_issuers (org_id, issuer_id, issuer, audience, jwks_uri, roles_claim, role_map, created_by, created_at)
      SELECT org_id, 'oid_' || org_id, 'https://login.example', org_id, 'https://login.example/keys', 'roles', '{}', 'k',
        now() FROM organisations WHERE org_id <> 'registrar';
    INSERT INTO registration_codes (code_hash, note, created_at, expires_at)
      VALUES (sha256('code'), '', now(), now() + interval '1 day')`);
});
afterAll(() => clients?.close());

/** The statement alone, as A's. */
function asA(client: pg.Client, text: string): Promise<pg.QueryResult> {
  return within(client, "set_config('app.orgs', '{a}', true)", text);
}

/** The same for the own account of Anna, who is A's. */
function asAnna(client: pg.Client, text: string): Promise<pg.QueryResult> {
  return within(client, "set_config('app.person', 'usr_anna', true)", text);
}

describe("whoever serves requests", () => {
  test.each([
    "UPDATE users SET locked_at = NULL",
    "UPDATE sessions SET user_id = 'usr_both'",
    "UPDATE memberships SET user_id = 'usr_bela'",
    "DELETE FROM sessions",
    "DELETE FROM users",
    "INSERT INTO password_links SELECT * FROM password_links",
    "SELECT * FROM letters",
    "SELECT * FROM registration_codes",
    "INSERT INTO registration_codes (code_hash, note, created_at, expires_at) VALUES (sha256(''), '', now(), now())",
    "SELECT person_table('leases', 'SELECT')",
  ])("cannot %s", async (text) => {
    for (const as of [asA, asAnna]) await expect(as(serve, text)).rejects.toMatchObject({ code: "42501" });
  });

  test("sees what no other organisation says of people", async () => {
    for (const table of ["memberships", "member_invitations", "oidc_issuers"]) {
      expect((await asA(serve, `SELECT DISTINCT org_id FROM ${table}`)).rows).toEqual([{ org_id: "a" }]);
    }
  });

  test("reads no account, password, secret, session or link in the name of an organisation", async () => {
    for (const table of people) {
      expect([table, (await asA(serve, `SELECT * FROM ${table}`)).rows]).toEqual([table, []]);
    }
    const members = await asA(serve, "SELECT * FROM organisation_members() ORDER BY user_id");
    expect(members.rows.map(({ org_id, user_id, roles }) => [org_id, user_id, roles])).toEqual([
      ["a", "usr_anna", ["owner"]],
      ["a", "usr_both", ["operator"]],
    ]);
    expect(members.fields.map(({ name }) => name)).toEqual([
      ...["org_id", "roles", "member_since", "user_id", "email", "name", "created_at", "locked_at"],
      "has_second_factor",
    ]);
    expect((await serve.query("SELECT * FROM organisation_members()")).rows).toEqual([]);
  });

  test("reads and changes of people the one person's rows by any statement that leaves out whose", async () => {
    for (const table of people) {
      expect([table, (await asAnna(serve, `SELECT * FROM ${table}`)).rowCount]).toEqual([table, 1]);
      expect([table, (await serve.query(`SELECT * FROM ${table}`)).rowCount]).toEqual([table, 0]);
    }
    for (const change of [
      "UPDATE users SET password_hash = '$argon2id$'",
      "UPDATE sessions SET ended_at = now(), ended_by = 'sign-out'",
      "UPDATE refresh_tokens SET used_at = now()",
      "DELETE FROM password_links",
      "UPDATE second_factors SET last_step = 1",
      "UPDATE recovery_codes SET used_at = now()",
      "DELETE FROM second_factors",
    ]) {
      expect([change, (await asAnna(serve, change)).rowCount]).toEqual([change, 1]);
    }
  });

  test("writes nothing to another's account", async () => {
    for (const forged of [
      `INSERT INTO users (user_id, email, email_key, name, password_hash, created_at)
         VALUES ('usr_c', 'c', 'c', '', '$argon2id$', now())`,
      `INSERT INTO sessions (session_id, user_id, in_org_id, created_at, expires_at)
         VALUES ('s', 'usr_bela', 'b', now(), now())`,
      "INSERT INTO refresh_tokens (token_hash, session_id, expires_at) VALUES (sha256(''), 'ses_usr_bela', now())",
      `INSERT INTO second_factors (user_id, sealed_secret, created_at) VALUES ('usr_bela', '', now())
         ON CONFLICT (user_id) DO UPDATE SET sealed_secret = ''`,
      "INSERT INTO recovery_codes (user_id, code_hash) VALUES ('usr_bela', sha256(''))",
      "INSERT INTO memberships (org_id, user_id, roles, created_at) VALUES ('b', 'usr_anna', '{owner}', now())",
      "UPDATE second_factors SET user_id = 'usr_bela'",
    ]) {
      await expect(asAnna(serve, forged)).rejects.toThrow("row-level security");
    }
    expect((await asAnna(serve, "UPDATE memberships SET roles = '{owner}'")).rowCount).toBe(0);
    expect((await asAnna(serve, "DELETE FROM memberships")).rowCount).toBe(0);
  });

  test("tells a person of the own organisations by name, and of no other members there", async () => {
    const asBoth = (text: string) => within(serve, "set_config('app.person', 'usr_both', true)", text);
    expect((await asBoth("SELECT org_id, user_id FROM memberships ORDER BY 1")).rows).toEqual([
      { org_id: "a", user_id: "usr_both" },
      { org_id: "b", user_id: "usr_both" },
    ]);
    expect((await asBoth("SELECT name FROM organisations ORDER BY 1")).rows).toEqual([{ name: "A" }, { name: "B" }]);
    expect((await asAnna(serve, "SELECT name FROM organisations")).rows).toEqual([{ name: "A" }]);
    for (const table of ["plants", "records", "api_keys", "member_invitations"]) {
      expect((await asBoth(`SELECT FROM ${table}`)).rowCount).toBe(0);
    }
  });

  test("finds whose a link or token is by its digest alone, and no more than whose", async () => {
    const found = async (asked: string) => column(serve, `SELECT * FROM ${asked}`);
    expect(await found("user_of_refresh_token(sha256('refresh usr_bela'))")).toEqual(["usr_bela"]);
    expect(await found("user_of_password_link(sha256('link usr_bela'))")).toEqual(["usr_bela"]);
    expect(await found("org_of_join_link(sha256('join b'))")).toEqual(["b"]);
    for (const name of ["user_of_refresh_token", "user_of_password_link", "org_of_join_link"]) {
      const { rows, fields } = await serve.query(`SELECT * FROM ${name}(sha256('guessed'))`);
      expect([rows, fields.length]).toEqual([[], 1]);
    }
  });

  test("finds the account of one address, and issuers of one name and its audiences", async () => {
    expect(await column(serve, "SELECT user_id FROM find_user('bela@x.example')")).toEqual(["usr_bela"]);
    expect(await column(serve, "SELECT user_id FROM find_user('%')")).toEqual([]);
    const issuers = (audiences: string) =>
      column(serve, `SELECT org_id FROM find_oidc_issuers('https://login.example', '${audiences}')`);
    expect(await issuers("{b}")).toEqual(["b"]);
    expect(await issuers("{}")).toEqual([]);
    expect(await issuers("{a,b,c}")).toHaveLength(2);
  });

  test("takes a registration's code once, and counts registrations without seeing them", async () => {
    const take = "SELECT take_registration_code(sha256('code'), now()) AS taken";
    const twice = `SELECT (${take}) AS first, (SELECT take_registration_code(sha256('code'), now())) AS second`;
    expect((await asA(serve, twice)).rows).toEqual([{ first: true, second: false }]);
    const other = "SELECT take_registration_code(sha256('guessed'), now()) AS taken";
    expect((await asA(serve, other)).rows).toEqual([{ taken: false }]);
    expect(await column(serve, "SELECT count_registrations(now() - interval '1 hour')")).toEqual([2n]);
  });
});

describe("whoever runs the loops", () => {
  test.each([
    "SELECT password_hash FROM users",
    "SELECT * FROM users",
    "UPDATE users SET locked_at = NULL",
    "SELECT * FROM find_user('anna@x.example')",
    "SELECT user_id FROM sessions",
    "SELECT * FROM refresh_tokens",
    "SELECT token_hash FROM password_links",
    "SELECT * FROM second_factors",
    "SELECT * FROM recovery_codes",
    "SELECT * FROM memberships",
    "SELECT token_hash FROM member_invitations",
    "UPDATE member_invitations SET roles = '{owner}'",
    "SELECT * FROM oidc_issuers",
    "SELECT * FROM registration_codes",
  ])("cannot %s", async (text) => {
    await expect(asA(worker, text)).rejects.toMatchObject({ code: "42501" });
  });

  test("sees whom to write to, what an invitation says, and which sessions are over", async () => {
    expect((await worker.query("SELECT user_id, email_key, locked_at FROM users")).rowCount).toBe(3);
    expect((await worker.query("SELECT org_id, email, roles FROM member_invitations")).rowCount).toBe(2);
    expect((await asA(worker, "DELETE FROM sessions WHERE expires_at < now() + interval '2 days'")).rowCount).toBe(3);
  });
});
