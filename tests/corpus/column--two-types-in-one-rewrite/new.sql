CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a bigint, b numeric(12,2), c text);
CREATE VIEW app.v AS SELECT a, b FROM app.t;
