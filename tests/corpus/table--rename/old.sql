-- rename: table app.clients -> app.customers
CREATE SCHEMA app;
CREATE TABLE app.customers (id integer CONSTRAINT key PRIMARY KEY, name text NOT NULL);
CREATE INDEX by_name ON app.customers (lower(name));
CREATE TABLE app.orders (id integer PRIMARY KEY, customer_id integer CONSTRAINT orders_customer REFERENCES app.customers (id));
ALTER TABLE app.customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON app.customers USING (name <> '');
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON app.customers FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE VIEW app.names AS SELECT name FROM app.customers;
GRANT SELECT ON app.customers TO corpus_reader;
COMMENT ON TABLE app.customers IS 'Those who pay';
