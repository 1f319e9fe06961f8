CREATE SCHEMA app;
CREATE TABLE app.t (id integer, a text);
CREATE SEQUENCE app.s;
GRANT SELECT ON app.t TO corpus_reader WITH GRANT OPTION;
GRANT INSERT ON app.t TO corpus_writer;
GRANT SELECT ON app.t TO corpus_writer WITH GRANT OPTION;
GRANT SELECT (a) ON app.t TO "Odd ""Role"".x";
GRANT USAGE, SELECT ON SEQUENCE app.s TO corpus_reader;
