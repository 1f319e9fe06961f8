CREATE SCHEMA app;
CREATE EXTENSION postgres_fdw;
CREATE TYPE app.state AS ENUM ('done', 'late');
CREATE FOREIGN DATA WRAPPER plain OPTIONS (debug 'true');
COMMENT ON FOREIGN DATA WRAPPER plain IS 'Does nothing';
CREATE SERVER archive FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'b.example', dbname 'archive', fetch_size '10');
CREATE SERVER other TYPE 'x' VERSION '2' FOREIGN DATA WRAPPER plain;
CREATE FOREIGN TABLE app.events (
  id integer OPTIONS (column_name 'number') NOT NULL DEFAULT 1,
  name varchar(10) COLLATE "C" NOT NULL,
  state app.state,
  more text OPTIONS (column_name 'further')
) SERVER archive OPTIONS (table_name 'events', updatable 'false');
COMMENT ON COLUMN app.events.more IS 'More';
CREATE FOREIGN TABLE app.moving (id integer) SERVER archive;
CREATE VIEW app.names AS SELECT id, name FROM app.events;
GRANT SELECT, INSERT ON app.events TO fdw_reader;
GRANT USAGE ON FOREIGN DATA WRAPPER plain TO fdw_reader;
