CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text, b text, CONSTRAINT t_a_b UNIQUE (a, b), CONSTRAINT t_check CHECK (a <> b));
CREATE INDEX t_a ON app.t (a);
CREATE VIEW app.v AS SELECT id, b, a FROM app.t;
COMMENT ON COLUMN app.t.a IS 'Old';
GRANT SELECT (a, b) ON app.t TO corpus_reader;
