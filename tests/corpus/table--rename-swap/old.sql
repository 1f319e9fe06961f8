-- rename: table app.a -> app.b
-- rename: table app.b -> app.a
CREATE SCHEMA app;
CREATE TABLE app.a (id integer CONSTRAINT first PRIMARY KEY, x text);
CREATE TABLE app.b (id integer CONSTRAINT second PRIMARY KEY, y date);
