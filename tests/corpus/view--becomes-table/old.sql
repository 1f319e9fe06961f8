CREATE SCHEMA app;
CREATE TABLE app.base (id integer PRIMARY KEY, v text);
CREATE VIEW app.a AS SELECT id FROM app.base;
CREATE TABLE app.b (id integer);
CREATE MATERIALIZED VIEW app.c AS SELECT id FROM app.base;
CREATE INDEX c_id ON app.c (id);
CREATE VIEW app.over AS SELECT a.id FROM app.a JOIN app.c USING (id);
