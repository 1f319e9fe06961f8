-- rename: type app.postal -> app.address
CREATE SCHEMA app;
CREATE TYPE app.address AS (street text);
CREATE TABLE app.t (id integer PRIMARY KEY, home app.address);
