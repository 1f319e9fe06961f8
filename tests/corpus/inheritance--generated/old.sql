CREATE SCHEMA app;
CREATE TABLE app.p (id integer, g integer GENERATED ALWAYS AS (id + 1) STORED);
CREATE TABLE app.c () INHERITS (app.p);
CREATE TABLE app.d (g integer GENERATED ALWAYS AS (id * 10) STORED) INHERITS (app.p);
