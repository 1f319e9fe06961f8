CREATE SCHEMA app;
CREATE FUNCTION app.gap(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE TYPE app.span AS RANGE (SUBTYPE = numeric);
CREATE TYPE app."Odd range" AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = app.gap);
CREATE TYPE app.other AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = app.gap, MULTIRANGE_TYPE_NAME = app."Others");
CREATE TABLE app.t (id integer PRIMARY KEY, a app.span, b app."Odd range", c app.other);
