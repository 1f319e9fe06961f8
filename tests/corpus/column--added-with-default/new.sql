CREATE SCHEMA app;
CREATE FUNCTION app.fresh() RETURNS text LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN 'fresh'; END $$;
CREATE FUNCTION app.kept() RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 'kept'; END $$;
CREATE TABLE app.t (
  id integer PRIMARY KEY,
  state text NOT NULL DEFAULT 'new',
  at timestamptz NOT NULL DEFAULT now(),
  key text NOT NULL DEFAULT app.fresh(),
  kept text DEFAULT app.kept(),
  number serial,
  twice integer GENERATED ALWAYS AS (id * 2) STORED
);
