CREATE SCHEMA app;
CREATE TABLE app.t (a integer, b integer NOT NULL);
CREATE TABLE app.u (a integer PRIMARY KEY);
CREATE TABLE app.v (a integer PRIMARY KEY);
