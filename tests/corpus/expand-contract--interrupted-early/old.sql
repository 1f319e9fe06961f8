CREATE SCHEMA app;
CREATE TABLE app.orders (id integer PRIMARY KEY, code text, id__stackschema_new bigint);
COMMENT ON COLUMN app.orders.id__stackschema_new IS 'stackschema: takes the place of column id (4534baf4)';
CREATE INDEX orders_id_code ON app.orders (id, code);
