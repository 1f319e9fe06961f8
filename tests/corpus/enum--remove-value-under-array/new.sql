CREATE SCHEMA app;
CREATE TYPE app.flag AS ENUM ('a', 'c');
CREATE TABLE app.t (id integer PRIMARY KEY, flags app.flag[] NOT NULL DEFAULT '{a}');
CREATE FUNCTION app.has(f app.flag[], x app.flag) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT x = ANY (f) $$;
CREATE INDEX t_has_a ON app.t (id) WHERE app.has(flags, 'a');
CREATE VIEW app.with_a AS SELECT id FROM app.t WHERE app.has(flags, 'a');
