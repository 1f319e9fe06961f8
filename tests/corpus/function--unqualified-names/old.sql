CREATE SCHEMA app;
SET search_path = app;
CREATE TABLE items (id integer PRIMARY KEY);
