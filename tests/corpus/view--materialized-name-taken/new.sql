CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, n integer);
CREATE MATERIALIZED VIEW app.m AS SELECT id, n * 2 AS n FROM app.t;
CREATE MATERIALIZED VIEW app.o AS SELECT id, n * 2 AS n FROM app.t;
CREATE INDEX o_n ON app.o (n);
CREATE MATERIALIZED VIEW app.p AS SELECT id, n * 2 AS n FROM app.t;
CREATE TYPE app.p__stackschema_new AS ENUM ('x');
