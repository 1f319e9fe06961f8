CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, note text, state text NOT NULL DEFAULT 'new', at timestamptz NOT NULL DEFAULT now());
