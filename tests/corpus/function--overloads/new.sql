CREATE SCHEMA app;
CREATE FUNCTION app.f(integer) RETURNS integer LANGUAGE sql AS $$ SELECT $1 + 1 $$;
CREATE FUNCTION app.f(text, OUT a integer, OUT b text, OUT c date) LANGUAGE sql AS $$ SELECT 1, $1, NULL::date $$;
CREATE FUNCTION app.f(bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT $1 $$;
CREATE FUNCTION app.t(x anyelement, y anyarray) RETURNS TABLE (e anyelement, n bigint) LANGUAGE sql AS $$ SELECT x, 1::bigint $$;
CREATE FUNCTION app."Odd Name"("The Arg" integer, "other, arg" text DEFAULT 'a, b') RETURNS integer LANGUAGE sql AS $$ SELECT $1 $$;
GRANT EXECUTE ON FUNCTION app.f(integer) TO corpus_reader;
COMMENT ON FUNCTION app.f(integer) IS 'One';
COMMENT ON FUNCTION app.f(text) IS 'Text';
