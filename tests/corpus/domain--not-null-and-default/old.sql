CREATE SCHEMA app;
CREATE DOMAIN app.code AS text DEFAULT 'x';
CREATE TABLE app.t (id integer PRIMARY KEY, code app.code);
