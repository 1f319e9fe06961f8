CREATE SCHEMA app;
GRANT CREATE, USAGE ON SCHEMA app TO corpus_writer;
CREATE TABLE app.t (id integer PRIMARY KEY, a text, b text);
CREATE VIEW app.v AS SELECT id FROM app.t;
ALTER VIEW app.v OWNER TO corpus_writer;
GRANT SELECT ON app.t TO corpus_writer;
