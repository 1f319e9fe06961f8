CREATE SCHEMA app;
CREATE TABLE app.c (id integer, a text) INHERITS (base.p);
CREATE TABLE app.d (id integer, a text);
CREATE TABLE app.e (own text) INHERITS (base.p);
