CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('calm', 'cross');

CREATE TABLE app.customers (
  id integer, email text, name text, age smallint, mood app.mood DEFAULT 'calm', fax text
);
CREATE INDEX customers_name ON app.customers (name);
CREATE INDEX customers_fax ON app.customers (fax);

CREATE TABLE app.orders (
  id bigint NOT NULL, customer_id integer, total numeric(8, 2), placed date,
  CONSTRAINT orders_key UNIQUE (id)
);

CREATE INDEX orders_placed ON app.orders (placed);

CREATE TABLE app.events (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE app.events_2025 PARTITION OF app.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE app.events_2026 PARTITION OF app.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE app.events_2027 (id integer NOT NULL, at date NOT NULL);

CREATE FUNCTION app.spent(customer integer) RETURNS numeric LANGUAGE sql STABLE
  AS 'SELECT sum(total) FROM app.orders WHERE customer_id = customer';
CREATE VIEW app.grown AS SELECT id, name FROM app.customers WHERE age >= 18;
CREATE MATERIALIZED VIEW app.sales AS SELECT customer_id, sum(total) AS total FROM app.orders GROUP BY 1;
CREATE UNIQUE INDEX sales_customer ON app.sales (customer_id);
CREATE MATERIALIZED VIEW app.visits AS SELECT customer_id, count(*) AS orders FROM app.orders GROUP BY 1;
CREATE UNIQUE INDEX visits_customer ON app.visits (customer_id);
CREATE VIEW app.frequent AS SELECT customer_id FROM app.visits WHERE orders > 2;
