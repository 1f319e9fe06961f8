CREATE SCHEMA app;
CREATE TYPE app.pair AS (x integer, y text);
CREATE TYPE app.twin AS (x integer, y text);
CREATE TABLE app.a OF app.pair;
CREATE TABLE app.b (x integer, y text, z text);
CREATE TABLE app.c OF app.twin (x WITH OPTIONS NOT NULL);
