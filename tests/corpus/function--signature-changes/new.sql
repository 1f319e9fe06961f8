CREATE SCHEMA app;
CREATE FUNCTION app.f(a integer, times integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a * times $$;
CREATE FUNCTION app.g(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$;
CREATE FUNCTION app.h(new_name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT new_name $$;
CREATE TABLE app.t (id integer PRIMARY KEY, n integer DEFAULT app.f(1), m integer DEFAULT app.g(1, 2), CHECK (app.h(id::text) <> ''));
CREATE VIEW app.v AS SELECT app.f(id) AS f, app.h('x') AS h FROM app.t;
