-- rename: column app.t.a -> app.t.b
-- rename: column app.t.b -> app.t.a
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text NOT NULL DEFAULT 'x', b integer);
CREATE INDEX t_b ON app.t (b);
