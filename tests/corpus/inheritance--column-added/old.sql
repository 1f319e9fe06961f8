CREATE SCHEMA app;
CREATE TABLE app.p (id integer NOT NULL);
CREATE TABLE app.c () INHERITS (app.p);
CREATE TABLE app.d () INHERITS (app.p);
CREATE TABLE app.e (own text) INHERITS (app.p);
