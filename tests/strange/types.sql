-- Types nested in each other.
CREATE SCHEMA app;
CREATE TYPE app.kind AS ENUM ('a', 'B', 'ä');
CREATE TYPE app.empty_enum AS ENUM ();
CREATE TYPE app.point3 AS (x double precision, y double precision, "Z z" numeric(10, 3)[]);
CREATE TYPE app.nested AS (kinds app.kind[], points app.point3[], note text COLLATE "C", during tstzrange);
CREATE TYPE app.empty_composite AS ();
CREATE DOMAIN app.short AS varchar(5) COLLATE "POSIX" NOT NULL DEFAULT 'x' CHECK (VALUE <> 'no');
CREATE DOMAIN app.shorter AS app.short CHECK (length(VALUE) < 4);
CREATE DOMAIN app.shorts AS app.shorter[] CHECK (array_length(VALUE, 1) > 0);
CREATE DOMAIN app.place AS app.nested CHECK ((VALUE).note IS NOT NULL AND ((VALUE).points)[1] IS NOT NULL);
CREATE FUNCTION app.gap(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT $2 - $1';
CREATE TYPE app.floats AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = app.gap, MULTIRANGE_TYPE_NAME = app.many_floats);
CREATE TYPE app.kinds AS RANGE (SUBTYPE = app.kind);
CREATE TYPE app.texts AS RANGE (SUBTYPE = text, COLLATION = "C", SUBTYPE_OPCLASS = text_pattern_ops);
CREATE TYPE app.points AS RANGE (SUBTYPE = app.point3);
CREATE TYPE app."Odd Range" AS RANGE (SUBTYPE = date, MULTIRANGE_TYPE_NAME = app."Odd ""Multi""");
CREATE DOMAIN app.some_floats AS app.many_floats DEFAULT '{[1,2)}' CHECK (NOT isempty(VALUE));
CREATE TYPE app.t_row AS (id integer, range app.floats);
CREATE TYPE app.pair_of_tables AS (r app.t_row, n integer);
CREATE TABLE app.later (id integer, pair app.pair_of_tables);
CREATE TABLE app.t (
  a app.kind[][] DEFAULT '{{a},{B}}', b app.nested[], c app.shorts DEFAULT ARRAY['y']::app.shorts, d app.place, e app.floats, f app.many_floats[], g app.kinds,
  h app.texts, i app.points, j app."Odd Range"[], k app."Odd ""Multi""", l app.some_floats, m app.empty_composite, n app.empty_enum[], o app.t_row,
  CHECK ((d).kinds[1] = 'a' AND e && '[1,2]'::app.floats AND ((b)[1]).points IS NULL)
);
CREATE TABLE app.rows_of_rows (t app.t, list app.t[], later app.later);
CREATE FUNCTION app.takes(app.t, app.kind[], app.many_floats, app.shorts) RETURNS SETOF app.nested LANGUAGE sql AS 'SELECT NULL::app.nested';
CREATE VIEW app.v AS SELECT (d).points[1]."Z z"[2] AS deep, (b[1]).kinds[1]::text AS kind, lower(e) AS low, ROW(1, e)::app.t_row AS r, range_merge(f[1]) AS merged, 'a'::app.kind < 'B'::app.kind AS lt FROM app.t;
COMMENT ON COLUMN app.nested.note IS 'of an attribute';
COMMENT ON TYPE app.floats IS 'floats';
COMMENT ON DOMAIN app.shorts IS 'shorts';
GRANT USAGE ON TYPE app.floats TO "Strange ""Role""";
REVOKE USAGE ON DOMAIN app.shorts FROM PUBLIC;
