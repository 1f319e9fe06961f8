CREATE SCHEMA app;
CREATE TABLE app.a (x integer, y integer, PRIMARY KEY (x, y));
CREATE TABLE app.b (
  id integer PRIMARY KEY,
  x integer,
  y integer,
  CONSTRAINT b_a FOREIGN KEY (x, y) REFERENCES app.a (x, y) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL,
  CONSTRAINT b_self FOREIGN KEY (id) REFERENCES app.b (id)
);
COMMENT ON CONSTRAINT b_a ON app.b IS 'Follows';
