-- rename: table app.customers -> app.clients
-- rename: column app.clients.fax -> app.clients.phone
CREATE SCHEMA app;
CREATE TABLE app.clients (id integer PRIMARY KEY, phone text NOT NULL, said text CONSTRAINT said NOT NULL);
COMMENT ON CONSTRAINT clients_phone_not_null ON app.clients IS 'Comes along';
