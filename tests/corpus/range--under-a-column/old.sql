CREATE SCHEMA app;
CREATE TYPE app.span AS RANGE (SUBTYPE = integer);
CREATE TYPE app.gone AS RANGE (SUBTYPE = text, COLLATION = "C");
CREATE TABLE app.t (id integer PRIMARY KEY, s app.span, EXCLUDE USING gist (s WITH &&));
