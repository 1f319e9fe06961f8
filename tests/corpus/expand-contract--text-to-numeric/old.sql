CREATE SCHEMA app;
CREATE TABLE app.orders (
  id integer PRIMARY KEY,
  -- expand-contract: column app.orders."the amount"
  -- using: column app.orders."the amount" from numeric(12,2) = replace(to_char("the amount", 'FM999999990.00'), '.', ',')
  "the amount" text COLLATE "C" DEFAULT '0,00' NOT NULL,
  note text
);
COMMENT ON COLUMN app.orders."the amount" IS 'Without tax';
CREATE INDEX orders_amount ON app.orders ("the amount", id) WHERE note IS NOT NULL;
CREATE UNIQUE INDEX orders_both ON app.orders USING btree (id, "the amount" DESC) WITH (fillfactor = 80);
ALTER TABLE app.orders CLUSTER ON orders_both;
ALTER TABLE app.orders ALTER COLUMN "the amount" SET STATISTICS 300;
GRANT SELECT ("the amount"), INSERT ("the amount", id) ON app.orders TO corpus_reader;
