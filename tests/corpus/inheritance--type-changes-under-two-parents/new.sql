CREATE SCHEMA app;
CREATE TABLE app.a (x bigint, a text);
CREATE TABLE app.b (x bigint, b text);
CREATE TABLE app.c (x bigint, a text, b text) INHERITS (app.a, app.b);
