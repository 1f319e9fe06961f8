-- People. A person may belong to several organisations, so this is the one table without a tenant:
-- one sees oneself and the people one shares the current organisation with (LEDGER-TENANT-3).
CREATE TABLE ledger.users (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  email text NOT NULL,
  display_name text NOT NULL,
  status text NOT NULL DEFAULT 'active',
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_email_check CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
  CONSTRAINT users_display_name_check CHECK (btrim(display_name) <> ''),
  CONSTRAINT users_status_check CHECK (status IN ('active', 'disabled')),
  CONSTRAINT users_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT users_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax', 'total',
      'customer_id', 'org_id', 'quantity', 'status'])
);

COMMENT ON TABLE ledger.users IS 'People who sign in; their rights stand in memberships. @class truth';
COMMENT ON COLUMN ledger.users.email IS 'Unique without regard to case.';
COMMENT ON COLUMN ledger.users.metadata IS 'What integrations attach; never read by the ledger. @holds metadata';

CREATE UNIQUE INDEX users_email_key ON ledger.users (lower(email));
CREATE INDEX users_created_at_idx ON ledger.users (created_at);
CREATE INDEX users_status_idx ON ledger.users (status);

ALTER TABLE ledger.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.users FORCE ROW LEVEL SECURITY;

CREATE POLICY self ON ledger.users
  USING (id = nullif(current_setting('app.user_id', true), '')::uuid)
  WITH CHECK (id = nullif(current_setting('app.user_id', true), '')::uuid);

CREATE POLICY same_organisation ON ledger.users
  FOR SELECT
  USING (
    EXISTS (
      SELECT FROM ledger.memberships m
      WHERE m.user_id = users.id
        AND m.org_id = nullif(current_setting('app.org_id', true), '')::uuid
    )
  );

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.users
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

GRANT SELECT ON ledger.users TO ledger_ro;
GRANT SELECT, INSERT, UPDATE ON ledger.users TO ledger_rw;
