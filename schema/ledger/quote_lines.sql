-- The lines of a quote.
CREATE TABLE ledger.quote_lines (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  quote_id uuid NOT NULL,
  rate_card_item_id uuid,
  product_id uuid,
  position integer NOT NULL,
  description text NOT NULL,
  quantity numeric(18, 4) NOT NULL DEFAULT 1,
  unit_price numeric(18, 4) NOT NULL,
  discount_percent numeric(5, 2) NOT NULL DEFAULT 0,
  net_amount numeric(18, 2) NOT NULL
    GENERATED ALWAYS AS (round(quantity * unit_price * (100 - discount_percent) / 100, 2)) STORED,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT quote_lines_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT quote_lines_position_key UNIQUE (org_id, quote_id, position) DEFERRABLE,
  CONSTRAINT quote_lines_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT quote_lines_quote_fkey
    FOREIGN KEY (org_id, quote_id) REFERENCES ledger.quotes (org_id, id) ON DELETE CASCADE,
  CONSTRAINT quote_lines_rate_card_item_fkey
    FOREIGN KEY (org_id, rate_card_item_id) REFERENCES ledger.rate_card_items (org_id, id),
  CONSTRAINT quote_lines_product_fkey FOREIGN KEY (org_id, product_id) REFERENCES ledger.products (org_id, id),
  CONSTRAINT quote_lines_position_check CHECK (position > 0),
  CONSTRAINT quote_lines_quantity_check CHECK (quantity > 0),
  CONSTRAINT quote_lines_unit_price_check CHECK (unit_price >= 0),
  CONSTRAINT quote_lines_discount_percent_check CHECK (discount_percent BETWEEN 0 AND 100),
  CONSTRAINT quote_lines_subject_check CHECK (num_nonnulls(rate_card_item_id, product_id) <= 1)
);

COMMENT ON TABLE ledger.quote_lines IS 'One position of a quote: work, a product, or free text. @class truth';
COMMENT ON COLUMN ledger.quote_lines.unit_price IS 'In the currency of the quote, without tax.';
COMMENT ON COLUMN ledger.quote_lines.net_amount IS 'Computed: quantity by price, less discount.';
COMMENT ON CONSTRAINT quote_lines_position_key ON ledger.quote_lines IS 'Deferrable, so that lines can change places.';

CREATE INDEX quote_lines_created_at_idx ON ledger.quote_lines (org_id, created_at);
CREATE INDEX quote_lines_rate_card_item_idx ON ledger.quote_lines (org_id, rate_card_item_id);
CREATE INDEX quote_lines_product_idx ON ledger.quote_lines (org_id, product_id);

ALTER TABLE ledger.quote_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.quote_lines FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.quote_lines
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.quote_lines
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

GRANT SELECT ON ledger.quote_lines TO ledger_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.quote_lines TO ledger_rw;
