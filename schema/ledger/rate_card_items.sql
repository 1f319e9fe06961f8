-- The lines of a rate card.
CREATE TABLE ledger.rate_card_items (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  rate_card_id uuid NOT NULL,
  code text NOT NULL,
  description text NOT NULL DEFAULT '',
  unit text NOT NULL DEFAULT 'hour',
  unit_price numeric(18, 4) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT rate_card_items_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT rate_card_items_code_key UNIQUE (org_id, rate_card_id, code),
  CONSTRAINT rate_card_items_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT rate_card_items_rate_card_fkey
    FOREIGN KEY (org_id, rate_card_id) REFERENCES ledger.rate_cards (org_id, id) ON DELETE CASCADE,
  CONSTRAINT rate_card_items_unit_check CHECK (unit IN ('hour', 'day', 'month', 'piece', 'flat')),
  CONSTRAINT rate_card_items_unit_price_check CHECK (unit_price >= 0)
);

COMMENT ON TABLE ledger.rate_card_items IS 'One price of a rate card. @class truth';
COMMENT ON COLUMN ledger.rate_card_items.unit_price IS 'In the currency of the card, without tax.';

CREATE INDEX rate_card_items_created_at_idx ON ledger.rate_card_items (org_id, created_at);

ALTER TABLE ledger.rate_card_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.rate_card_items FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.rate_card_items
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.rate_card_items
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

GRANT SELECT ON ledger.rate_card_items TO ledger_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.rate_card_items TO ledger_rw;
