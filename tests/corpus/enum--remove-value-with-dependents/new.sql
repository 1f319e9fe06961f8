CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('open', 'done');
CREATE TABLE app.jobs (
  id integer NOT NULL,
  state app.state NOT NULL DEFAULT 'open',
  CONSTRAINT jobs_pkey PRIMARY KEY (id, state),
  CONSTRAINT jobs_state CHECK (state <> 'done' OR id > 0)
);
CREATE INDEX jobs_open ON app.jobs (state) WHERE state = 'open';
CREATE VIEW app.open_jobs AS SELECT id, state FROM app.jobs WHERE state = 'open';
CREATE MATERIALIZED VIEW app.job_counts AS SELECT state, count(*) AS jobs FROM app.jobs GROUP BY state;
CREATE UNIQUE INDEX job_counts_state ON app.job_counts (state);
ALTER TABLE app.jobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON app.jobs USING (state <> 'done');
CREATE FUNCTION app.is_open(s app.state) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT s = 'open' $$;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE OF state ON app.jobs FOR EACH ROW WHEN (NEW.state = 'done') EXECUTE FUNCTION app.touch();
