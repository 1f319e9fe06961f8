CREATE SCHEMA app;
CREATE TYPE app.size AS ENUM ('small', 'large');
CREATE TYPE app.point AS (x integer, y integer);
CREATE FUNCTION app.size_of(app.size) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT CASE $1 WHEN ''small'' THEN 1 ELSE 2 END';
CREATE CAST (app.size AS integer) WITH FUNCTION app.size_of(app.size);
CREATE CAST (text AS app.point) WITH INOUT AS ASSIGNMENT;
CREATE TABLE app.items (id integer PRIMARY KEY, size app.size);
