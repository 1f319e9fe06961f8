CREATE SCHEMA app;
CREATE TABLE app.t (b text NOT NULL, a text DEFAULT '' NOT NULL);
CREATE TABLE app.was (id integer NOT NULL);
CREATE TABLE app.is_now (id integer NOT NULL);
