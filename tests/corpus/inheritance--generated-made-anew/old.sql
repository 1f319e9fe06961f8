CREATE SCHEMA app;
CREATE TABLE app.p (id integer, g integer GENERATED ALWAYS AS (id + 1) STORED);
CREATE TABLE app.c () INHERITS (app.p);
CREATE VIEW app.v AS SELECT g FROM app.c;
