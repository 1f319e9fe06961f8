CREATE SCHEMA app;
CREATE TABLE app.a (id integer PRIMARY KEY, n integer, CONSTRAINT a_n UNIQUE (n), r int4range, CONSTRAINT a_r EXCLUDE USING gist (r WITH &&));
CREATE TABLE app.b (
  id integer PRIMARY KEY,
  p integer CONSTRAINT b_p REFERENCES app.a (id),
  q integer CONSTRAINT b_q REFERENCES app.a (id) DEFERRABLE INITIALLY DEFERRED
);
