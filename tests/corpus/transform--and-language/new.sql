CREATE SCHEMA app;
CREATE TYPE app.point AS (x integer, y integer);
CREATE TRUSTED LANGUAGE plmine HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
COMMENT ON LANGUAGE plmine IS 'Like plpgsql';
CREATE TRANSFORM FOR app.point LANGUAGE plmine (FROM SQL WITH FUNCTION prsd_lextype(internal));
CREATE FUNCTION app.one() RETURNS integer LANGUAGE plmine AS 'BEGIN RETURN 1; END';
