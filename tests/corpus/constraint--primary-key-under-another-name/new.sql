CREATE SCHEMA app;
CREATE TABLE app.t (a integer NOT NULL, b integer NOT NULL, z integer NOT NULL, CONSTRAINT another PRIMARY KEY (a, b));
CREATE TABLE app.u (a integer NOT NULL, CONSTRAINT again PRIMARY KEY (a));
