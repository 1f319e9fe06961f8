CREATE SCHEMA app;
CREATE TABLE app.t (a integer, b text NOT NULL, c text);
CREATE UNIQUE INDEX t_pkey__stackschema_new ON app.t (a);
CREATE UNIQUE INDEX t_b__stackschema_new ON app.t (b) INCLUDE (c) WITH (fillfactor = 80);
CREATE INDEX t_c ON app.t (c);
CREATE INDEX t_c__stackschema_new ON app.t (lower(c)) WHERE c <> '';
