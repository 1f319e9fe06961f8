-- The tenants. An organisation is its own tenant, so its id plays the part of org_id.
-- The policies `tenant` of all tables keep LEDGER-TENANT-1; where the setting is empty they are true of no row: LEDGER-TENANT-2.
CREATE TABLE ledger.organisations (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  slug text NOT NULL,
  status text NOT NULL DEFAULT 'active',
  base_currency text NOT NULL DEFAULT 'EUR',
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT organisations_pkey PRIMARY KEY (id),
  CONSTRAINT organisations_slug_key UNIQUE (slug),
  CONSTRAINT organisations_name_check CHECK (btrim(name) <> ''),
  CONSTRAINT organisations_slug_check CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  CONSTRAINT organisations_status_check CHECK (status IN ('active', 'suspended', 'closed')),
  CONSTRAINT organisations_base_currency_check CHECK (base_currency ~ '^[A-Z]{3}$'),
  CONSTRAINT organisations_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT organisations_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax', 'total',
      'customer_id', 'org_id', 'quantity', 'status'])
);

COMMENT ON TABLE ledger.organisations IS 'Tenants. @class truth @tenant id';
COMMENT ON COLUMN ledger.organisations.slug IS 'Name in addresses: lower case, digits, dashes.';
COMMENT ON COLUMN ledger.organisations.base_currency IS 'ISO 4217 code of the books.';
COMMENT ON COLUMN ledger.organisations.metadata IS 'What integrations attach; never read by the ledger. @holds metadata';

CREATE INDEX organisations_created_at_idx ON ledger.organisations (created_at);
CREATE INDEX organisations_status_idx ON ledger.organisations (status);

ALTER TABLE ledger.organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.organisations FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.organisations
  USING (id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.organisations
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

GRANT SELECT ON ledger.organisations TO ledger_ro;
GRANT SELECT, INSERT, UPDATE ON ledger.organisations TO ledger_rw;
