CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text, b text, c text, d text);
ALTER TABLE app.t ALTER COLUMN d SET STORAGE MAIN, ALTER COLUMN d SET STATISTICS 10, ALTER COLUMN d SET (n_distinct = 5);
