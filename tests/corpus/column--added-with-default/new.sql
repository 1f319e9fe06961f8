CREATE SCHEMA app;
CREATE FUNCTION app.fresh() RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT 'fresh' $$;
CREATE TABLE app.t (
  id integer PRIMARY KEY,
  state text NOT NULL DEFAULT 'new',
  at timestamptz NOT NULL DEFAULT now(),
  key text NOT NULL DEFAULT app.fresh(),
  number serial,
  twice integer GENERATED ALWAYS AS (id * 2) STORED
);
