CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text);
CREATE VIEW app.v AS SELECT a, id FROM app.t;
CREATE VIEW app.r AS SELECT id AS "Number" FROM app.t;
CREATE FUNCTION app.first_v() RETURNS app.v LANGUAGE sql STABLE AS $$ SELECT * FROM app.v LIMIT 1 $$;
