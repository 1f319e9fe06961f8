CREATE SCHEMA app;
CREATE TABLE app.people (id int PRIMARY KEY, name text, pay int);
CREATE VIEW app.names AS SELECT id, name FROM app.people;
GRANT ALL ON app.people TO hard_reader WITH GRANT OPTION;
GRANT SELECT (name), UPDATE (name) ON app.people TO hard_reader WITH GRANT OPTION;
GRANT SELECT ON app.people TO PUBLIC;
GRANT SELECT (id) ON app.people TO PUBLIC;
GRANT ALL ON app.names TO hard_reader;
GRANT SELECT (name) ON app.names TO hard_reader;
