CREATE SCHEMA app;
CREATE FUNCTION app.cmp(integer, bigint) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT btint48cmp($1, $2)';
CREATE FUNCTION app.cmp2(integer, bigint) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT btint48cmp($1, $2)';
CREATE FUNCTION app.lt(integer, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 < $2';
CREATE OPERATOR app.<< (FUNCTION = app.lt, LEFTARG = integer, RIGHTARG = bigint);
CREATE OPERATOR FAMILY app.numbers USING btree;
CREATE OPERATOR CLASS app.int_ops FOR TYPE integer USING btree FAMILY app.numbers AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
ALTER OPERATOR FAMILY app.numbers USING btree ADD
  OPERATOR 1 app.<< (integer, bigint), FUNCTION 1 (integer, bigint) app.cmp(integer, bigint);
CREATE OPERATOR FAMILY app."Points" USING gist;
CREATE OPERATOR CLASS app."Point Ops" FOR TYPE point USING gist FAMILY app."Points" AS
  OPERATOR 11 pg_catalog.>^ (point, point), OPERATOR 15 pg_catalog.<-> (point, point) FOR ORDER BY pg_catalog.float_ops,
  FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal),
  FUNCTION 2 gist_box_union(internal, internal), FUNCTION 3 gist_point_compress(internal),
  FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
  FUNCTION 7 gist_box_same(box, box, internal), FUNCTION 8 gist_point_distance(internal, point, smallint, oid, internal),
  STORAGE box;
COMMENT ON OPERATOR FAMILY app.numbers USING btree IS 'numbers';
CREATE TABLE app.t (id integer PRIMARY KEY, size integer, place point);
CREATE INDEX t_size ON app.t (size app.int_ops);
CREATE INDEX t_place ON app.t USING gist (place app."Point Ops");
