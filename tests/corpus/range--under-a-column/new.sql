CREATE SCHEMA app;
CREATE TYPE app.span AS RANGE (SUBTYPE = bigint, MULTIRANGE_TYPE_NAME = app.spans);
CREATE FUNCTION app.distance(a float8, b float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT a - b';
CREATE TYPE app.floatrange AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = app.distance);
CREATE TABLE app.t (id integer PRIMARY KEY, s app.span, EXCLUDE USING gist (s WITH &&));
COMMENT ON TYPE app.floatrange IS 'floats';
GRANT USAGE ON TYPE app.floatrange TO PUBLIC;
