CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text NOT NULL)
  WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_enabled = false, toast_tuple_target = 4000);
CREATE UNIQUE INDEX t_a ON app.t (a) WITH (fillfactor = 60);
ALTER TABLE app.t REPLICA IDENTITY USING INDEX t_a;
ALTER TABLE app.t CLUSTER ON t_a;
