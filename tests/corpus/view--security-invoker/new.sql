CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text);
CREATE VIEW app.a WITH (security_invoker = true) AS SELECT id FROM app.t;
CREATE VIEW app.b AS SELECT id FROM app.t;
CREATE VIEW app.c WITH (security_invoker = true, security_barrier = true) AS SELECT a, id FROM app.t;
