CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, price numeric(10, 4), at timestamp, ratio double precision);
