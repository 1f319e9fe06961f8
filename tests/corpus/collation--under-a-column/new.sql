CREATE SCHEMA app;
CREATE COLLATION app.names (PROVIDER = icu, LOCALE = 'sv', DETERMINISTIC = false);
CREATE COLLATION app.made (PROVIDER = libc, LC_COLLATE = 'C', LC_CTYPE = 'POSIX');
COMMENT ON COLLATION app.made IS 'made';
CREATE TABLE app.t (id integer PRIMARY KEY, name text COLLATE app.names);
CREATE INDEX t_name ON app.t (name);
