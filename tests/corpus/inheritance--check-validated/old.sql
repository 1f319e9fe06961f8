CREATE SCHEMA app;
CREATE TABLE app.p (id integer, a text);
CREATE TABLE app.c () INHERITS (app.p);
ALTER TABLE app.p ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;
