-- Prices of work: a card holds items, a project or a quote uses one card.
CREATE TABLE ledger.rate_cards (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  status text NOT NULL DEFAULT 'draft',
  currency text NOT NULL DEFAULT 'EUR',
  valid_from date NOT NULL,
  valid_until date,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT rate_cards_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT rate_cards_name_key UNIQUE (org_id, name, valid_from),
  CONSTRAINT rate_cards_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT rate_cards_name_check CHECK (btrim(name) <> ''),
  CONSTRAINT rate_cards_status_check CHECK (status IN ('draft', 'active', 'retired')),
  CONSTRAINT rate_cards_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT rate_cards_validity_check CHECK (valid_until >= valid_from)
);

COMMENT ON TABLE ledger.rate_cards IS 'Price lists for work. @class truth';
COMMENT ON COLUMN ledger.rate_cards.valid_until IS 'Last day; null: open.';

CREATE INDEX rate_cards_created_at_idx ON ledger.rate_cards (org_id, created_at);
CREATE INDEX rate_cards_status_idx ON ledger.rate_cards (org_id, status);

ALTER TABLE ledger.rate_cards ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.rate_cards FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.rate_cards
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.rate_cards
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

GRANT SELECT ON ledger.rate_cards TO ledger_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.rate_cards TO ledger_rw;
