CREATE SCHEMA app;
-- expand-contract: column app.orders.id
CREATE TABLE app.orders (id bigint PRIMARY KEY, code text);
CREATE INDEX orders_id_code ON app.orders (id, code);
