-- superuser
-- What only a superuser makes.
CREATE SCHEMA app;
CREATE FUNCTION app.secret(integer) RETURNS boolean LANGUAGE sql IMMUTABLE LEAKPROOF AS 'SELECT $1 > 0';
CREATE OPERATOR app.<<< (FUNCTION = int4lt, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(app.>>>), NEGATOR = OPERATOR(app.>==), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR app.>>> (FUNCTION = int4gt, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(app.<<<));
CREATE OPERATOR app.>== (FUNCTION = int4ge, LEFTARG = integer, RIGHTARG = integer, NEGATOR = OPERATOR(app.<<<));
CREATE OPERATOR FAMILY app."Odd Family" USING btree;
CREATE OPERATOR CLASS app."Odd Class" FOR TYPE integer USING btree FAMILY app."Odd Family" AS
  OPERATOR 1 app.<<<, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 app.>==, OPERATOR 5 app.>>>, FUNCTION 1 btint4cmp(integer, integer), FUNCTION 2 btint4sortsupport(internal), FUNCTION 4 btequalimage(oid);
ALTER OPERATOR FAMILY app."Odd Family" USING btree ADD OPERATOR 1 < (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);
CREATE OPERATOR CLASS app.lists DEFAULT FOR TYPE point[] USING gin AS OPERATOR 1 && (anyarray, anyarray), OPERATOR 2 @> (anyarray, anyarray),
  FUNCTION 1 bttextcmp(text, text), FUNCTION 2 ginarrayextract(anyarray, internal, internal), FUNCTION 3 ginqueryarrayextract(anyarray, internal, smallint, internal, internal, internal, internal),
  FUNCTION 4 ginarrayconsistent(internal, smallint, anyarray, integer, internal, internal, internal, internal), STORAGE text;
CREATE TABLE app.t (id integer, n integer, PRIMARY KEY (id));
CREATE INDEX t_n ON app.t (n app."Odd Class" DESC);
CREATE VIEW app.v AS SELECT n FROM app.t WHERE n OPERATOR(app.<<<) 3;
CREATE DEFAULT CONVERSION app."To Latin" FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
CREATE TEXT SEARCH PARSER app."Own Parser" (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH TEMPLATE app."Own Template" (INIT = dsynonym_init, LEXIZE = dsynonym_lexize);
CREATE TEXT SEARCH DICTIONARY app.simple (TEMPLATE = pg_catalog.simple, STOPWORDS = 'english', ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION app.conf (PARSER = app."Own Parser");
ALTER TEXT SEARCH CONFIGURATION app.conf ADD MAPPING FOR asciiword, hword_asciipart WITH app.simple, english_stem;
