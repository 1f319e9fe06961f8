CREATE SCHEMA app;
CREATE TABLE app.orders (id integer PRIMARY KEY, code text);
CREATE INDEX orders_id_code ON app.orders (id, code);
