CREATE SCHEMA app;
CREATE FUNCTION app.same(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a = b';
CREATE FUNCTION app.other(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a <> b';
CREATE FUNCTION app.less(a text, b integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a < b::text';
CREATE FUNCTION app.more(a integer, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a::text > b';
CREATE OPERATOR app.=== (FUNCTION = app.same, LEFTARG = text, RIGHTARG = text);
CREATE OPERATOR app.!== (FUNCTION = app.other, LEFTARG = text, RIGHTARG = text);
CREATE OPERATOR app.<<< (FUNCTION = app.less, LEFTARG = text, RIGHTARG = integer);
CREATE VIEW app.v AS SELECT 'a'::text OPERATOR(app.===) 'b'::text AS eq, 'a'::text OPERATOR(app.<<<) 1 AS less;
