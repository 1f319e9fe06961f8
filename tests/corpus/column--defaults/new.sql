CREATE SCHEMA app;
CREATE SEQUENCE app.s;
CREATE FUNCTION app.f() RETURNS text LANGUAGE sql AS $$ SELECT 'f' $$;
CREATE TABLE app.t (
  a integer DEFAULT nextval('app.s'),
  b text DEFAULT app.f(),
  c text DEFAULT E'tab\there \\ ''quote''',
  d timestamptz,
  e integer DEFAULT 3
);
