CREATE SCHEMA app;
CREATE TABLE app.people (id integer PRIMARY KEY, full_name text NOT NULL);
