-- rename: column app.t.amount -> app.t.price
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, price integer);
CREATE VIEW app.v AS SELECT price AS p FROM app.t;
