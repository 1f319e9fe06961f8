CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('1', '2');
CREATE TYPE app.pair AS (x integer, y text);
CREATE DOMAIN app.code AS text CHECK (VALUE <> '');
CREATE TABLE app.t (id integer PRIMARY KEY, a app.state[] NOT NULL, b app.pair[] NOT NULL, c text[], d integer[] NOT NULL, e app.code[], f integer[]);
