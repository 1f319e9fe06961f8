CREATE SCHEMA app;
CREATE TABLE app.t (id integer, v text);
CREATE TABLE app.u (id integer NOT NULL);
