CREATE SCHEMA app;
-- backfill: column app.people.handle = split_part(email, '@', 1)
CREATE TABLE app.people (id integer PRIMARY KEY, email text, handle text);
