CREATE SCHEMA app;
CREATE SCHEMA ext;
CREATE EXTENSION hstore WITH SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, tags app.hstore NOT NULL DEFAULT 'a=>1'::app.hstore);
CREATE INDEX t_tags ON app.t USING gin (tags);
