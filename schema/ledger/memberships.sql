-- Who belongs to which organisation, and as what. People leave by status, so that what they did keeps its author.
CREATE TABLE ledger.memberships (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL,
  role text NOT NULL DEFAULT 'member',
  status text NOT NULL DEFAULT 'invited',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT memberships_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT memberships_user_key UNIQUE (org_id, user_id),
  CONSTRAINT memberships_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT memberships_user_fkey FOREIGN KEY (user_id) REFERENCES ledger.users (id),
  CONSTRAINT memberships_role_check CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
  CONSTRAINT memberships_status_check CHECK (status IN ('invited', 'active', 'left'))
);

COMMENT ON TABLE ledger.memberships IS 'A person''s place in an organisation; never deleted, see status. @class truth';
COMMENT ON COLUMN ledger.memberships.role IS 'What the application lets the person do.';
COMMENT ON COLUMN ledger.memberships.status IS 'left: kept for the records, without rights.';

CREATE INDEX memberships_created_at_idx ON ledger.memberships (org_id, created_at);
CREATE INDEX memberships_status_idx ON ledger.memberships (org_id, status);
CREATE INDEX memberships_user_idx ON ledger.memberships (user_id);

ALTER TABLE ledger.memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.memberships FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.memberships
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.memberships
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

CREATE TRIGGER record_audit AFTER INSERT OR UPDATE ON ledger.memberships
  FOR EACH ROW EXECUTE FUNCTION ledger.record_audit();

GRANT SELECT ON ledger.memberships TO ledger_ro;
GRANT SELECT, INSERT, UPDATE ON ledger.memberships TO ledger_rw;
