CREATE SCHEMA app;
CREATE SCHEMA ext;
CREATE EXTENSION hstore WITH SCHEMA ext;
CREATE DOMAIN app.labels AS ext.hstore;
CREATE TABLE app.t (id integer PRIMARY KEY, tags ext.hstore[], labels app.labels, note text);
CREATE VIEW app.v AS SELECT id, ext.akeys(tags[1]) AS keys FROM app.t;
COMMENT ON SCHEMA ext IS 'What extensions make';
