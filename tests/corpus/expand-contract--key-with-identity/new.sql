CREATE SCHEMA app;
-- expand-contract: column app.orders.id
CREATE TABLE app.orders (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 5) CONSTRAINT orders_key PRIMARY KEY,
  code text NOT NULL,
  parent integer REFERENCES app.orders,
  UNIQUE (code, id)
);
COMMENT ON COLUMN app.orders.id IS 'What the customer says on the phone';
CREATE INDEX orders_by_id ON app.orders (id DESC, code text_pattern_ops) INCLUDE (parent) WHERE code <> '';
CREATE TABLE app.lines (order_id integer NOT NULL REFERENCES app.orders ON DELETE CASCADE, line integer, PRIMARY KEY (order_id, line));
CREATE VIEW app.recent AS SELECT id, code FROM app.orders;
COMMENT ON VIEW app.recent IS 'The last ones';
GRANT SELECT (id), UPDATE (id, code) ON app.orders TO corpus_reader;
GRANT SELECT ON app.recent TO corpus_reader;
