CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text);
CREATE INDEX t_a ON app.t (a) WITH (fillfactor = 80);
CREATE INDEX t_e ON app.t (lower(a), (a || 'x'));
ALTER INDEX app.t_e ALTER COLUMN 1 SET STATISTICS 50;
COMMENT ON INDEX app.t_a IS 'Old';
