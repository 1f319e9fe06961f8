-- rename: table app.b -> app.a
-- rename: table app.c -> app.b
-- rename: column app.b.note -> app.a.text
CREATE SCHEMA app;
CREATE TABLE app.a (id integer CONSTRAINT first PRIMARY KEY, text text);
CREATE TABLE app.b (id integer CONSTRAINT second PRIMARY KEY, a integer CONSTRAINT "to" REFERENCES app.a, text text);
CREATE VIEW app.both AS SELECT b.id, a.text FROM app.b JOIN app.a ON a.id = b.a;
