CREATE SCHEMA app;
CREATE TYPE app.point AS (x integer, y integer);
CREATE TRUSTED LANGUAGE plmine HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;
