CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('open', 'done');
CREATE TABLE app.jobs (id integer PRIMARY KEY, state app.state NOT NULL DEFAULT 'open');
