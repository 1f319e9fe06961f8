CREATE SCHEMA app;
CREATE TABLE app.p (id integer CONSTRAINT id_there NOT NULL, a text, b text);
CREATE TABLE app.c () INHERITS (app.p);
