CREATE SCHEMA app;
CREATE TABLE app.p (id integer NOT NULL, state text NOT NULL DEFAULT 'new', size bigint, CONSTRAINT size_positive CHECK (size > 0));
CREATE TABLE app.c () INHERITS (app.p);
ALTER TABLE app.c ALTER COLUMN state SET DEFAULT 'c';
CREATE INDEX c_state_idx ON app.c (state);
CREATE TABLE app.d () INHERITS (app.p);
ALTER TABLE app.d ALTER COLUMN state DROP DEFAULT;
ALTER TABLE app.d ALTER COLUMN size SET STATISTICS 200;
CREATE TABLE app.e (own text, size bigint DEFAULT 7) INHERITS (app.p);
