CREATE SCHEMA app;
CREATE TABLE app.customers (id integer PRIMARY KEY, credit integer NOT NULL);
