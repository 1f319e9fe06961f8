CREATE SCHEMA app;
CREATE TABLE app.t (id integer, x bigint, y text DEFAULT 'y');
CREATE TABLE app.a (a text) INHERITS (app.t);
CREATE TABLE app.b (b text) INHERITS (app.t);
CREATE TABLE app.ab (x bigint, id integer, a text, b text) INHERITS (app.a, app.b);
