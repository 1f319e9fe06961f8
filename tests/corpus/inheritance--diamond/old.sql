CREATE SCHEMA app;
CREATE TABLE app.t (id integer, x integer);
CREATE TABLE app.a (a text) INHERITS (app.t);
CREATE TABLE app.b (b text) INHERITS (app.t);
CREATE TABLE app.ab (x integer, id integer, a text, b text) INHERITS (app.a, app.b);
