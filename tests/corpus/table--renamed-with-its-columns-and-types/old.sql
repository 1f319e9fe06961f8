-- rename: table app.people -> app.persons
-- rename: column app.persons.name -> app.persons.full_name
-- rename: column app.persons.born_on -> app.persons.born
CREATE SCHEMA app;
CREATE TABLE app.persons (id int PRIMARY KEY, full_name varchar(20) COLLATE "C" DEFAULT 'x', born text);
CREATE TABLE app.visits (person int REFERENCES app.persons (id));
CREATE INDEX persons_full_name_idx ON app.persons (full_name);
CREATE VIEW app.names AS SELECT full_name FROM app.persons;
