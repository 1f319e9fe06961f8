-- What the organisation sells and keeps in stock.
CREATE TABLE ledger.products (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  sku text NOT NULL,
  name text NOT NULL,
  status text NOT NULL DEFAULT 'active',
  unit text NOT NULL DEFAULT 'piece',
  unit_price numeric(18, 4) NOT NULL DEFAULT 0,
  currency text NOT NULL DEFAULT 'EUR',
  stocked boolean NOT NULL DEFAULT true,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT products_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT products_sku_key UNIQUE (org_id, sku),
  CONSTRAINT products_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT products_name_check CHECK (btrim(name) <> ''),
  CONSTRAINT products_status_check CHECK (status IN ('active', 'discontinued', 'archived')),
  CONSTRAINT products_unit_price_check CHECK (unit_price >= 0),
  CONSTRAINT products_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT products_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT products_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax', 'total',
      'customer_id', 'org_id', 'quantity', 'status'])
);

COMMENT ON TABLE ledger.products IS 'What the organisation sells and keeps in stock. @class truth';
COMMENT ON COLUMN ledger.products.unit_price IS 'List price without tax.';
COMMENT ON COLUMN ledger.products.stocked IS 'false: services and what is ordered when needed.';
COMMENT ON COLUMN ledger.products.metadata IS 'What integrations attach; never read by the ledger. @holds metadata';

CREATE INDEX products_created_at_idx ON ledger.products (org_id, created_at);
CREATE INDEX products_status_idx ON ledger.products (org_id, status);

ALTER TABLE ledger.products ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.products FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.products
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.products
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

GRANT SELECT ON ledger.products TO ledger_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.products TO ledger_rw;
