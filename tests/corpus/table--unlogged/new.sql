CREATE SCHEMA app;
CREATE UNLOGGED TABLE app.t (id integer PRIMARY KEY, v text);
CREATE TABLE app.u (id integer);
