CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, b text);
CREATE VIEW app.v AS SELECT id, b FROM app.t;
GRANT SELECT (b) ON app.t TO corpus_reader;
