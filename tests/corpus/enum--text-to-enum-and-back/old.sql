CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, kind text NOT NULL DEFAULT 'a');
CREATE INDEX t_kind ON app.t (kind);
CREATE VIEW app.kinds AS SELECT DISTINCT kind FROM app.t;
