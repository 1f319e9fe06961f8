CREATE SCHEMA app;
CREATE DOMAIN app.code AS text NOT NULL;
CREATE DOMAIN app.short AS varchar(3) NOT NULL DEFAULT 'a''b' CHECK (VALUE <> '');
CREATE TABLE app.t (id integer PRIMARY KEY, code app.code);
CREATE TABLE app.u (id app.short PRIMARY KEY);
