CREATE SCHEMA app;
CREATE FUNCTION app.same(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a = b';
CREATE OPERATOR app.=== (FUNCTION = app.same, LEFTARG = text, RIGHTARG = text);
CREATE OPERATOR app.@@@ (FUNCTION = app.same, LEFTARG = text, RIGHTARG = text);
CREATE VIEW app.v AS SELECT 'a'::text OPERATOR(app.===) 'b'::text AS eq;
