CREATE SCHEMA app;
CREATE FUNCTION app.f() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION app.f(integer) RETURNS integer LANGUAGE sql AS $$ SELECT $1 $$;
CREATE FUNCTION app.f(text, OUT a integer, OUT b text) LANGUAGE sql AS $$ SELECT 1, $1 $$;
CREATE FUNCTION app.t(x anyelement, y anyarray) RETURNS TABLE (e anyelement, n integer) LANGUAGE sql AS $$ SELECT x, 1 $$;
CREATE FUNCTION app."Odd Name"("The Arg" integer) RETURNS integer LANGUAGE sql AS $$ SELECT $1 $$;
GRANT EXECUTE ON FUNCTION app.f(integer) TO corpus_reader;
COMMENT ON FUNCTION app.f(integer) IS 'One';
COMMENT ON FUNCTION app.f(text) IS 'Text';
