-- Who may do what to the tables of people and of how they sign in: they begin closed. A person belongs to several
-- organisations, so that what is the person's own goes by the person: app.person holds the one user that a transaction
-- was opened for, as app.orgs holds organisations.

-- A table whose rows belong to people (user_id).
CREATE FUNCTION person_table(relation regclass, serve text, worker text DEFAULT '') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM gateway_table(relation, '', worker);
  PERFORM allow_rows(relation, 'hydro_serve', serve, $rows$user_id = nullif(current_setting('app.person', true), '')$rows$);
END $$;

SELECT person_table('users', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT');
SELECT person_table('sessions', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, DELETE');
SELECT person_table('password_links', serve => 'SELECT, DELETE', worker => 'SELECT, INSERT, UPDATE');
SELECT person_table('second_factors', serve => 'SELECT, INSERT, UPDATE, DELETE');
SELECT person_table('recovery_codes', serve => 'SELECT, INSERT, UPDATE');
-- Its user is its session's.
SELECT gateway_table('refresh_tokens', serve => '', worker => '');
SELECT allow_rows('refresh_tokens', 'hydro_serve', 'SELECT, INSERT, UPDATE',
  'EXISTS (SELECT FROM sessions AS own WHERE own.session_id = refresh_tokens.session_id)');

-- What organisations say of people.
SELECT tenant_table('memberships', serve => 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenant_table('member_invitations', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, UPDATE');
SELECT tenant_table('oidc_issuers', serve => 'SELECT, INSERT, DELETE');
-- A person sees where the own account is a member, and what those organisations are called.
CREATE POLICY person ON memberships FOR SELECT TO hydro_serve
  USING (user_id = nullif(current_setting('app.person', true), ''));
CREATE POLICY person ON organisations FOR SELECT TO hydro_serve USING (EXISTS (
  SELECT FROM memberships AS own
  WHERE own.org_id = organisations.org_id AND own.user_id = nullif(current_setting('app.person', true), '')));

-- Before anybody is known. Codes are made at the console. The subjects of counters are keyed hashes.
SELECT gateway_table('registration_codes', serve => '', worker => '');
SELECT gateway_table('sign_in_failures', serve => 'SELECT, INSERT, UPDATE, DELETE', worker => 'SELECT, DELETE');
SELECT gateway_table('letters', serve => 'INSERT', worker => 'SELECT, UPDATE, DELETE');

-- Of a row no more than is read or changed: nobody but the console locks or unlocks, and the loops see no password.
REVOKE UPDATE ON users, sessions, refresh_tokens, recovery_codes, memberships, member_invitations FROM hydro_serve;
GRANT UPDATE (password_hash) ON users TO hydro_serve;
GRANT UPDATE (in_org_id, second_factor_at, ended_at, ended_by) ON sessions TO hydro_serve;
GRANT UPDATE (used_at) ON refresh_tokens, recovery_codes TO hydro_serve;
GRANT UPDATE (roles) ON memberships TO hydro_serve;
GRANT UPDATE (token_hash, accepted_at, withdrawn_at) ON member_invitations TO hydro_serve;
REVOKE SELECT ON users, sessions, password_links, member_invitations FROM hydro_worker;
REVOKE UPDATE ON member_invitations FROM hydro_worker;
-- The letters: whom to write to, and the link that goes into one.
GRANT SELECT (user_id, email_key, locked_at) ON users TO hydro_worker;
GRANT SELECT (user_id) ON password_links TO hydro_worker;
GRANT SELECT (org_id, invitation_id, email, email_key, name, roles, created_by, created_at, expires_at, accepted_at,
  withdrawn_at) ON member_invitations TO hydro_worker;
GRANT UPDATE (token_hash, expires_at) ON member_invitations TO hydro_worker;
GRANT SELECT (org_id, name) ON organisations TO hydro_worker;
CREATE POLICY hydro_worker_select ON organisations FOR SELECT TO hydro_worker USING (true);
-- Housekeeping: what is over.
GRANT SELECT (expires_at) ON sessions TO hydro_worker;

-- The narrow paths, as in 0012: before the person or the organisation is known.

-- The account of one address, for whoever names the address.
CREATE FUNCTION find_user(wanted text) RETURNS SETOF users
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT * FROM users WHERE email_key = wanted;
END $$;
GRANT EXECUTE ON FUNCTION find_user(text) TO hydro_serve;

-- Whose a refresh token is, used ones too; whose a link to set a password is; and to which organisation a link leads.
CREATE FUNCTION user_of_refresh_token(wanted bytea) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT session.user_id FROM refresh_tokens AS token JOIN sessions AS session USING (session_id)
    WHERE token.token_hash = wanted;
END $$;
GRANT EXECUTE ON FUNCTION user_of_refresh_token(bytea) TO hydro_serve;

CREATE FUNCTION user_of_password_link(wanted bytea) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT link.user_id FROM password_links AS link WHERE link.token_hash = wanted;
END $$;
GRANT EXECUTE ON FUNCTION user_of_password_link(bytea) TO hydro_serve;

CREATE FUNCTION org_of_join_link(wanted bytea) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT invitation.org_id FROM member_invitations AS invitation WHERE invitation.token_hash = wanted;
END $$;
GRANT EXECUTE ON FUNCTION org_of_join_link(bytea) TO hydro_serve;

-- Whose tokens these are: what they are checked against. Two lines are as good as many: such a token is refused.
CREATE FUNCTION find_oidc_issuers(wanted text, audiences text[]) RETURNS TABLE (
  org_id text, issuer text, audience text, jwks_uri text, roles_claim text, role_map jsonb
)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT one.org_id, one.issuer, one.audience, one.jwks_uri, one.roles_claim, one.role_map
    FROM oidc_issuers AS one WHERE one.issuer = wanted AND one.audience = ANY (audiences) LIMIT 2;
END $$;
GRANT EXECUTE ON FUNCTION find_oidc_issuers(text, text[]) TO hydro_serve;

-- The members of the transaction's organisations, as their owners see them: no password, no secret, no membership of
-- another organisation.
CREATE FUNCTION organisation_members() RETURNS TABLE (
  org_id text, roles text[], member_since timestamptz, user_id text, email text, name text, created_at timestamptz,
  locked_at timestamptz, has_second_factor boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT member.org_id, member.roles, member.created_at::timestamptz, account.user_id, account.email,
      account.name, account.created_at::timestamptz, account.locked_at::timestamptz,
      EXISTS (SELECT FROM second_factors AS factor
              WHERE factor.user_id = account.user_id AND factor.confirmed_at IS NOT NULL)
    FROM memberships AS member JOIN users AS account USING (user_id)
    WHERE member.org_id = ANY (app_orgs());
END $$;
GRANT EXECUTE ON FUNCTION organisation_members() TO hydro_serve;

-- How many organisations registered themselves since then, against a flood of them.
CREATE FUNCTION count_registrations(since timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN (SELECT count(*) FROM member_invitations WHERE created_by = 'registration' AND created_at > since);
END $$;
GRANT EXECUTE ON FUNCTION count_registrations(timestamptz) TO hydro_serve;

-- Uses up a code for one registration. False when there is none, or it was used or is over.
CREATE FUNCTION take_registration_code(wanted bytea, at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE registration_codes SET used_at = at WHERE code_hash = wanted AND used_at IS NULL AND expires_at > at;
  RETURN FOUND;
END $$;
GRANT EXECUTE ON FUNCTION take_registration_code(bytea, timestamptz) TO hydro_serve;
