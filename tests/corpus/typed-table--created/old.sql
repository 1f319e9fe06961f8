CREATE SCHEMA app;
CREATE TYPE app.person AS (id integer, name text, born date);
