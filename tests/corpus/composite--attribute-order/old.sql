CREATE SCHEMA app;
CREATE TYPE app.pair AS (a integer, b text);
CREATE FUNCTION app.make() RETURNS app.pair LANGUAGE sql AS $$ SELECT 1, 'x'::text $$;
GRANT EXECUTE ON FUNCTION app.make() TO corpus_reader;
