-- rename: table app.customers -> app.clients
CREATE SCHEMA app;
CREATE TABLE app.clients (id integer CONSTRAINT key PRIMARY KEY, name text NOT NULL, since date);
CREATE INDEX by_name ON app.clients (lower(name));
CREATE TABLE app.orders (id integer PRIMARY KEY, customer_id integer CONSTRAINT orders_customer REFERENCES app.clients (id));
ALTER TABLE app.clients ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON app.clients USING (name <> '');
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON app.clients FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE VIEW app.names AS SELECT name FROM app.clients;
GRANT SELECT ON app.clients TO corpus_reader;
COMMENT ON TABLE app.clients IS 'Those who pay';
