-- rename: column app.t.a -> app.t.b
-- rename: column app.t.b -> app.t.c
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, b text, c text CONSTRAINT t_b_check CHECK (c <> ''));
CREATE VIEW app.v AS SELECT b AS a, c AS b FROM app.t;
