CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text);
CREATE VIEW app.a AS SELECT id FROM app.t WHERE id > 0;
CREATE VIEW app.b WITH (security_barrier = true) AS SELECT id FROM app.t WHERE id > 0;
CREATE VIEW app.c AS SELECT id FROM app.t WHERE id > 0 WITH LOCAL CHECK OPTION;
CREATE MATERIALIZED VIEW app.m WITH (fillfactor = 50) AS SELECT id FROM app.t;
