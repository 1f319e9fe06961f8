CREATE SCHEMA app;
CREATE TABLE app.t (a integer NOT NULL, b integer NOT NULL, z integer NOT NULL, CONSTRAINT zero PRIMARY KEY (a));
CREATE TABLE app.u (a integer NOT NULL, gone integer, CONSTRAINT one PRIMARY KEY (gone));
