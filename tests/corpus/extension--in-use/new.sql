CREATE SCHEMA app;
CREATE EXTENSION pg_trgm WITH SCHEMA app;
CREATE EXTENSION citext WITH SCHEMA app;
CREATE TABLE app.people (id integer PRIMARY KEY, name text NOT NULL, email app.citext);
CREATE INDEX people_name_trgm ON app.people USING gin (name app.gin_trgm_ops);
CREATE FUNCTION app.near(a text, b text) RETURNS real LANGUAGE sql IMMUTABLE AS 'SELECT app.similarity(a, b)';
