CREATE SCHEMA app;
CREATE FUNCTION app.same(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a = b';
CREATE FUNCTION app.other(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a <> b';
CREATE FUNCTION app.neg(a text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a IS NULL';
CREATE OPERATOR app.=== (FUNCTION = app.same, LEFTARG = text, RIGHTARG = text, COMMUTATOR = OPERATOR(app.===), NEGATOR = OPERATOR(app.!==), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR app.!== (FUNCTION = app.other, LEFTARG = text, RIGHTARG = text, COMMUTATOR = OPERATOR(app.!==), NEGATOR = OPERATOR(app.===));
CREATE OPERATOR app.!! (FUNCTION = app.neg, RIGHTARG = text);
COMMENT ON OPERATOR app.!! (NONE, text) IS 'is null';
CREATE VIEW app.v AS SELECT 'a'::text OPERATOR(app.===) 'b'::text AS eq;
