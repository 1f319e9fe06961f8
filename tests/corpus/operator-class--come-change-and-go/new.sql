CREATE SCHEMA app;
CREATE FUNCTION app.by_size_2(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT CASE WHEN abs($1) < abs($2) THEN -1 WHEN abs($1) > abs($2) THEN 1 ELSE 0 END';
CREATE FUNCTION app.less(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT abs($1) < abs($2)';
CREATE FUNCTION app.less_or_equal(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT abs($1) <= abs($2)';
CREATE FUNCTION app.equal(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT abs($1) = abs($2)';
CREATE FUNCTION app.more_or_equal(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT abs($1) >= abs($2)';
CREATE FUNCTION app.more(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT abs($1) > abs($2)';
CREATE OPERATOR app.<# (FUNCTION = app.less, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR app.<=# (FUNCTION = app.less_or_equal, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR app.=# (FUNCTION = app.equal, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR app.>=# (FUNCTION = app.more_or_equal, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR app.># (FUNCTION = app.more, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR FAMILY app.sizes USING btree;
CREATE OPERATOR CLASS app.size_ops FOR TYPE integer USING btree FAMILY app.sizes AS
  OPERATOR 1 app.<#, OPERATOR 2 app.<=#, OPERATOR 3 app.=#, OPERATOR 4 app.>=#, OPERATOR 5 app.>#,
  FUNCTION 1 app.by_size_2(integer, integer);
COMMENT ON OPERATOR CLASS app.size_ops USING btree IS 'by absolute size';
CREATE TABLE app.t (id integer PRIMARY KEY, size integer, other integer);
CREATE INDEX t_size ON app.t (size app.size_ops);
CREATE INDEX t_other ON app.t (other);
