CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text CONSTRAINT a_there NOT NULL, b text, c text NOT NULL);
