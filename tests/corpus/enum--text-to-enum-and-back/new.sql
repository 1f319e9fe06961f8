CREATE SCHEMA app;
CREATE TYPE app.kind AS ENUM ('a', 'b');
CREATE TABLE app.t (id integer PRIMARY KEY, kind app.kind NOT NULL DEFAULT 'a');
CREATE INDEX t_kind ON app.t (kind);
CREATE VIEW app.kinds AS SELECT DISTINCT kind FROM app.t;
