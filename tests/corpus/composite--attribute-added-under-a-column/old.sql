CREATE SCHEMA app;
CREATE TYPE app.point AS (x integer, y integer);
CREATE TABLE app.t (id integer PRIMARY KEY, at app.point, path app.point[]);
