CREATE SCHEMA app;
CREATE TABLE app.p (id integer NOT NULL);
CREATE TABLE app.c () INHERITS (app.p);
CREATE TABLE app.empty (a text);
CREATE TABLE app.under () INHERITS (app.empty);
