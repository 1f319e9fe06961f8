CREATE SCHEMA app;
CREATE TABLE app.p (id integer, a text, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE app.c () INHERITS (app.p);
