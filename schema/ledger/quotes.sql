-- Offers to customers.
CREATE TABLE ledger.quotes (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  customer_id uuid NOT NULL,
  project_id uuid,
  rate_card_id uuid,
  number text NOT NULL,
  status text NOT NULL DEFAULT 'draft',
  currency text NOT NULL DEFAULT 'EUR',
  issued_on date,
  valid_until date,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT quotes_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT quotes_number_key UNIQUE (org_id, number),
  CONSTRAINT quotes_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT quotes_customer_fkey FOREIGN KEY (org_id, customer_id) REFERENCES ledger.customers (org_id, id),
  CONSTRAINT quotes_project_fkey FOREIGN KEY (org_id, project_id) REFERENCES ledger.projects (org_id, id),
  CONSTRAINT quotes_rate_card_fkey FOREIGN KEY (org_id, rate_card_id) REFERENCES ledger.rate_cards (org_id, id),
  CONSTRAINT quotes_status_check CHECK (status IN ('draft', 'sent', 'accepted', 'declined', 'expired')),
  CONSTRAINT quotes_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT quotes_issued_check CHECK (status = 'draft' OR issued_on IS NOT NULL),
  CONSTRAINT quotes_validity_check CHECK (valid_until >= issued_on),
  CONSTRAINT quotes_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT quotes_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax', 'total',
      'customer_id', 'org_id', 'quantity', 'status'])
);

COMMENT ON TABLE ledger.quotes IS 'Offers to customers; their total is the sum of the lines. @class truth';
COMMENT ON COLUMN ledger.quotes.issued_on IS 'Set when the quote leaves draft.';
COMMENT ON COLUMN ledger.quotes.metadata IS 'What integrations attach; never read by the ledger. @holds metadata';

CREATE INDEX quotes_created_at_idx ON ledger.quotes (org_id, created_at);
CREATE INDEX quotes_status_idx ON ledger.quotes (org_id, status);
CREATE INDEX quotes_customer_idx ON ledger.quotes (org_id, customer_id);
CREATE INDEX quotes_project_idx ON ledger.quotes (org_id, project_id);
CREATE INDEX quotes_rate_card_idx ON ledger.quotes (org_id, rate_card_id);
CREATE INDEX quotes_open_idx ON ledger.quotes (org_id, valid_until) WHERE status = 'sent';

ALTER TABLE ledger.quotes ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.quotes FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.quotes
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.quotes
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

GRANT SELECT ON ledger.quotes TO ledger_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.quotes TO ledger_rw;
