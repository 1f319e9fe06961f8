CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text, b text);
GRANT ALL ON app.t TO corpus_writer;
GRANT SELECT ON app.t TO corpus_reader;
GRANT SELECT (a), UPDATE (a, b) ON app.t TO corpus_reader;
