CREATE SCHEMA app;
CREATE TYPE app.person AS (id integer, name text, born date);
CREATE TABLE app.people OF app.person (id WITH OPTIONS PRIMARY KEY, name WITH OPTIONS NOT NULL DEFAULT 'nobody', CHECK (born > '1900-01-01'));
ALTER TABLE app.people ALTER COLUMN name SET STORAGE EXTERNAL;
ALTER TABLE app.people ALTER COLUMN born SET STATISTICS 100;
COMMENT ON COLUMN app.people.born IS 'Birthday';
CREATE TABLE app.plain OF app.person;
