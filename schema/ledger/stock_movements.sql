-- Every change of stock: append-only. stock_balances follows from it.
CREATE TABLE ledger.stock_movements (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  product_id uuid NOT NULL,
  document_id uuid,
  location text NOT NULL DEFAULT 'main',
  quantity numeric(18, 4) NOT NULL,
  reason text NOT NULL,
  moved_at timestamptz NOT NULL DEFAULT now(),
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT stock_movements_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT stock_movements_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT stock_movements_product_fkey FOREIGN KEY (org_id, product_id) REFERENCES ledger.products (org_id, id),
  CONSTRAINT stock_movements_document_fkey
    FOREIGN KEY (org_id, document_id) REFERENCES ledger.documents (org_id, id),
  CONSTRAINT stock_movements_quantity_check CHECK (quantity <> 0),
  CONSTRAINT stock_movements_reason_check
    CHECK (reason IN ('purchase', 'sale', 'return', 'transfer', 'count', 'scrap')),
  CONSTRAINT stock_movements_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT stock_movements_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax', 'total',
      'customer_id', 'org_id', 'quantity', 'status'])
);

COMMENT ON TABLE ledger.stock_movements IS 'Goods in and out; append-only. @class append-only';
COMMENT ON COLUMN ledger.stock_movements.quantity IS 'Positive: into the location; negative: out of it.';
COMMENT ON COLUMN ledger.stock_movements.metadata IS 'What integrations attach; never read by the ledger. @holds metadata';

CREATE INDEX stock_movements_created_at_idx ON ledger.stock_movements (org_id, created_at);
CREATE INDEX stock_movements_product_idx ON ledger.stock_movements (org_id, product_id, location, moved_at);
CREATE INDEX stock_movements_document_idx ON ledger.stock_movements (org_id, document_id);

CREATE TRIGGER project_stock_movement AFTER INSERT ON ledger.stock_movements
  FOR EACH ROW EXECUTE FUNCTION ledger.project_stock_movement();

CREATE TRIGGER reject_mutation BEFORE UPDATE OR DELETE ON ledger.stock_movements
  FOR EACH ROW EXECUTE FUNCTION ledger.reject_mutation();

CREATE TRIGGER reject_truncate BEFORE TRUNCATE ON ledger.stock_movements
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.reject_mutation();

ALTER TABLE ledger.stock_movements ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.stock_movements FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.stock_movements
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

GRANT SELECT ON ledger.stock_movements TO ledger_ro;
GRANT SELECT, INSERT ON ledger.stock_movements TO ledger_rw;
REVOKE UPDATE, DELETE ON ledger.stock_movements FROM PUBLIC, ledger_rw, ledger_ro;
