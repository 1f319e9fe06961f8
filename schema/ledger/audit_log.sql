-- Who did what: append-only (LEDGER-HISTORY-2). The subject is named, not referred to: the entry outlives it.
CREATE TABLE ledger.audit_log (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  actor_id uuid,
  action text NOT NULL,
  subject_table text NOT NULL,
  subject_key uuid NOT NULL,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT audit_log_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT audit_log_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT audit_log_actor_fkey FOREIGN KEY (org_id, actor_id) REFERENCES ledger.memberships (org_id, id),
  CONSTRAINT audit_log_action_check CHECK (action IN ('insert', 'update', 'delete', 'sign_in', 'export')),
  CONSTRAINT audit_log_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT audit_log_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax', 'total',
      'customer_id', 'org_id', 'quantity', 'status'])
);

COMMENT ON TABLE ledger.audit_log IS 'Who did what, and when; append-only. @class append-only';
COMMENT ON COLUMN ledger.audit_log.actor_id IS 'The membership in app.membership_id; null: the system.';
COMMENT ON COLUMN ledger.audit_log.metadata IS 'For an update: the names of the columns that changed. @holds metadata';

CREATE INDEX audit_log_created_at_idx ON ledger.audit_log (org_id, created_at);
CREATE INDEX audit_log_subject_idx ON ledger.audit_log (org_id, subject_table, subject_key);
CREATE INDEX audit_log_actor_idx ON ledger.audit_log (org_id, actor_id);

CREATE FUNCTION ledger.record_audit() RETURNS trigger
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
  subject jsonb := CASE WHEN TG_OP = 'DELETE' THEN before ELSE after END;
  details jsonb := '{}';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_build_object('changed', coalesce(jsonb_agg(n.key ORDER BY n.key), '[]'))
      INTO details
      FROM jsonb_each(after) n
      WHERE n.value IS DISTINCT FROM before -> n.key AND n.key NOT IN ('updated_at', 'version');
  END IF;
  INSERT INTO ledger.audit_log (org_id, actor_id, action, subject_table, subject_key, metadata)
    VALUES (
      (subject ->> 'org_id')::uuid,
      nullif(current_setting('app.membership_id', true), '')::uuid,
      lower(TG_OP),
      TG_TABLE_NAME,
      (subject ->> 'id')::uuid,
      details
    );
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.record_audit() IS 'Writes one audit entry for the row that changed.';

REVOKE ALL ON FUNCTION ledger.record_audit() FROM PUBLIC;

CREATE TRIGGER reject_mutation BEFORE UPDATE OR DELETE ON ledger.audit_log
  FOR EACH ROW EXECUTE FUNCTION ledger.reject_mutation();

CREATE TRIGGER reject_truncate BEFORE TRUNCATE ON ledger.audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.reject_mutation();

ALTER TABLE ledger.audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.audit_log FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.audit_log
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

GRANT SELECT ON ledger.audit_log TO ledger_ro;
GRANT SELECT, INSERT ON ledger.audit_log TO ledger_rw;
REVOKE UPDATE, DELETE ON ledger.audit_log FROM PUBLIC, ledger_rw, ledger_ro;
