-- rename: type app.state -> app.job_state
CREATE SCHEMA app;
CREATE TYPE app.job_state AS ENUM ('open', 'paused', 'done');
CREATE TABLE app.t (id integer PRIMARY KEY, state app.job_state NOT NULL DEFAULT 'open');
CREATE FUNCTION app.flip(s app.job_state) RETURNS app.job_state LANGUAGE sql AS $$ SELECT s $$;
