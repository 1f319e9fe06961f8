CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a integer, g integer GENERATED ALWAYS AS (a + 1) STORED);
