CREATE SCHEMA app;
CREATE TABLE app.kinds (id integer PRIMARY KEY);
