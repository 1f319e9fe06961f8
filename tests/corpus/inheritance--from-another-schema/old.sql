CREATE SCHEMA app;
CREATE TABLE app.c (id integer, a text);
CREATE TABLE app.d (id integer, a text) INHERITS (base.p);
