CREATE SCHEMA app;
CREATE TEXT SEARCH DICTIONARY app.plain (TEMPLATE = simple, ACCEPT = true);
CREATE TEXT SEARCH DICTIONARY app.stem (TEMPLATE = snowball, LANGUAGE = german, STOPWORDS = german);
CREATE TEXT SEARCH DICTIONARY app.bare (TEMPLATE = simple, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION app.words (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION app.words ALTER MAPPING FOR asciiword, word WITH app.plain, app.stem;
CREATE TABLE app.t (id integer PRIMARY KEY, body text);
CREATE INDEX t_body ON app.t USING gin (to_tsvector('app.words', body));
