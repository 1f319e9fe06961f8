CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, name varchar(50) NOT NULL, price numeric(12, 2));
CREATE INDEX t_name ON app.t (name);
CREATE VIEW app.v AS SELECT name FROM app.t;
