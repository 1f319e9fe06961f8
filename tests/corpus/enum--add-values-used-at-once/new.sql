CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('draft', 'open', 'in work', 'done', 'it''s off');
CREATE TABLE app.jobs (
  id integer PRIMARY KEY,
  state app.state NOT NULL DEFAULT 'draft',
  CONSTRAINT jobs_state CHECK (state <> 'it''s off' OR id > 0)
);
CREATE INDEX jobs_in_work ON app.jobs (id) WHERE state = 'in work';
