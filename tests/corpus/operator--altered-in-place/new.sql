CREATE SCHEMA app;
CREATE FUNCTION app.same(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a IS NOT DISTINCT FROM b';
CREATE FUNCTION app.other(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a <> b';
CREATE OPERATOR app.=== (FUNCTION = app.same, LEFTARG = text, RIGHTARG = text);
CREATE OPERATOR app.!== (FUNCTION = app.other, LEFTARG = text, RIGHTARG = text, RESTRICT = neqsel);
CREATE VIEW app.v AS SELECT 'a'::text OPERATOR(app.===) 'b'::text AS eq, 'a'::text OPERATOR(app.!==) 'b'::text AS ne;
