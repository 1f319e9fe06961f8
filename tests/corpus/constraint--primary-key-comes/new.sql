CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, v text);
CREATE TABLE app.u (id integer CONSTRAINT u_key PRIMARY KEY);
