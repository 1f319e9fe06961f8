CREATE SCHEMA app;
CREATE TABLE app.a (
  id integer PRIMARY KEY,
  n integer,
  CONSTRAINT a_n UNIQUE (n) DEFERRABLE INITIALLY DEFERRED,
  r int4range,
  CONSTRAINT a_r EXCLUDE USING gist (r WITH &&) DEFERRABLE
);
CREATE TABLE app.b (
  id integer PRIMARY KEY,
  p integer CONSTRAINT b_p REFERENCES app.a (id) DEFERRABLE,
  q integer CONSTRAINT b_q REFERENCES app.a (id)
);
