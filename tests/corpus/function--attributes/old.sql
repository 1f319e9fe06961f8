CREATE SCHEMA app;
CREATE FUNCTION app.a(x integer) RETURNS integer LANGUAGE sql VOLATILE AS $$ SELECT x $$;
CREATE FUNCTION app.b(x integer) RETURNS SETOF integer LANGUAGE sql SECURITY DEFINER SET search_path = app, pg_temp SET work_mem = '8MB' AS $$ SELECT x $$;
CREATE FUNCTION app.c(x integer, VARIADIC rest text[]) RETURNS text LANGUAGE sql STRICT AS $$ SELECT rest[1] $$;
