-- rename: column app.t.c -> app.t.b
CREATE SCHEMA app;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO corpus_reader;
CREATE TABLE app.t (a integer, b text);
CREATE VIEW app.v AS SELECT a, b FROM app.t;
