CREATE SCHEMA app;
CREATE FUNCTION app.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE FUNCTION app.g(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$;
CREATE FUNCTION app.h(old_name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT old_name $$;
CREATE TABLE app.t (id integer PRIMARY KEY, n integer DEFAULT app.f(1), m integer DEFAULT app.g(1, 2), CHECK (app.h(id::text) <> ''));
CREATE VIEW app.v AS SELECT app.f(id) AS f, app.h('x') AS h FROM app.t;
