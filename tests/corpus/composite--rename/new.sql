-- rename: type app.address -> app.postal
CREATE SCHEMA app;
CREATE TYPE app.postal AS (street text);
CREATE TABLE app.t (id integer PRIMARY KEY, home app.postal);
