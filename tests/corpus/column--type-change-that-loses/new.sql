CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, price numeric(10, 1), at date, ratio integer);
