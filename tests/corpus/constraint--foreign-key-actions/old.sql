CREATE SCHEMA app;
CREATE TABLE app.a (x integer, y integer, PRIMARY KEY (x, y));
CREATE TABLE app.b (
  id integer PRIMARY KEY,
  x integer,
  y integer,
  CONSTRAINT b_a FOREIGN KEY (x, y) REFERENCES app.a (x, y),
  CONSTRAINT b_self FOREIGN KEY (id) REFERENCES app.b (id)
);
