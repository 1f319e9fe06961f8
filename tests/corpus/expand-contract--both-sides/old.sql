CREATE SCHEMA app;
CREATE FUNCTION app.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.amount := coalesce(NEW.amount, 0) + 1; RETURN NEW; END';
CREATE TABLE app.orders (
  -- expand-contract: column app.orders.id
  id serial PRIMARY KEY,
  -- expand-contract: column app.orders.amount
  amount integer CONSTRAINT not_less CHECK (amount >= 0),
  state text,
  UNIQUE (amount, id)
);
CREATE TRIGGER zz_note BEFORE INSERT OR UPDATE OF amount ON app.orders FOR EACH ROW EXECUTE FUNCTION app.note();
ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY small ON app.orders TO corpus_reader USING (amount < 100);
CREATE TABLE app.lines (
  id integer PRIMARY KEY,
  -- expand-contract: column app.lines.order_id
  order_id integer REFERENCES app.orders ON DELETE SET NULL
);
CREATE INDEX lines_order ON app.lines (order_id);
CREATE STATISTICS app.both_of_them ON id, amount FROM app.orders;
CREATE VIEW app.sums AS SELECT order_id, count(*) AS lines FROM app.lines GROUP BY order_id;
CREATE VIEW app.all_sums AS SELECT o.id, o.amount, s.lines FROM app.orders o JOIN app.sums s ON s.order_id = o.id;
COMMENT ON CONSTRAINT not_less ON app.orders IS 'Never';
