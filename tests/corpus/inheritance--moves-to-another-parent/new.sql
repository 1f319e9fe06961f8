CREATE SCHEMA app;
CREATE TABLE app.p (id integer NOT NULL, a text);
CREATE TABLE app.q (id integer NOT NULL, b text);
CREATE TABLE app.c (id integer NOT NULL, a text, b text) INHERITS (app.q);
