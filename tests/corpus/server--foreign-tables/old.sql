CREATE SCHEMA app;
CREATE EXTENSION postgres_fdw;
CREATE TYPE app.state AS ENUM ('new', 'done');
CREATE FOREIGN DATA WRAPPER plain;
CREATE SERVER archive FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'a.example', dbname 'archive', port '5432');
CREATE SERVER other TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER plain;
COMMENT ON SERVER other IS 'Another';
CREATE FOREIGN TABLE app.events (
  id integer OPTIONS (column_name 'event_id') NOT NULL,
  name varchar(20) COLLATE "C",
  state app.state,
  gone text,
  CONSTRAINT positive CHECK (id > 0)
) SERVER archive OPTIONS (schema_name 'public', table_name 'events');
COMMENT ON FOREIGN TABLE app.events IS 'Elsewhere';
CREATE FOREIGN TABLE app.moving (id integer) SERVER other;
CREATE FOREIGN TABLE app.dropped (id integer) SERVER other;
CREATE VIEW app.names AS SELECT id, name FROM app.events;
GRANT SELECT ON app.events TO fdw_reader;
GRANT USAGE ON FOREIGN SERVER archive TO fdw_reader;
