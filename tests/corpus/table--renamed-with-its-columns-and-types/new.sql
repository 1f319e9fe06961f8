-- rename: table app.persons -> app.people
-- rename: column app.people.full_name -> app.people.name
-- rename: column app.people.born -> app.people.born_on
CREATE SCHEMA app;
CREATE TABLE app.people (id bigint PRIMARY KEY, name text COLLATE "POSIX" DEFAULT 'y', born_on date);
CREATE TABLE app.visits (person bigint REFERENCES app.people (id));
CREATE INDEX people_name_idx ON app.people (name);
CREATE VIEW app.names AS SELECT name AS full_name FROM app.people;
