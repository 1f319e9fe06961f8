CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, name text COLLATE "C" NOT NULL, other varchar(20));
CREATE INDEX t_name ON app.t (name);
CREATE VIEW app.v AS SELECT upper(name) AS name FROM app.t;
