CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a integer, b integer, c text);
CREATE VIEW app.v AS SELECT a, b FROM app.t;
