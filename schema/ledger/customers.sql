-- Those the organisation sells to.
CREATE TABLE ledger.customers (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  number text NOT NULL,
  name text NOT NULL,
  email text,
  phone text,
  fax text,
  tax_number text,
  status text NOT NULL DEFAULT 'active',
  payment_days integer NOT NULL DEFAULT 30,
  credit_limit numeric(18, 2),
  currency text NOT NULL DEFAULT 'EUR',
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT customers_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT customers_number_key UNIQUE (org_id, number),
  CONSTRAINT customers_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT customers_name_check CHECK (btrim(name) <> ''),
  CONSTRAINT customers_email_check CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
  CONSTRAINT customers_status_check CHECK (status IN ('lead', 'active', 'blocked', 'archived')),
  CONSTRAINT customers_payment_days_check CHECK (payment_days BETWEEN 0 AND 365),
  CONSTRAINT customers_credit_limit_check CHECK (credit_limit >= 0),
  CONSTRAINT customers_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT customers_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT customers_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax', 'total',
      'customer_id', 'org_id', 'quantity', 'status'])
);

COMMENT ON TABLE ledger.customers IS 'Those the organisation sells to. @class truth';
COMMENT ON COLUMN ledger.customers.number IS 'As printed on documents.';
COMMENT ON COLUMN ledger.customers.payment_days IS 'Days from the date of an invoice until it is due.';
COMMENT ON COLUMN ledger.customers.credit_limit IS 'Open invoices allowed; null: no limit.';
COMMENT ON COLUMN ledger.customers.metadata IS 'What integrations attach; never read by the ledger. @holds metadata';

CREATE INDEX customers_created_at_idx ON ledger.customers (org_id, created_at);
CREATE INDEX customers_status_idx ON ledger.customers (org_id, status);
CREATE INDEX customers_name_idx ON ledger.customers (org_id, lower(name));

ALTER TABLE ledger.customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.customers FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.customers
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.customers
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

CREATE TRIGGER record_audit AFTER INSERT OR UPDATE OR DELETE ON ledger.customers
  FOR EACH ROW EXECUTE FUNCTION ledger.record_audit();

GRANT SELECT ON ledger.customers TO ledger_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.customers TO ledger_rw;
