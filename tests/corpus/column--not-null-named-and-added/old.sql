CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text, b text CONSTRAINT b_there NOT NULL, p integer);
