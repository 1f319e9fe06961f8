-- Work done for a customer, or for the organisation itself.
CREATE TABLE ledger.projects (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  customer_id uuid,
  rate_card_id uuid,
  code text NOT NULL,
  name text NOT NULL,
  status text NOT NULL DEFAULT 'planned',
  starts_on date,
  ends_on date,
  budget numeric(18, 2),
  currency text NOT NULL DEFAULT 'EUR',
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT projects_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT projects_code_key UNIQUE (org_id, code),
  CONSTRAINT projects_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT projects_customer_fkey FOREIGN KEY (org_id, customer_id) REFERENCES ledger.customers (org_id, id),
  CONSTRAINT projects_rate_card_fkey FOREIGN KEY (org_id, rate_card_id) REFERENCES ledger.rate_cards (org_id, id),
  CONSTRAINT projects_name_check CHECK (btrim(name) <> ''),
  CONSTRAINT projects_status_check CHECK (status IN ('planned', 'active', 'paused', 'done', 'cancelled')),
  CONSTRAINT projects_dates_check CHECK (ends_on >= starts_on),
  CONSTRAINT projects_budget_check CHECK (budget >= 0),
  CONSTRAINT projects_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT projects_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT projects_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax', 'total',
      'customer_id', 'org_id', 'quantity', 'status'])
);

COMMENT ON TABLE ledger.projects IS 'Work done for a customer, or for the organisation itself. @class truth';
COMMENT ON COLUMN ledger.projects.customer_id IS 'Null: internal.';
COMMENT ON COLUMN ledger.projects.budget IS 'In currency; null: none agreed.';
COMMENT ON COLUMN ledger.projects.metadata IS 'What integrations attach; never read by the ledger. @holds metadata';

CREATE INDEX projects_created_at_idx ON ledger.projects (org_id, created_at);
CREATE INDEX projects_status_idx ON ledger.projects (org_id, status);
CREATE INDEX projects_customer_idx ON ledger.projects (org_id, customer_id);
CREATE INDEX projects_rate_card_idx ON ledger.projects (org_id, rate_card_id);

ALTER TABLE ledger.projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.projects FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.projects
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.projects
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

GRANT SELECT ON ledger.projects TO ledger_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.projects TO ledger_rw;
