CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a integer NOT NULL, g integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE INDEX t_g ON app.t (g);
CREATE VIEW app.v AS SELECT id, g FROM app.t;
COMMENT ON COLUMN app.t.g IS 'Computed';
