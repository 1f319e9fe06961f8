-- rename: table app.clients -> app.customers
-- rename: column app.customers.phone -> app.customers.fax
CREATE SCHEMA app;
CREATE TABLE app.customers (id integer PRIMARY KEY, fax text NOT NULL, said text CONSTRAINT said NOT NULL);
COMMENT ON CONSTRAINT customers_fax_not_null ON app.customers IS 'Comes along';
