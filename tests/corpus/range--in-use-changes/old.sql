CREATE SCHEMA app;
CREATE FUNCTION app.gap(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE TYPE app.span AS RANGE (SUBTYPE = integer);
CREATE TYPE app."Odd range" AS RANGE (SUBTYPE = double precision);
CREATE TYPE app.other AS RANGE (SUBTYPE = double precision, MULTIRANGE_TYPE_NAME = app."Others");
CREATE TABLE app.t (id integer PRIMARY KEY, a app.span, b app."Odd range", c app.other);
