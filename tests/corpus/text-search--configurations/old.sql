CREATE SCHEMA app;
CREATE TEXT SEARCH DICTIONARY app.plain (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION app.words (COPY = pg_catalog.english);
CREATE TABLE app.t (id integer PRIMARY KEY, body text);
CREATE INDEX t_body ON app.t USING gin (to_tsvector('app.words', body));
