CREATE SCHEMA app;
CREATE TABLE app.a (x integer, a text);
CREATE TABLE app.b (x integer, b text);
CREATE TABLE app.c (x integer, a text, b text) INHERITS (app.a, app.b);
