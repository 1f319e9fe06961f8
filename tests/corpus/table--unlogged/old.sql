CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, v text);
CREATE UNLOGGED TABLE app.u (id integer);
