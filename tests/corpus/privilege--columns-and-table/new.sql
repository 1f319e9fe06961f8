CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text, b text);
REVOKE ALL ON app.t FROM corpus_writer;
GRANT INSERT, DELETE ON app.t TO corpus_writer;
GRANT SELECT (id) ON app.t TO corpus_writer;
GRANT SELECT (a), UPDATE (a) ON app.t TO corpus_reader;
GRANT SELECT (b) ON app.t TO PUBLIC;
