-- rename: column app.t.b -> app.t.c
CREATE SCHEMA app;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT, INSERT ON TABLES TO corpus_reader;
CREATE TABLE app.t (a integer, c text);
CREATE VIEW app.v AS SELECT a, c AS b FROM app.t;
