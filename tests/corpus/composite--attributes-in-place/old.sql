CREATE SCHEMA app;
CREATE TYPE app.address AS (street text, zip text);
CREATE FUNCTION app.line(a app.address) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT a.street || a.zip $$;
