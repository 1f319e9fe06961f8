CREATE SCHEMA app;
CREATE TABLE app.p (id integer, a text NOT NULL, b text);
CREATE TABLE app.c (id integer NOT NULL) INHERITS (app.p);
CREATE TABLE app.g () INHERITS (app.c);
CREATE TABLE app.d () INHERITS (app.p);
