CREATE SCHEMA app;
CREATE TABLE app.t (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE app.u (a integer NOT NULL);
CREATE TABLE app.v (a integer);
