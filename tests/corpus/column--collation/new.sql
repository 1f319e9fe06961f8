CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, name text COLLATE "POSIX" NOT NULL, other varchar(20) COLLATE "C");
CREATE INDEX t_name ON app.t (name);
CREATE VIEW app.v AS SELECT upper(name) AS name FROM app.t;
