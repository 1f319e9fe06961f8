-- Routines of all kinds.
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, note text, size numeric DEFAULT 1);
CREATE TYPE app.pair AS (x integer, y text);
CREATE FUNCTION app.atomic(n integer, OUT total numeric, OUT notes text[]) RETURNS SETOF record LANGUAGE sql STABLE BEGIN ATOMIC
  WITH chosen AS (SELECT * FROM app.t WHERE id > n) SELECT sum(size), array_agg(note ORDER BY note) FROM chosen;
  SELECT sum(size), array_agg(DISTINCT note) FROM app.t WHERE t.id = atomic.n;
END;
CREATE FUNCTION app.writes(app.pair, text DEFAULT 'a;b') RETURNS SETOF app.t LANGUAGE sql BEGIN ATOMIC
  INSERT INTO app.t AS target (id, note) VALUES (($1).x, $2), (2, DEFAULT) ON CONFLICT (id) DO UPDATE SET note = excluded.note || target.note, size = 2 WHERE target.id > 0;
  UPDATE app.t SET (note, size) = (SELECT 'b', 3), id = id + 1 FROM generate_series(1, 2) AS g (n) WHERE t.id = g.n RETURNING t.*;
  DELETE FROM app.t USING app.t AS other WHERE t.id = other.id RETURNING t.id, t.note, t.size;
END;
CREATE FUNCTION app.returned(a integer, b integer DEFAULT 2, VARIADIC c integer[] DEFAULT ARRAY[]::integer[]) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT COST 7 RETURN a + b + cardinality(c);
CREATE FUNCTION app.plain(a integer, b integer DEFAULT 2, c integer DEFAULT 3) RETURNS integer LANGUAGE sql RETURN a + b * c;
CREATE FUNCTION app.named() RETURNS integer LANGUAGE sql RETURN app.plain(b => 3, a => 4) + app.returned(1, 2, 3, 4) + app.returned(1, 2, VARIADIC ARRAY[5, 6]);
CREATE FUNCTION app.any_element(anyelement, anyarray, OUT anyelement, OUT anyarray) LANGUAGE sql AS 'SELECT $1, $2';
CREATE FUNCTION app.any_compatible(VARIADIC list anycompatiblearray) RETURNS anycompatible LANGUAGE sql IMMUTABLE AS 'SELECT list[1]';
CREATE FUNCTION app.any_range(r anyrange, m anymultirange) RETURNS boolean LANGUAGE sql AS 'SELECT r <@ m';
CREATE FUNCTION app.of_table(n integer = 3) RETURNS TABLE (id integer, "Note" text) LANGUAGE plpgsql ROWS 7 AS $f$ begin return query select t.id, t.note from app.t limit n; end $f$;
CREATE FUNCTION app.settings() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, pg_temp, "We ird" SET work_mem = '8MB' SET TimeZone TO 'UTC' SET DateStyle = 'ISO, DMY' AS 'begin end';
CREATE FUNCTION app.nothing() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION app.inout(INOUT a integer, INOUT b app.pair, c text[][] = '{}') LANGUAGE sql AS 'SELECT a, b';
CREATE FUNCTION app.types(double precision, timestamp(3) with time zone, "char", bit varying(3), interval minute to second, numeric(3, 1)[]) RETURNS character varying(7) LANGUAGE sql AS $$ SELECT 'x' $$;
CREATE FUNCTION app.column_type(app.t.size%TYPE) RETURNS app.t.note%TYPE LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION app.whole(app.t) RETURNS text LANGUAGE sql STABLE AS 'SELECT $1.note';
CREATE PROCEDURE app.proc(IN a integer, OUT c text, INOUT b integer DEFAULT 5) LANGUAGE plpgsql AS $$ begin commit; c := 'x'; end $$;
CREATE PROCEDURE app.proc(text) LANGUAGE sql BEGIN ATOMIC DELETE FROM app.t WHERE note = $1; END;
CREATE FUNCTION app.add(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 + coalesce($2, 0)';
CREATE FUNCTION app.minus(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 - coalesce($2, 0)';
CREATE FUNCTION app.final(numeric, numeric) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE FUNCTION app.picked(numeric[], numeric, numeric) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION app.fraction(numeric[], double precision) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1[1]';
CREATE AGGREGATE app.total(size numeric) (SFUNC = app.add, STYPE = numeric, SSPACE = 64, FINALFUNC = app.final, FINALFUNC_EXTRA, COMBINEFUNC = app.add, INITCOND = '0',
  MSFUNC = app.add, MINVFUNC = app.minus, MSTYPE = numeric, MFINALFUNC = app.final, MFINALFUNC_EXTRA, MINITCOND = '0', PARALLEL = SAFE);
CREATE AGGREGATE app.at(double precision ORDER BY numeric) (SFUNC = array_append, STYPE = numeric[], FINALFUNC = app.fraction, INITCOND = '{}', FINALFUNC_MODIFY = SHAREABLE);
CREATE AGGREGATE app.greatest(integer) (SFUNC = int4larger, STYPE = integer, SORTOP = >);
CREATE AGGREGATE app.counted(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = 0);
CREATE VIEW app.used AS SELECT app.total(size ORDER BY id) FILTER (WHERE id > 1) AS a, app.counted(*) AS c, app.greatest(id) OVER () AS g FROM app.t GROUP BY id;
COMMENT ON AGGREGATE app.counted(*) IS 'counted';
COMMENT ON PROCEDURE app.proc(integer, OUT text, INOUT integer) IS 'proc';
SET check_function_bodies = off;
CREATE FUNCTION app.mutual_a(integer) RETURNS integer LANGUAGE sql AS 'SELECT CASE WHEN $1 > 0 THEN app.mutual_b($1 - 1) ELSE 0 END';
CREATE FUNCTION app.mutual_b(integer) RETURNS integer LANGUAGE sql AS 'SELECT app.mutual_a($1)';
CREATE OPERATOR app.@+@ (FUNCTION = app.add, LEFTARG = numeric, RIGHTARG = numeric, COMMUTATOR = OPERATOR(app.@+@));
CREATE VIEW app.operated AS SELECT 1.0 OPERATOR(app.@+@) 2.0 AS sum;
