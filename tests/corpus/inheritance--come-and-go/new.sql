CREATE SCHEMA app;
CREATE TABLE app.p (id integer NOT NULL, note text, CONSTRAINT id_positive CHECK (id > 0));
CREATE TABLE app.c (id integer CONSTRAINT p_id_not_null NOT NULL, own text, note text, CONSTRAINT id_positive CHECK (id > 0)) INHERITS (app.p);
CREATE TABLE app.d (id integer NOT NULL, note text, CONSTRAINT id_positive CHECK (id > 0), more integer);
