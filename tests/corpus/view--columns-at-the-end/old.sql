CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text, b text);
CREATE VIEW app.v AS SELECT id, a FROM app.t;
CREATE VIEW app.w AS SELECT * FROM app.v;
CREATE FUNCTION app.all_v() RETURNS SETOF app.v LANGUAGE sql STABLE AS $$ SELECT * FROM app.v $$;
GRANT SELECT ON app.v TO corpus_reader;
