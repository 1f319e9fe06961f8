CREATE SCHEMA app;
CREATE FUNCTION app.same(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a = b';
CREATE FUNCTION app.other(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a <> b';
CREATE OPERATOR app.=== (FUNCTION = app.same, LEFTARG = text, RIGHTARG = text, RESTRICT = eqsel);
CREATE OPERATOR app.!== (FUNCTION = app.other, LEFTARG = text, RIGHTARG = text, JOIN = neqjoinsel);
CREATE VIEW app.v AS SELECT 'a'::text OPERATOR(app.===) 'b'::text AS eq, 'a'::text OPERATOR(app.!==) 'b'::text AS ne;
