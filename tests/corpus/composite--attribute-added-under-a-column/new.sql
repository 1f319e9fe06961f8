CREATE SCHEMA app;
CREATE TYPE app.point AS (x integer, y integer, z integer);
CREATE TABLE app.t (id integer PRIMARY KEY, at app.point, path app.point[]);
