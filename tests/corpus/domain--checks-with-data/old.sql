CREATE SCHEMA app;
CREATE DOMAIN app.amount AS numeric(10, 2) DEFAULT 0 CONSTRAINT positive CHECK (VALUE >= 0) CONSTRAINT small CHECK (VALUE < 1000);
CREATE TABLE app.t (id integer PRIMARY KEY, price app.amount);
CREATE VIEW app.prices AS SELECT price FROM app.t;
