CREATE SCHEMA app;
CREATE TABLE app.people (id integer PRIMARY KEY, email text, handle text);
COMMENT ON COLUMN app.people.handle IS 'stackschema: its backfill is not finished';
