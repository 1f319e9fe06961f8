CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text NOT NULL) WITH (fillfactor = 70, autovacuum_enabled = false);
CREATE UNIQUE INDEX t_a ON app.t (a);
ALTER TABLE app.t REPLICA IDENTITY FULL;
ALTER TABLE app.t CLUSTER ON t_pkey;
