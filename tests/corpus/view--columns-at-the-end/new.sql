CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text, b text, c text);
CREATE VIEW app.v AS SELECT id, a, b, c || 'x' AS d FROM app.t WHERE id > 0;
CREATE VIEW app.w AS SELECT id, a FROM app.v;
CREATE FUNCTION app.all_v() RETURNS SETOF app.v LANGUAGE sql STABLE AS $$ SELECT * FROM app.v $$;
GRANT SELECT ON app.v TO corpus_reader;
COMMENT ON COLUMN app.v.d IS 'Computed';
