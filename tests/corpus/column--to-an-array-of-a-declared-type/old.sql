CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('1', '2');
CREATE TYPE app.pair AS (x integer, y text);
CREATE DOMAIN app.code AS text CHECK (VALUE <> '');
CREATE TABLE app.t (id integer PRIMARY KEY, a integer NOT NULL, b text NOT NULL, c date, d app.state NOT NULL, e text, f uuid);
