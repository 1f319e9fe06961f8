CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('open', 'done');
CREATE TABLE app.t (id integer PRIMARY KEY, state app.state NOT NULL DEFAULT 'open');
CREATE FUNCTION app.flip(s app.state) RETURNS app.state LANGUAGE sql AS $$ SELECT s $$;
