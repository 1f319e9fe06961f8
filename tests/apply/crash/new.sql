CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('calm', 'glad', 'cross', 'gone');

CREATE TABLE app.customers (
  id integer NOT NULL, email text, name text NOT NULL, age bigint, mood app.mood DEFAULT 'glad', fax text,
  since date DEFAULT CURRENT_DATE NOT NULL,
  CONSTRAINT customers_pkey PRIMARY KEY (id),
  CONSTRAINT customers_email UNIQUE (email),
  CONSTRAINT customers_age CHECK (age > 0)
);
CREATE INDEX customers_name ON app.customers (lower(name));
CREATE INDEX customers_mood ON app.customers (mood) WHERE age > 20;
CREATE UNIQUE INDEX customers_mail ON app.customers (lower(email));

CREATE TABLE app.orders (
  id bigint NOT NULL, customer_id integer NOT NULL, total numeric(10, 2), placed date,
  CONSTRAINT orders_key UNIQUE (id, placed),
  CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES app.customers (id)
);
CREATE INDEX orders_placed ON app.orders (placed DESC);

CREATE TABLE app.events (id integer NOT NULL, at date NOT NULL, CONSTRAINT events_pkey PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX events_at ON app.events (at);
CREATE TABLE app.events_2025 (id integer NOT NULL, at date NOT NULL);
CREATE TABLE app.events_2026 PARTITION OF app.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE app.events_2027 PARTITION OF app.events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');

CREATE FUNCTION app.spent(customer integer) RETURNS numeric LANGUAGE sql STABLE
  AS 'SELECT coalesce(sum(total), 0) FROM app.orders WHERE customer_id = customer';
CREATE FUNCTION app.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER stamp BEFORE UPDATE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.stamp();
CREATE VIEW app.grown AS SELECT id, name, age FROM app.customers WHERE age >= 21;
CREATE VIEW app.glad AS SELECT id FROM app.customers WHERE mood = 'glad';
CREATE MATERIALIZED VIEW app.sales AS
  SELECT customer_id, sum(total) AS total, count(*) AS orders FROM app.orders GROUP BY 1;
CREATE UNIQUE INDEX sales_customer ON app.sales (customer_id);
ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON app.orders USING (true);
COMMENT ON TABLE app.customers IS 'Who buys';
GRANT SELECT ON app.customers, app.grown TO crash_reader;
GRANT EXECUTE ON FUNCTION app.spent(integer) TO crash_reader;
CREATE MATERIALIZED VIEW app.visits AS SELECT customer_id, count(*) AS orders, max(id) AS latest FROM app.orders GROUP BY 1;
CREATE UNIQUE INDEX visits_customer ON app.visits (customer_id);
CREATE INDEX visits_orders ON app.visits (orders DESC);
COMMENT ON MATERIALIZED VIEW app.visits IS 'Who comes back';
CREATE VIEW app.frequent AS SELECT customer_id FROM app.visits WHERE orders > 2;
GRANT SELECT ON app.visits TO crash_reader;
