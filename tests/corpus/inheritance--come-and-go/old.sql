CREATE SCHEMA app;
CREATE TABLE app.p (id integer NOT NULL, note text, CONSTRAINT id_positive CHECK (id > 0));
CREATE TABLE app.c (id integer, own text);
CREATE TABLE app.d (id integer NOT NULL, note text, CONSTRAINT id_positive CHECK (id > 0)) INHERITS (app.p);
