-- rename: table app.a -> app.b
-- rename: table app.b -> app.c
-- rename: column app.a.text -> app.b.note
CREATE SCHEMA app;
CREATE TABLE app.b (id integer CONSTRAINT first PRIMARY KEY, note text);
CREATE TABLE app.c (id integer CONSTRAINT second PRIMARY KEY, a integer CONSTRAINT "to" REFERENCES app.b, text text);
CREATE VIEW app.both AS SELECT c.id, b.note AS text FROM app.c JOIN app.b ON b.id = c.a;
