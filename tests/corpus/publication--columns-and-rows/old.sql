CREATE SCHEMA app;
CREATE TABLE app.items (id integer PRIMARY KEY, name text, size integer, active boolean NOT NULL);
CREATE TABLE app.orders (id integer PRIMARY KEY, "Total" integer);
CREATE PUBLICATION changes FOR TABLE app.items (id, size) WHERE (size > 1), app.orders WHERE (id > 5);
