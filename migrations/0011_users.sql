-- People and how they sign in. What belongs to a person rather than to one organisation has no org_id: a person may
-- belong to several. What an organisation says of people (memberships, invitations, issuers) has it.

CREATE TABLE users (
  user_id text PRIMARY KEY,
  email text NOT NULL,
  -- The address as it is compared: in lower case.
  email_key text NOT NULL UNIQUE,
  name text NOT NULL,
  -- A PHC string of argon2id.
  password_hash text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
  created_at timestamptz(3) NOT NULL,
  -- By the operator's console. Lock-out after wrong passwords stands in sign_in_failures.
  locked_at timestamptz(3)
);

CREATE TABLE memberships (
  org_id text NOT NULL REFERENCES organisations,
  user_id text NOT NULL REFERENCES users,
  -- A device signs in by key only; the registrar's role exists in the registrar's organisation alone.
  roles text[] NOT NULL CHECK (
    cardinality(roles) > 0
    AND roles <@ ARRAY['owner', 'operator', 'verifier', 'auditor', 'issuer', 'registrar']
    AND (org_id = 'registrar') = ('registrar' = ANY (roles))
  ),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, user_id)
);
CREATE INDEX memberships_by_user ON memberships (user_id);

CREATE TABLE member_invitations (
  org_id text NOT NULL REFERENCES organisations,
  invitation_id text NOT NULL UNIQUE,
  email text NOT NULL,
  email_key text NOT NULL,
  name text NOT NULL,
  roles text[] NOT NULL CHECK (cardinality(roles) > 0),
  -- SHA-256 of the link that was sent or printed last; null: none yet.
  token_hash bytea UNIQUE CHECK (octet_length(token_hash) = 32),
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  accepted_at timestamptz(3),
  withdrawn_at timestamptz(3),
  PRIMARY KEY (org_id, invitation_id),
  CHECK (accepted_at IS NULL OR withdrawn_at IS NULL)
);
CREATE INDEX member_invitations_by_email ON member_invitations (email_key)
  WHERE accepted_at IS NULL AND withdrawn_at IS NULL;

-- Allows one registration where registration is by invitation.
CREATE TABLE registration_codes (
  code_hash bytea PRIMARY KEY CHECK (octet_length(code_hash) = 32),
  note text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3)
);

-- One sign-in and all tokens that follow from it. Every call looks here: what is ended is ended everywhere at once.
CREATE TABLE sessions (
  session_id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES users,
  -- The organisation that new access tokens are for.
  in_org_id text NOT NULL REFERENCES organisations,
  second_factor_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  ended_by text CHECK (ended_by IN ('sign-out', 'sign-out-everywhere', 'reuse', 'password', 'console')),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX sessions_by_user ON sessions (user_id) WHERE ended_at IS NULL;

-- Each token is used once and followed by the next. One that comes again was stolen, or its successor was: the
-- session ends. Rows stay as long as their session, so that an old one is known.
CREATE TABLE refresh_tokens (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  session_id text NOT NULL REFERENCES sessions ON DELETE CASCADE,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3)
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- Links to set a new password. The newest one of a user alone is good, once.
CREATE TABLE password_links (
  user_id text PRIMARY KEY REFERENCES users,
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  expires_at timestamptz(3) NOT NULL
);

CREATE TABLE second_factors (
  user_id text PRIMARY KEY REFERENCES users,
  -- The TOTP secret under AES-256-GCM with a key that is not in the database.
  sealed_secret bytea NOT NULL,
  created_at timestamptz(3) NOT NULL,
  -- Null: enrolled, but no code has shown yet that the app has the secret.
  confirmed_at timestamptz(3),
  -- The newest time step whose code was taken: no code is taken twice.
  last_step bigint
);

CREATE TABLE recovery_codes (
  user_id text NOT NULL REFERENCES second_factors ON DELETE CASCADE,
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  used_at timestamptz(3),
  PRIMARY KEY (user_id, code_hash)
);

-- Counters against guessing. The subject is a keyed hash of an address or a name, whether anybody has it or not.
CREATE TABLE sign_in_failures (
  subject bytea PRIMARY KEY CHECK (octet_length(subject) = 32),
  failures integer NOT NULL,
  last_at timestamptz(3) NOT NULL,
  blocked_until timestamptz(3)
);
CREATE INDEX sign_in_failures_by_age ON sign_in_failures (last_at);

-- Mail that waits to be sent. A link is made when the letter is sent: no secret stands here.
CREATE TABLE letters (
  letter_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  email text NOT NULL,
  -- Of kind `join`: which invitation.
  invitation_id text,
  created_at timestamptz(3) NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  due_at timestamptz(3) NOT NULL
);
CREATE INDEX letters_by_due ON letters (due_at);

-- Whose tokens are taken for which organisation. The pair of issuer and audience leads to one organisation only.
CREATE TABLE oidc_issuers (
  org_id text NOT NULL REFERENCES organisations,
  issuer_id text NOT NULL,
  issuer text NOT NULL,
  audience text NOT NULL,
  jwks_uri text NOT NULL,
  roles_claim text NOT NULL,
  role_map jsonb NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, issuer_id),
  UNIQUE (issuer, audience)
);
