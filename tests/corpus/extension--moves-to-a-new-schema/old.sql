CREATE SCHEMA app;
CREATE EXTENSION hstore WITH SCHEMA app;
CREATE DOMAIN app.labels AS app.hstore;
CREATE TABLE app.t (id integer PRIMARY KEY, tags app.hstore[], labels app.labels);
CREATE VIEW app.v AS SELECT id, app.akeys(tags[1]) AS keys FROM app.t;
