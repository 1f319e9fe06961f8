CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text);
CREATE VIEW app.a WITH (security_barrier = true) AS SELECT id FROM app.t WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW app.b AS SELECT id FROM app.t WHERE id > 0;
CREATE VIEW app.c AS SELECT id FROM app.t WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE MATERIALIZED VIEW app.m WITH (fillfactor = 60, autovacuum_enabled = false) AS SELECT id FROM app.t;
