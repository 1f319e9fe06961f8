CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text);
CREATE VIEW app.a AS SELECT id FROM app.t;
CREATE VIEW app.b WITH (security_invoker = true) AS SELECT id FROM app.t;
CREATE VIEW app.c WITH (security_invoker = true, security_barrier = true) AS SELECT id, a FROM app.t;
