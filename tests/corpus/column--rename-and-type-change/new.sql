-- rename: column app.t.price -> app.t.amount
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, amount numeric NOT NULL DEFAULT 1);
CREATE VIEW app.v AS SELECT amount AS p FROM app.t;
