-- rename: column app.t.b -> app.t.a
-- rename: column app.t.c -> app.t.b
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text, b text CHECK (b <> ''));
CREATE VIEW app.v AS SELECT a, b FROM app.t;
