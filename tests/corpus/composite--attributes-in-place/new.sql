CREATE SCHEMA app;
CREATE TYPE app.address AS (street text, zip varchar(10), country character(2));
COMMENT ON TYPE app.address IS 'Where';
COMMENT ON COLUMN app.address.zip IS 'Postal code';
CREATE FUNCTION app.line(a app.address) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT a.street || a.zip $$;
