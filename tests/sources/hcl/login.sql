-- schema/login/schema.hcl as one would write it in SQL: the two must give the same catalog.
CREATE SCHEMA login;
COMMENT ON SCHEMA login IS 'Sign-in service: users, their credentials, sessions and attempts.';

CREATE TYPE login.user_status AS ENUM ('invited', 'active', 'locked', 'disabled');
CREATE TYPE login.credential_kind AS ENUM ('password', 'passkey', 'totp', 'recovery_code');
CREATE TYPE login.attempt_outcome AS ENUM ('succeeded', 'unknown_user', 'wrong_credential', 'locked', 'rate_limited');

CREATE TABLE login.users (
  id uuid CONSTRAINT users_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL CONSTRAINT users_email_check CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
  display_name text NOT NULL CONSTRAINT users_display_name_check CHECK (btrim(display_name) <> ''),
  status login.user_status NOT NULL DEFAULT 'invited',
  email_verified_at timestamptz,
  locked_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_active_check CHECK (status <> 'active' OR email_verified_at IS NOT NULL)
);
COMMENT ON TABLE login.users IS 'People who may sign in; what they may do is the applications'' business. @class truth';
COMMENT ON COLUMN login.users.email IS 'Unique without regard to case.';
COMMENT ON COLUMN login.users.locked_until IS 'Set after too many failed attempts; null once it has passed.';
CREATE UNIQUE INDEX users_email_key ON login.users (lower(email));
CREATE INDEX users_status_idx ON login.users (status) WHERE status <> 'active';
COMMENT ON INDEX login.users_status_idx IS 'Serves the lists of people who cannot sign in.';

CREATE TABLE login.credentials (
  id uuid CONSTRAINT credentials_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL CONSTRAINT credentials_user_id_fkey REFERENCES login.users ON DELETE CASCADE,
  kind login.credential_kind NOT NULL,
  label varchar(80) NOT NULL DEFAULT '',
  secret text NOT NULL CONSTRAINT credentials_secret_check CHECK (secret <> ''),
  sign_count bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  CONSTRAINT credentials_sign_count_check CHECK (sign_count >= 0 AND (kind = 'passkey' OR sign_count = 0))
);
COMMENT ON TABLE login.credentials IS 'What a person proves herself with; one password, any number of passkeys. @class truth';
COMMENT ON COLUMN login.credentials.secret IS 'A password''s hash, a passkey''s public key, a sealed seed: never what the person types.';
COMMENT ON COLUMN login.credentials.sign_count IS 'Of a passkey; one that goes back shows a copy.';
CREATE INDEX credentials_user_id_idx ON login.credentials (user_id, kind);
CREATE UNIQUE INDEX credentials_password_key ON login.credentials (user_id) WHERE kind = 'password';

CREATE TABLE login.identities (
  issuer text,
  subject text,
  user_id uuid NOT NULL CONSTRAINT identities_user_id_fkey REFERENCES login.users ON DELETE CASCADE,
  claims jsonb NOT NULL DEFAULT '{}' CONSTRAINT identities_claims_check CHECK (jsonb_typeof(claims) = 'object'),
  linked_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT identities_pkey PRIMARY KEY (issuer, subject)
);
COMMENT ON TABLE login.identities IS 'Accounts elsewhere that a person signs in with. @class truth';
COMMENT ON COLUMN login.identities.claims IS 'What the issuer said the last time. @holds metadata';
CREATE INDEX identities_user_id_idx ON login.identities (user_id);

CREATE TABLE login.sessions (
  id uuid CONSTRAINT sessions_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL CONSTRAINT sessions_user_id_fkey REFERENCES login.users ON DELETE CASCADE,
  token_hash bytea NOT NULL CONSTRAINT sessions_token_hash_key UNIQUE
    CONSTRAINT sessions_token_hash_check CHECK (octet_length(token_hash) = 32),
  address inet,
  user_agent text,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',
  revoked_at timestamptz,
  CONSTRAINT sessions_expires_at_check CHECK (expires_at > created_at)
);
COMMENT ON TABLE login.sessions IS 'Who is signed in, from where, and until when. @class truth';
COMMENT ON COLUMN login.sessions.token_hash IS 'SHA-256 of the token; the token itself is with its owner only.';
CREATE INDEX sessions_user_id_idx ON login.sessions (user_id, created_at DESC);
CREATE INDEX sessions_expires_at_idx ON login.sessions (expires_at) WHERE revoked_at IS NULL;
COMMENT ON INDEX login.sessions_expires_at_idx IS 'Serves the job that ends what has expired.';

CREATE TABLE login.attempts (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT attempts_pkey PRIMARY KEY,
  user_id uuid CONSTRAINT attempts_user_id_fkey REFERENCES login.users,
  email text NOT NULL,
  address inet NOT NULL,
  outcome login.attempt_outcome NOT NULL,
  attempted_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT attempts_user_id_check CHECK (outcome <> 'unknown_user' OR user_id IS NULL)
);
COMMENT ON TABLE login.attempts IS 'Every attempt to sign in, also of people whom nobody knows; rows are added and never changed. @class append-only';
COMMENT ON COLUMN login.attempts.email IS 'As it was typed.';
CREATE INDEX attempts_user_id_idx ON login.attempts (user_id, attempted_at);
CREATE INDEX attempts_address_idx ON login.attempts (address, attempted_at);
COMMENT ON INDEX login.attempts_address_idx IS 'Serves the limit on attempts from one address.';
CREATE INDEX attempts_attempted_at_idx ON login.attempts USING brin (attempted_at);

CREATE TABLE login.password_resets (
  id uuid CONSTRAINT password_resets_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL CONSTRAINT password_resets_user_id_fkey REFERENCES login.users ON DELETE CASCADE,
  token_hash bytea NOT NULL CONSTRAINT password_resets_token_hash_key UNIQUE
    CONSTRAINT password_resets_token_hash_check CHECK (octet_length(token_hash) = 32),
  requested_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '1 hour',
  used_at timestamptz,
  CONSTRAINT password_resets_expires_at_check CHECK (expires_at > requested_at),
  CONSTRAINT password_resets_used_at_check CHECK (used_at IS NULL OR used_at >= requested_at)
);
COMMENT ON TABLE login.password_resets IS 'Links that were sent to people who forgot their password. @class truth';
CREATE INDEX password_resets_user_id_idx ON login.password_resets (user_id);

CREATE VIEW login.active_sessions AS
  SELECT s.id, s.user_id, u.email, s.address, s.created_at, s.expires_at
  FROM login.sessions s
  JOIN login.users u ON u.id = s.user_id
  WHERE s.revoked_at IS NULL AND s.expires_at > now() AND u.status = 'active';
COMMENT ON VIEW login.active_sessions IS 'Sessions that let somebody in now; without the token''s hash.';
