CREATE SCHEMA app;
/* backfill: column app.people.last_name =
   regexp_replace(
     full_name, '^\S+ ', '') */
-- backfill: column app.people.first_name = split_part(full_name, ' ', 1)
-- check: column app.people.full_name = first_name || ' ' || last_name = full_name
CREATE TABLE app.people (id integer PRIMARY KEY, first_name text, last_name text NOT NULL);
COMMENT ON COLUMN app.people.first_name IS 'Given name';
