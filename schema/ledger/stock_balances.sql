-- A projection of stock_movements: only its trigger writes here (LEDGER-STOCK-1).
CREATE TABLE ledger.stock_balances (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  product_id uuid NOT NULL,
  location text NOT NULL,
  quantity numeric(18, 4) NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT stock_balances_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT stock_balances_product_key UNIQUE (org_id, product_id, location),
  CONSTRAINT stock_balances_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT stock_balances_product_fkey FOREIGN KEY (org_id, product_id) REFERENCES ledger.products (org_id, id)
);

COMMENT ON TABLE ledger.stock_balances IS 'Stock by product and location: the sum of stock_movements. @class projection';

CREATE INDEX stock_balances_created_at_idx ON ledger.stock_balances (org_id, created_at);

-- Runs as its owner, because the application may not write balances.
CREATE FUNCTION ledger.project_stock_movement() RETURNS trigger
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO ledger.stock_balances AS b (org_id, product_id, location, quantity)
    VALUES (NEW.org_id, NEW.product_id, NEW.location, NEW.quantity)
    ON CONFLICT (org_id, product_id, location) DO UPDATE SET quantity = b.quantity + excluded.quantity;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION ledger.project_stock_movement() IS 'Adds a movement to the balance of its product and location.';

REVOKE ALL ON FUNCTION ledger.project_stock_movement() FROM PUBLIC;

-- Under row security it rebuilds what its caller sees: the current organisation, or as an exempt role all of them.
-- A balance that is right already is left as it is (LEDGER-STOCK-2).
CREATE FUNCTION ledger.rebuild_stock_balances() RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- No movement comes in between.
  LOCK TABLE ledger.stock_movements IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM ledger.stock_balances b
    WHERE NOT EXISTS (
      SELECT FROM ledger.stock_movements m
      WHERE m.org_id = b.org_id AND m.product_id = b.product_id AND m.location = b.location
    );
  INSERT INTO ledger.stock_balances AS b (org_id, product_id, location, quantity)
    SELECT m.org_id, m.product_id, m.location, sum(m.quantity)
      FROM ledger.stock_movements m
      GROUP BY m.org_id, m.product_id, m.location
    ON CONFLICT (org_id, product_id, location) DO UPDATE SET quantity = excluded.quantity
      WHERE b.quantity <> excluded.quantity;
END
$$;

COMMENT ON FUNCTION ledger.rebuild_stock_balances() IS 'Makes the balances again from the movements.';

REVOKE ALL ON FUNCTION ledger.rebuild_stock_balances() FROM PUBLIC;

ALTER TABLE ledger.stock_balances ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.stock_balances FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.stock_balances
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.stock_balances
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

GRANT SELECT ON ledger.stock_balances TO ledger_rw, ledger_ro;
