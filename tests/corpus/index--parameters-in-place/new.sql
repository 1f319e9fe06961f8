CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text);
CREATE INDEX t_a ON app.t (a) WITH (fillfactor = 60, deduplicate_items = off);
CREATE INDEX t_e ON app.t (lower(a), (a || 'x'));
ALTER INDEX app.t_e ALTER COLUMN 2 SET STATISTICS 400;
COMMENT ON INDEX app.t_a IS 'New';
COMMENT ON INDEX app.t_pkey IS 'Key';
