CREATE SCHEMA app;
CREATE TYPE app.pair AS (x integer, y text);
CREATE TYPE app.twin AS (x integer, y text);
CREATE TABLE app.a (x integer, y text);
CREATE TABLE app.b OF app.pair;
CREATE TABLE app.c OF app.pair (x WITH OPTIONS NOT NULL);
