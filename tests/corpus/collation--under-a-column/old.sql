CREATE SCHEMA app;
CREATE COLLATION app.names (PROVIDER = icu, LOCALE = 'de');
CREATE COLLATION app.gone (LOCALE = 'C');
CREATE TABLE app.t (id integer PRIMARY KEY, name text COLLATE app.names);
CREATE INDEX t_name ON app.t (name);
