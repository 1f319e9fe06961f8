CREATE SCHEMA app;
CREATE SCHEMA ext;
CREATE EXTENSION hstore WITH SCHEMA ext;
CREATE TABLE app.t (id integer PRIMARY KEY, tags ext.hstore NOT NULL DEFAULT 'a=>1'::ext.hstore);
CREATE INDEX t_tags ON app.t USING gin (tags);
