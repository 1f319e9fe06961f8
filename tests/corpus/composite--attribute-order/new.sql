CREATE SCHEMA app;
CREATE TYPE app.pair AS (b text, a integer);
CREATE FUNCTION app.make() RETURNS app.pair LANGUAGE sql AS $$ SELECT 'x'::text, 1 $$;
GRANT EXECUTE ON FUNCTION app.make() TO corpus_reader;
