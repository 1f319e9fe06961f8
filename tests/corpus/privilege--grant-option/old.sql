CREATE SCHEMA app;
CREATE TABLE app.t (id integer, a text);
CREATE SEQUENCE app.s;
GRANT SELECT ON app.t TO corpus_reader;
GRANT INSERT, SELECT ON app.t TO corpus_writer WITH GRANT OPTION;
GRANT SELECT (a) ON app.t TO "Odd ""Role"".x" WITH GRANT OPTION;
GRANT USAGE ON SEQUENCE app.s TO corpus_reader WITH GRANT OPTION;
