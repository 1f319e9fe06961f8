CREATE SCHEMA app;
CREATE TABLE app.base (id integer PRIMARY KEY, v text);
CREATE TABLE app.a (id integer);
CREATE VIEW app.b AS SELECT id FROM app.base;
CREATE VIEW app.c AS SELECT id FROM app.base;
CREATE VIEW app.over AS SELECT a.id FROM app.a JOIN app.c USING (id);
